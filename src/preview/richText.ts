import { cssColor } from './cssColor.js';
import { iconHtml } from './iconHtml.js';
import { numberText } from './numberText.js';

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** One inline expression without its braces (MSX, Inline Expressions). */
function expression(inside: string): string {
  if (inside === 'br') return '<br>';
  if (inside === 'sp') return '&nbsp;';
  if (inside === 'tb') return '&nbsp;&nbsp;&nbsp;&nbsp;';
  const [, kind = '', rest = ''] = /^([a-z]+):([\s\S]*)$/.exec(inside) ?? [];
  const colon = rest.indexOf(':');
  const colored = colon > 0 ? ` style="color:${escapeHtml(cssColor(rest.slice(0, colon)))}"` : '';
  const last = colon > 0 ? rest.slice(colon + 1) : rest;
  if (kind === 'ico') return `<span class="inline-icon"${colored}>${iconHtml(last)}</span>`;
  if (kind === 'txt') return `<span${colored}>${escapeHtml(last)}</span>`;
  if (kind === 'col') return colored ? `<span${colored}>${escapeHtml(last)}</span>` : '';
  if (kind === 'chr') return /^#?\w+$/.test(last) ? `&${last};` : '';
  return escapeHtml(inside); // unknown expressions are shown without their braces
}

/** `{num:…}` and `{txt:COLOUR:num:…}` with their numbers written out. */
function withNumbers(text: string): string {
  return text.replace(/\{((?:txt:[^:{}]+:)?)num:([^{}]*)\}/g, (whole, colour: string, inside: string) => {
    const written = numberText(inside);
    if (written === null) return whole;
    return colour ? `{${colour}${written}}` : written;
  });
}

/** A text of MSX as HTML: inline expressions rendered, everything else escaped. */
export function richText(source: string): string {
  const text = withNumbers(source);
  let html = '';
  let from = 0;
  const pattern = /\{([^{}]*)\}/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    html += escapeHtml(text.slice(from, match.index)) + expression(match[1] ?? '');
    from = pattern.lastIndex;
  }
  return (html + escapeHtml(text.slice(from))).replace(/\n/g, '<br>');
}

/** The same without markup, for state() and attributes. */
export function plainText(text: string): string {
  return withNumbers(text)
    .replace(/\{br\}|\n/g, ' ')
    .replace(/\{(sp|tb)\}/g, ' ')
    .replace(/\{ico:[^{}]*\}/g, '')
    .replace(/\{(?:txt|col):[^:{}]*:?([^{}]*)\}/g, '$1')
    .replace(/\{(?!chr:)([^{}]*)\}/g, '$1')
    .replace(/\{chr:#(\d+)\}/g, (_whole, code: string) => String.fromCharCode(Number(code)))
    .replace(/\{chr:[^{}]*\}/g, '')
    .trim();
}

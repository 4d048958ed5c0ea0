import { cssColor } from './cssColor.js';

/** The code points of the font beside the page, as the build reads them from its package: `home e88a,folder e2c7,…`. */
declare const __ICONS__: string;

const CODE_POINTS = Object.create(null) as Record<string, string | undefined>;
__ICONS__.split(',').forEach((pair) => {
  const [name = '', codePoint] = pair.split(' ');
  CODE_POINTS[name] = codePoint;
});

/**
 * An icon of MSX as HTML. MSX's icons are Google's Material icons, by their names with hyphens; `msx-red:home` is a red
 * one. guess(icon-names): whatever Google's font has is drawn, though MSX's list is older. By its code point: WebKit
 * 538 knows no ligatures. A letter in a box for a name that the font has not, where MSX shows nothing at all, so that it
 * is noticed. `''` for `blank` and no name.
 */
export function iconHtml(name: string): string {
  const bare = name.replace(/^[^:]*:/, '');
  if (!bare || bare === 'blank') return '';
  const color = cssColor(name.slice(0, -bare.length - 1));
  const style = color ? ` style="color:${color}"` : '';
  const codePoint = CODE_POINTS[bare];
  if (codePoint)
    // a text in a drawing: it is as large as its box, which the style of each place says
    return `<svg class="icon"${style} viewBox="0 0 24 24"><text class="icon-text" y="24">&#x${codePoint};</text></svg>`;
  const letter = bare.charAt(0).toUpperCase();
  return `<span class="icon icon-letter"${style}>${/[A-Z0-9]/.test(letter) ? letter : '•'}</span>`;
}

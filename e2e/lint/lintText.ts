import { EXPRESSIONS, type Row } from '../../src/preview/versionTable.js';
import { KNOWN_ICONS, NAMED_COLORS } from './known.js';

/** A CSS colour, as far as one can be told from a misspelled name: MSX takes any (Colors). */
const CSS_COLOR = /^(?:#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([\d\s.,%]+\)|[a-z]{3,20})$/i;

/** Null for a colour that MSX shows. */
export function colorFault(color: string): string | null {
  if (color.startsWith('msx-')) return NAMED_COLORS.has(color) ? null : `MSX names no colour "${color}"`;
  return CSS_COLOR.test(color) ? null : `"${color}" is no colour`;
}

/** Null for an icon that MSX shows; it may have a colour before it, `msx-red:home`. */
export function iconFault(icon: string): string | null {
  const colon = icon.lastIndexOf(':');
  const name = icon.slice(colon + 1);
  if (!KNOWN_ICONS.has(name)) return `the icon "${name}" is not among those that were looked up (known.ts)`;
  return colon < 0 ? null : colorFault(icon.slice(0, colon));
}

/** From which version on an expression is one; 0 for those that always were, null for what is none. */
function sinceOf(kind: string): number | null {
  if (/^(?:sp|tb|br|ico|txt)$/.test(kind)) return 0;
  return EXPRESSIONS.find(({ names }: Row) => names.split(' ').includes(kind))?.since ?? null;
}

/**
 * What is wrong with a text for a person. MSX takes the braces from an expression that it does not know, so text
 * of other people has to come without (Inline Expressions).
 * @param build of MSX: 163 for 0.1.163
 */
export function textFaults(text: string, build: number): string[] {
  const faults: string[] = [];
  const rest = text.replace(/\{([^{}]*)\}/g, (whole, inside: string) => {
    const [kind = '', ...parts] = inside.split(':');
    if (kind === 'context') return ''; // a rule of its own
    const since = sinceOf(kind);
    if (since === null) faults.push(`"${whole}" loses its braces`);
    else if (since > build) faults.push(`"${whole}" came with 0.1.${since}`);
    const icon = kind === 'ico' ? iconFault(parts.join(':')) : null;
    const color = kind === 'txt' && parts.length > 1 ? colorFault(parts[0]!) : null;
    faults.push(...[icon, color].filter((fault) => fault !== null));
    return '';
  });
  if (/[{}]/.test(rest)) faults.push(`"${text}" has a brace that may become part of an expression`);
  return faults;
}

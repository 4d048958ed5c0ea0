import { type Focused, parseFocus } from './readAction.js';

/** A source without its focus separators, and what these ask for. */
export function readAddress(source: unknown): { address: unknown; focused: Focused } {
  const focused = parseFocus(typeof source === 'string' ? source : '');
  return { address: typeof source === 'string' ? focused.source : source, focused };
}

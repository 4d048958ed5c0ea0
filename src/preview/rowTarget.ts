import { textOf } from './fields.js';
import type { MediaEntry } from './media.js';

/**
 * The index that a `goto` means in a slideshow or a playlist: `next` and `prev` (round and round), `after`
 * (which ends with the list), `current`, `first`, `last`, `random` (another one), `index:N`, `number:N`, or
 * an item ID. There may be no such entry.
 */
export function rowTarget(target: string, entries: MediaEntry[], at: number): number {
  const count = entries.length;
  const numbered = /^(index|number):(\d+)$/.exec(target);
  if (numbered) return Number(numbered[2]) - (numbered[1] === 'number' ? 1 : 0);
  switch (target) {
    case 'next':
      return (at + 1) % count;
    case 'prev':
      return (at + count - 1) % count;
    case 'after':
      return at + 1;
    case 'current':
      return at;
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    case 'random':
      return (at + 1 + Math.floor(Math.random() * Math.max(1, count - 1))) % count;
    default:
      return entries.map((entry) => textOf(entry.fields.id)).indexOf(target);
  }
}

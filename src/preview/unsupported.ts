import { type Fields, isFields, listOf, textOf } from './fields.js';

const ITEM_TYPES = ['default', 'teaser', 'button', 'separate', 'space', 'control'];

/** What a page asks for that this host cannot do, in words; it is said on screen rather than left out silently. */
export function unsupported(root: Fields, items: Fields[]): string[] {
  const found: string[] = [];
  const say = (what: string) => {
    if (found.indexOf(what) < 0) found.push(what);
  };
  listOf(root.inserts).forEach(({ position }) => {
    if (!/^page:\d+$/.test(textOf(position))) say(`inserts at "${textOf(position)}"`);
  });
  items.forEach((item) => {
    const type = textOf(item.type);
    if (type && ITEM_TYPES.indexOf(type) < 0) say(`items of type "${type}"`);
    const live = isFields(item.live) ? textOf(item.live.type) : '';
    if (live && live !== 'setup') say('live items');
  });
  return found;
}

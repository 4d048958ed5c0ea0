import { type Fields, merge } from './fields.js';

/** What `update:` may change (common/actions): `always`, or only where the document set it to something. */
interface Updatable {
  always: string[];
  ifSet: string[];
}

const MENU_ITEM: Updatable = {
  always: ['background', 'lineColor', 'options'],
  ifSet: ['icon', 'image', 'label', 'extensionIcon', 'extensionLabel'],
};

const CONTENT_ITEM: Updatable = {
  always: [
    'color',
    'tagColor',
    'badgeColor',
    'stampColor',
    'progressColor',
    'progressBackColor',
    'wrapperColor',
    'live',
    'selection',
    'options',
  ],
  ifSet: [
    'title',
    'titleHeader',
    'titleFooter',
    'label',
    'icon',
    'headline',
    'text',
    'tag',
    'badge',
    'stamp',
    'progress',
    'image',
    'extensionIcon',
    'extensionLabel',
  ],
};

/**
 * An item after `update:`. MSX draws an element only for what the document set, so that nothing can be added.
 * @param origin the item as it was loaded
 * @param now the item as it is, after earlier updates
 */
export function updatedItem(kind: 'menu' | 'content', origin: Fields, now: Fields, changes: Fields): Fields {
  const { always, ifSet } = kind === 'menu' ? MENU_ITEM : CONTENT_ITEM;
  const taken: Fields = {};
  Object.keys(changes).forEach((key) => {
    const set = origin[key] !== undefined && origin[key] !== null;
    if (always.indexOf(key) >= 0 || (ifSet.indexOf(key) >= 0 && set)) taken[key] = changes[key];
  });
  return merge(now, taken);
}

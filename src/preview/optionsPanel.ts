import { type Fields, isFields, merge, textOf } from './fields.js';

/** The first of them that has `options`: an item's go before its page's, and these before the root's (reference/glossary, Options). */
export function optionsOf(holders: (Fields | null | undefined)[]): Fields | null {
  return holders.map((holder) => holder?.options).filter(isFields)[0] ?? null;
}

/** Options as the content of a panel: they are a page, or a content root object. */
export function optionsPanel(options: Fields): Fields {
  const isRoot = Array.isArray(options.pages) || isFields(options.template);
  // a page's headline stands for the root's where that has none
  return merge(
    textOf(options.headline) ? {} : { headline: 'Options' },
    isRoot ? options : { pages: [options] },
  );
}

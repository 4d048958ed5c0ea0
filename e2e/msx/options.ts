import { type Fields, fieldsOf, isFields, merge, textOf } from './fields.js';

/** The first of them that has `options`: an item's go before its page's, and these before the root's (reference/glossary, Options). */
export function optionsOf(holders: (Fields | null | undefined)[]): Fields | null {
  return holders.map((holder) => holder?.options).filter(isFields)[0] ?? null;
}

/** Options as the content of a panel: they are a page, or a content root object. */
export function optionsPanel(options: Fields): Fields {
  const root = Array.isArray(options.pages) || isFields(options.template) ? options : { pages: [options] };
  return merge({ headline: textOf(fieldsOf(options).headline) || 'Options' }, root);
}

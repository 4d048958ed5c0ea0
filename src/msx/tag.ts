import { createTagger } from './createTagger.js';
import type { TaggerOptions } from './createTagger.js';
import type { Json } from './json.js';

export interface TagOptions extends TaggerOptions {
  /** Where the document came from: relative links are relative to it. */
  documentUrl: string;
}

/**
 * A new document with every link made absolute and tagged; the input is not changed.
 * @param document a menu, a content page, or either wrapped in a `response`
 * @example tag({ menu: [{ data: 'films.json' }] }, options) // { menu: [{ data: 'http://host.test/films.json?device_id=TV-1' }] }
 */
export const tag = (document: Json, options: TagOptions): Json =>
  createTagger(options).tagDocument(document, options.documentUrl);

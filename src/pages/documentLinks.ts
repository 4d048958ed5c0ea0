import type { JsonObject } from '../msx/json.js';
import { resolveUrl } from '../msx/url.js';
import { walkDocument } from '../msx/walkDocument.js';

/**
 * The addresses of the documents that a document links to, each once. Not those that MSX asks for with credentials, nor
 * those that MSX has to fill something into.
 * @param url where it came from
 */
export function documentLinks(document: JsonObject, url: string): string[] {
  const links: string[] = [];
  walkDocument(document, {
    mapLink: ({ kind, text, user }) => {
      const link = resolveUrl(url, text).split('#')[0]!;
      if (kind === 'document' && !user && text.indexOf('{') < 0 && links.indexOf(link) < 0) links.push(link);
      return text;
    },
    isOwnPlayer: () => false,
    triggers: null,
  });
  return links;
}

import type { Json } from '../../msx/json.js';
import { originOf, resolveUrl } from '../../msx/url.js';
import { walkDocument } from '../../msx/walkDocument.js';

/**
 * A document of the sample gallery with a signature in each of its links, which are absolute then.
 * @param text of the document
 * @param url the document's own
 * @param sign makes the signed address of an absolute one
 */
export const signedDocument = (text: string, url: string, sign: (url: string) => string): Json =>
  walkDocument(JSON.parse(text) as Json, {
    mapLink: ({ text: link }) => {
      const whole = resolveUrl(url, link);
      return originOf(whole) === originOf(url) ? sign(whole) : link;
    },
    isOwnPlayer: () => false,
    triggers: null,
  });

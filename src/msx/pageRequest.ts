// A request to the plugin for a document behind a link: `page:<address>` where a content page is wanted, as a menu
// item's `data` or by `content:`, else `page:<kind>:<address>`. The address stands as it is where nothing in it means
// something to MSX, or where it holds placeholders, which MSX replaces; else it is base64url, as earlier versions wrote
// all of them. No scheme is a kind and base64url has no colon, so that one is never taken for the other, and requests
// without a kind, which people and earlier versions wrote by hand for panels and playlists too, mean what they did.
import { fromBase64, toBase64Url } from './base64.js';

/** What MSX makes of a document: its action's first word. */
export type PageKind = 'menu' | 'content' | 'panel' | 'playlist' | 'slideshow';

const REQUEST = /^page:(?:(menu|content|panel|playlist|slideshow):)?([^]*)$/;

/**
 * What can stand inside an action as it is. Left out is what ends a request or an action there: `@` (the plugin
 * follows), `>` (the focus), `|`, `[` and `]` (lists of actions), blanks, which MSX trims; and what the documentation
 * does not promise to pass through unchanged: a fragment, quotation marks, letters beyond ASCII.
 */
const PLAIN = /^https?:\/\/[\w:/?&=%.~!$()*+,;-]*$/i;

/** The text that stands behind `request:interaction:`, and before `@`. */
export const pageRequest = (url: string, kind: PageKind = 'content'): string =>
  `page:${kind === 'content' ? '' : `${kind}:`}${PLAIN.test(url) || url.indexOf('{') >= 0 ? url : toBase64Url(url)}`;

/**
 * @returns the address that a request names, and what for (null: content, or it does not say); the address is empty
 * where it is not one, and all is null for another request
 */
export function readPageRequest(dataId: string): { url: string; kind: PageKind | null } | null {
  const found = REQUEST.exec(dataId);
  if (!found) return null;
  const kind = (found[1] ?? null) as PageKind | null;
  const address = found[2]!;
  if (address.indexOf('://') >= 0) return { url: address, kind };
  try {
    return { url: fromBase64(address), kind };
  } catch {
    return { url: '', kind }; // neither an address nor base64
  }
}

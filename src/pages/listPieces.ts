// A templated list that its server gives in pieces, as MSX's input and paging plugins show it.
import { isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import type { PageProblem, PageTools } from './pageTools.js';

/** What of a list is there. */
export interface Pieces {
  /** As the server sent the first, and from where: the others have their template and all else from it. */
  first: JsonObject;
  url: string;
  /** Tagged, with the items of all pieces. */
  document: JsonObject;
  /** How many items the server gave. */
  count: number;
  /** Whether the last piece was a full one. */
  hasMore: boolean;
}

/** A list's answer: `pieces`, or why there are none. */
export type PiecesAnswer = Pieces | PageProblem;

const CREDENTIALS = /[?&/]credentials(?:[=&/#]|$)/;

const itemsOf = (document: JsonObject): Json[] | null =>
  Array.isArray(document.items) ? document.items : null;

/** What takes the place of each keyword. */
type Keywords = Record<'INPUT' | 'LANG' | 'OFFSET' | 'LIMIT', string>;

/** The service's address, as MSX's plugins make it: each keyword is replaced wherever it stands. */
function serviceUrl(url: string, values: Partial<Keywords>, deviceId: string | null): string {
  return url.replace(/\{(INPUT|LANG|OFFSET|LIMIT|ID)\}/g, (_whole, name: 'ID' | keyof Keywords) =>
    encodeURIComponent((name === 'ID' ? deviceId : values[name]) || ''),
  );
}

/**
 * Asks for the next piece.
 * @param url of the service, with its keywords
 * @param values all but OFFSET and LIMIT
 * @param limit items that are asked for at once; 0 = all
 * @param before what is there; null = nothing yet
 */
export function loadPiece(
  tools: PageTools,
  url: string,
  values: Partial<Keywords>,
  limit: number,
  before: Pieces | null,
): Promise<PiecesAnswer> {
  const offset = before ? before.count : 0;
  const address = serviceUrl(
    url,
    { ...values, OFFSET: String(offset), LIMIT: String(limit) },
    tools.mayCarry(url) ? tools.deviceId : null,
  );
  return tools.fetchDocument(address, CREDENTIALS.test(url)).then((fetched): PiecesAnswer => {
    if ('problem' in fetched) return fetched;
    const items = itemsOf(fetched.document);
    const first = before ? before.first : fetched.document;
    const from = before ? before.url : fetched.url;
    // Tagged with the first one's template: what may have the ID depends on what the template uses it for.
    const tagged = tools.tagDocument(before ? { ...first, items: items || [] } : first, from);
    const known = before ? itemsOf(before.document)! : [];
    return {
      first,
      url: from,
      document: items ? { ...tagged, items: known.concat(itemsOf(tagged)!) } : tagged,
      count: offset + (items ? items.length : 0),
      hasMore:
        limit > 0 && items !== null && items.length === limit && isObject(first.template) && pagesBy(url),
    };
  });
}

/** Without both keywords each piece would be the first one again. */
const pagesBy = (url: string): boolean => url.indexOf('{OFFSET}') >= 0 && url.indexOf('{LIMIT}') >= 0;

/**
 * The list with a button at its end that asks for more, as soon as it has the focus or, in an old MSX, by OK. It has no
 * ID: what is shown in its place gets the focus then, which is the first of the new items.
 */
export function withMoreButton(list: JsonObject, columns: number, quiet: string, busy: string): JsonObject {
  return {
    ...list,
    footer: {
      items: [
        {
          type: 'button',
          layout: `0,0,${columns},1`,
          label: '{ico:more-horiz}',
          action: busy,
          selection: { action: quiet },
        },
      ],
    },
  };
}

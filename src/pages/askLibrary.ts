import { resolveUrl } from '../msx/url.js';
import type { JsonObject } from '../msx/json.js';
import type { Ask } from './createTyping.js';
import { foldText } from './foldText.js';
import type { PageProblem, PageTools } from './pageTools.js';
import { readLibrary } from './readLibrary.js';
import type { Library, LibraryItem } from './readLibrary.js';

/** A list of more than that is no answer. */
const MOST_FOUND = 100;
/** What was read is good for so long. */
const FRESH_MS = 600_000;

const TEMPLATE: JsonObject = {
  type: 'separate',
  layout: '0,0,2,4',
  color: 'msx-glass',
  icon: 'msx-white-soft:movie',
  imageFiller: 'cover',
};

/** All of the words are in it; those come first in which one begins as the first of them does. */
function search({ items }: Library, text: string): LibraryItem[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const found = items.filter(
    (item) => words.length > 0 && words.every((word) => item.text.indexOf(word) >= 0),
  );
  const isFirst = (item: LibraryItem): boolean => ` ${item.text}`.indexOf(` ${words[0]!}`) >= 0;
  return found.filter(isFirst).concat(found.filter((item) => !isFirst(item)));
}

function hintOf(found: number, { read, leftOut, fault }: Library): string {
  return [
    found > MOST_FOUND ? `The first ${MOST_FOUND} of ${found} found` : `${found} found`,
    ` in ${read} ${read === 1 ? 'document' : 'documents'}`,
    leftOut ? `; ${leftOut} left out${fault ? `: ${fault}` : ''}` : '',
  ].join('');
}

/** What was read last. */
interface Read {
  url: string;
  atMs: number;
  library: Promise<Library | PageProblem>;
}

/** Answers a search from the owner's own documents, for hosts without a server. */
export function askLibrary(tools: PageTools): Ask {
  let last: Read | null = null;

  return ({ request, text }) => {
    const url = resolveUrl(tools.pluginUrl, request.url);
    if (!tools.mayCarry(url))
      return Promise.resolve({
        problem: { message: `${url} is not on one of your origins; add its origin to "origins".` },
      });
    const now = tools.nowMs();
    if (!last || last.url !== url || now - last.atMs > FRESH_MS)
      last = { url, atMs: now, library: readLibrary(tools, url) };
    return last.library.then((library) => {
      if ('problem' in library) {
        last = null; // the next key asks again
        return library;
      }
      const found = search(library, text);
      const document: JsonObject = {
        template: TEMPLATE,
        items: found.slice(0, MOST_FOUND).map(({ item }) => item),
        hint: hintOf(found.length, library),
      };
      return { first: document, url, document, count: found.length, hasMore: false };
    });
  };
}

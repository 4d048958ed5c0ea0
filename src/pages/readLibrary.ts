// What can be found without a server: the items of a document of the owner's, and of the documents it links to.
import type { JsonObject } from '../msx/json.js';
import { collectItems } from './collectItems.js';
import { documentLinks } from './documentLinks.js';
import { textOf } from './foreignValues.js';
import { foldText } from './foldText.js';
import type { PageProblem, PageTools } from './pageTools.js';

const MOST_DOCUMENTS = 200;
const MOST_CHARACTERS = 10_000_000;
const WITHIN_MS = 5000;
/** As many as a browser asks one host for at once, less what MSX may want itself. */
const AT_ONCE = 4;

export interface LibraryItem {
  item: JsonObject;
  /** By which it is found, folded. */
  text: string;
}

export interface Library {
  items: LibraryItem[];
  /** Documents that were read, and those that were not. */
  read: number;
  leftOut: number;
  /** Of the first document that could not be read. */
  fault: string | null;
}

const SEARCHED = ['title', 'titleHeader', 'titleFooter', 'label', 'headline', 'playerLabel', 'imageLabel'];

/** Without MSX's expressions: `{ico:home} {txt:msx-red:Home}` → ` Home`. */
const bare = (text: string): string =>
  text.replace(/\{txt:[^:{}]*:([^{}]*)\}/g, '$1').replace(/\{[^{}]*\}/g, ' ');

function libraryItem(item: JsonObject): LibraryItem | null {
  const texts = SEARCHED.map((key) => textOf(item[key])).filter(Boolean);
  if (texts.length === 0) return null;
  // Shown as tiles, which have titles.
  const titled = textOf(item.title) ? item : { ...item, title: texts[0]! };
  return { item: titled, text: foldText(bare(texts.join(' '))) };
}

/**
 * Reads the document and what it links to on the owner's origins, at most 200 documents, 10 MB, and for 5 s; what is
 * left out then is counted.
 * @param url absolute
 * @returns a problem where the first document cannot be read. Never rejected.
 */
export function readLibrary(tools: PageTools, url: string): Promise<Library | PageProblem> {
  const library: Library = { items: [], read: 0, leftOut: 0, fault: null };
  const known = [url];
  const seen: Record<string, true> = {};
  let next = 0;
  let open = 0;
  let characters = 0;
  let isOver = false;

  return new Promise((resolve) => {
    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      cancel();
      library.leftOut = known.length - library.read;
      const { read, fault } = library;
      resolve(read === 0 ? { problem: { message: fault || 'There is no answer.' } } : library);
    };
    const cancel = tools.setTimer(finish, WITHIN_MS);

    const add = (document: JsonObject, from: string): void => {
      library.read++;
      collectItems(tools.tagDocument(document, from), (item) => {
        const found = libraryItem(item);
        const name = found ? `${found.text} ${textOf(item.action)}` : '';
        if (!found || seen[name]) return;
        seen[name] = true;
        library.items.push(found);
      });
      documentLinks(document, from).forEach((link) => {
        if (known.indexOf(link) < 0 && tools.mayCarry(link)) known.push(link);
      });
    };
    const askNext = (): void => {
      while (!isOver && open < AT_ONCE && next < Math.min(known.length, MOST_DOCUMENTS)) {
        if (characters > MOST_CHARACTERS) break;
        open++;
        void tools
          .fetchDocument(known[next++]!, false)
          .then((fetched) => {
            if (isOver) return;
            if ('problem' in fetched) library.fault ??= fetched.problem.message;
            else {
              characters += fetched.length;
              if (characters <= MOST_CHARACTERS) add(fetched.document, fetched.url);
            }
          })
          .catch((error: unknown) => (library.fault ??= String(error)))
          .then(() => {
            open--;
            askNext();
          });
      }
      if (open === 0) finish();
    };
    askNext();
  });
}

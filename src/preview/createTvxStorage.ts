import { type Fields, isFields } from './fields.js';
import { foreach, type NamedValues, namedValues } from './tvxValues.js';

/** `TVXServices.storage`: what lasts for a plugin where `localStorage` does not, as on iOS (overview/tips-tricks). */
interface TvxStorage extends NamedValues {
  /** `expires`: a date, or ms from now. guess(storage-expiry): a number may as well be something else. */
  set(name: string, value: unknown, expires?: Date | number): void;
  foreach(callback: (name: string, value: unknown) => unknown): void;
  remove(name: string): void;
  clear(): void;
  flush(): void;
  getType(): string;
  setType(type: string): void;
  isReady(): boolean;
  onReady(handler: () => void): void;
}

interface Kept {
  value: string;
  until: number | null;
}

// guess(storage-format): how the library names and writes what it keeps is not documented.
const KEY = 'tvx-stand-in.storage';

function readAll(): Record<string, Kept> {
  const all: Record<string, Kept> = {};
  let text: string | null = null;
  try {
    text = window.localStorage.getItem(KEY);
  } catch (error) {
    console.warn('There is no storage', error); // then nothing lasts, as on a TV that refuses it
  }
  const parsed: unknown = text === null ? null : JSON.parse(text);
  foreach(parsed, (name, entry) => {
    const kept = entry as Fields;
    if (isFields(kept) && typeof kept.value === 'string')
      all[name] = { value: kept.value, until: typeof kept.until === 'number' ? kept.until : null };
  });
  return all;
}

function writeAll(all: Record<string, Kept>): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(all));
  } catch (error) {
    console.warn('Nothing can be kept', error);
  }
}

/** @param whenReady calls back when the page is loaded: before that the storage is not to be touched */
export function createTvxStorage(
  isReady: () => boolean,
  whenReady: (handler: () => void) => void,
): TvxStorage {
  let type = 'local';
  const read = (name: string): string | undefined => {
    const kept = readAll()[name];
    return kept && (kept.until === null || kept.until > new Date().getTime()) ? kept.value : undefined;
  };
  const change = (act: (all: Record<string, Kept>) => void) => {
    const all = readAll();
    act(all);
    writeAll(all);
  };
  return {
    ...namedValues(read),
    set: (name, value, expires) =>
      change((all) => {
        const until =
          expires instanceof Date
            ? expires.getTime()
            : typeof expires === 'number'
              ? new Date().getTime() + expires
              : null;
        all[name] = { value: String(value), until };
      }),
    foreach: (callback) => {
      Object.keys(readAll()).some((name) => read(name) !== undefined && callback(name, read(name)) === true);
    },
    remove: (name) =>
      change((all) => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- it is no longer there
        delete all[name];
      }),
    clear: () => writeAll({}),
    flush: () => undefined,
    getType: () => type,
    setType: (to) => {
      type = to;
    },
    isReady,
    onReady: whenReady,
  };
}

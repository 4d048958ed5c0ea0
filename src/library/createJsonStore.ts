import type { Json } from '../msx/json.js';
import type { Keep } from '../tvx/createKeep.js';

/** Values by name that survive a restart, where the TV stores anything at all. */
export interface JsonStore {
  /** @returns null where nothing is kept, or nothing can be */
  get(name: string): Promise<Json>;
  set(name: string, value: Json): Promise<void>;
  remove(name: string): Promise<void>;
  /**
   * Changes a value from what it is: one change after the other, so that none is lost. @returns what it is then
   */
  change(name: string, by: (value: Json) => Json): Promise<Json>;
}

/**
 * @param keep of createKeep; in a test, whatever keeps texts
 * @example createJsonStore(keep).set('likes', ['harbour'])
 */
export function createJsonStore(keep: Keep): JsonStore {
  let changes: Promise<unknown> = Promise.resolve();
  const get = (name: string): Promise<Json> =>
    keep.read(name).then((text) => {
      if (!text) return null; // removed, or never there
      try {
        return JSON.parse(text) as Json;
      } catch {
        return null; // somebody else's
      }
    });
  const set = (name: string, value: Json) => keep.write(name, JSON.stringify(value));
  return {
    get,
    set,
    // A Keep writes at three places and reads the first that has something: an empty text has to be at each of them.
    remove: (name) => keep.write(name, ''),
    change: (name, by) => {
      const next = changes
        .then(() => get(name))
        .then((value) => {
          const changed = by(value);
          return set(name, changed).then(() => changed);
        });
      changes = next.catch(() => undefined); // whoever asked hears of it
      return next;
    },
  };
}

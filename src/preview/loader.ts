import type { App } from './app.js';
import { readSource } from './documentSource.js';
import type { Failure } from './errorPage.js';
import { type Fields, isFields, textOf } from './fields.js';
import type { Spot } from './focus.js';
import { canReload, createOrigin, idOf, isSame, type Origin } from './origin.js';
import type { PageInfo } from './pageInfo.js';

/** Where a document is shown, and what it has to be for that. */
interface Place {
  slot: 'menu' | 'content' | 'panel';
  accepts(root: Fields): boolean;
  /** What is said of a document that is not accepted. */
  refusal: { title: string; lacks: string };
  /** Something is asked for. */
  asking(): void;
  /** There is no address: shows that, and says whether that was all. */
  nothing(): boolean;
  failed(failure: Failure): void;
}

/** @param startup the document that was loaded at startup: this one, or one that refers to it; else null */
type Arrived = (root: Fields, startup: Fields | null) => void;

/** The document of a menu, a page or a panel together with where it came from. */
export interface Loader {
  /** The one that is shown; null while there is none. */
  document: () => Fields | null;
  origin: () => Origin;
  load: (from: Origin, fresh: boolean, arrived: Arrived) => void;
  /** Whatever is on its way is wanted no more. */
  forget: () => void;
  /** True where the same is shown already, so that it stays as it is. */
  shows: (source: unknown, data: unknown) => boolean;
  /** Takes away what is kept of the document; it cannot be reloaded then, but replaced. */
  release: () => void;
  /** Where to load it from when one comes back to it; null where it is still there. */
  gone: () => Origin | null;
  flag: () => string;
  info: (spot: Spot | null, size: number) => PageInfo;
}

export function createLoader(app: App, place: Place): Loader {
  let origin = createOrigin('', null);
  let document: Fields | null = null;
  let loads = 0;

  function fail(title: string, message: string, url: string): void {
    const retry = canReload(origin) ? `reload:${place.slot}` : origin.atStart ? 'reload' : '';
    document = null;
    place.failed({ title, message, url, retry });
  }

  function load(from: Origin, fresh: boolean, arrived: Arrived, startup: Fields | null = null): void {
    const mine = ++loads;
    const { source, data, atStart } = from;
    origin = from;
    if (readSource(source, data).kind === 'missing' && place.nothing()) {
      document = null;
      return;
    }
    place.asking();
    app.busy(true);
    app.load(
      source,
      data,
      (loaded) => {
        app.busy(false);
        if (mine !== loads) return; // something else was asked for meanwhile
        const root = loaded.ok && isFields(loaded.data) ? loaded.data : null;
        if (!loaded.ok) fail(loaded.title, loaded.message, loaded.url);
        else if (root && atStart && textOf(root.reference))
          load(createOrigin(root.reference, null), false, arrived, root);
        else if (root && place.accepts(root)) {
          document = root;
          arrived(root, startup ?? (atStart ? root : null));
        } else
          fail(
            place.refusal.title,
            root ? place.refusal.lacks : `It is ${JSON.stringify(loaded.data)}.`,
            typeof source === 'string' ? source : '',
          );
        app.changed();
      },
      { slot: place.slot, fresh, atStart },
    );
  }

  return {
    document: () => document,
    origin: () => origin,
    load,
    forget: () => {
      loads++;
    },
    shows: (source, data) => document !== null && document.reuse !== false && isSame(origin, source, data),
    release: () => {
      const id = idOf(origin);
      if (id !== null) app.release(place.slot, id);
      origin = { ...origin, released: true };
    },
    // guess(back-asks-again): going back loads as going there does: a document that is not cached is asked for.
    gone: () => {
      const gone = document?.cache === false || origin.released;
      return gone && idOf(origin) !== null ? { ...origin, released: false } : null;
    },
    flag: () => textOf(document?.flag),
    info: (spot, size) => ({
      id: idOf(origin),
      flag: textOf(document?.flag) || null,
      // guess(focus-name): its ID where it has one; an index alone is documented (special/attached-data-examples).
      focus: spot && (spot.id || `index:${spot.index}`),
      index: spot?.index ?? -1,
      size,
    }),
  };
}

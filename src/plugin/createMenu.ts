import type { JsonObject } from '../msx/json.js';
import type { Log } from '../tvx/notice.js';
import type { Documents } from './createDocuments.js';
import type { Made } from './made.js';
import { keptOf } from './keepMenu.js';
import type { KeptMenu } from './keptMenu.js';
import type { Loaded } from './loadConfig.js';
import type { PluginNotice } from './pluginCodes.js';
import { decideRefresh, mustGo } from './decideRefresh.js';

/** What all documents of one configuration share. */
export interface Begun extends Loaded {
  documents: Documents;
  deviceId: string | null;
}

interface MenuOptions {
  /** Loads the configuration: the file may have changed. */
  begin: () => Promise<Begun>;
  /** For the next start; null: nothing. */
  keepMenu: (menu: KeptMenu | null) => void;
  /** What MSX gets: the document, or one that says what is wrong. */
  present: (made: Made) => Promise<JsonObject>;
  /** Has MSX ask for `init` in the place of the menu of this flag, where it can (0.1.144); else the next start has it. */
  replace: (flag: string) => void;
  log: Log<PluginNotice>;
  toast: (problem: PluginNotice) => void;
}

interface Menu {
  /** The answer to `init`. */
  init: () => Promise<JsonObject>;
  begun: () => Promise<Begun>;
  /** The menu of the last start is on the screen: looks for today's, and has MSX show it where it is another. */
  refresh: (shown: KeptMenu) => void;
}

/** For so long a menu that MSX is told to ask for is taken for what it asks for. */
const OFFERED_MS = 30_000;
/** From one look for a menu that cannot be had to the next: twice as long each time. */
const LOOK_AGAIN_MS = 30_000;
const LOOK_AGAIN_AT_MOST_MS = 300_000;

/**
 * The menu of this start, which is on its way before MSX asks, since the library, the identity, the configuration and it
 * take their time side by side; and where that of the last start is on the screen already, its successor.
 */
export function createMenu(options: MenuOptions): Menu {
  let begun = options.begin();
  let isTaken = false;
  /** What the next `init` gets, and since when. */
  let offered: { menu: Promise<JsonObject>; atMs: number } | null = null;
  let isTold = false;

  const keep = (now: Begun, made: Made): void =>
    options.keepMenu('document' in made && now.settings.menuCache ? keptOf(now, made.document) : null);
  const offer = (shown: KeptMenu, menu: Promise<JsonObject>): void => {
    offered = { menu, atMs: Date.now() };
    options.replace(shown.document.flag);
  };
  const tellKept = (problem: PluginNotice, isWrong: boolean): void => {
    if (isTold) return;
    isTold = true;
    options.log({
      code: 'menu-kept',
      level: 'warn',
      message: `The menu of the last start is shown. ${problem.message}`,
      remedy: problem.remedy ?? '',
    });
    if (isWrong) options.toast(problem);
  };

  /** @param loading the configuration; what MSX asks for meanwhile goes by the one that is there */
  const refresh = (shown: KeptMenu, waitMs: number, loading: Promise<Begun>): Promise<void> =>
    loading
      .then((now) => {
        begun = loading;
        const menu = now.documents.menu();
        if (!now.isFallback && mustGo(shown, now.documents.carriers)) {
          const successor = menu.then((made) => {
            keep(now, made);
            return options.present(made);
          });
          offer(shown, successor);
          return successor.then(() => undefined);
        }
        return menu.then((made) => {
          const decided = decideRefresh(shown, made);
          if (decided.is === 'kept') tellKept(decided.problem, decided.isWrong);
          else keep(now, made);
          if (decided.is === 'changed') offer(shown, Promise.resolve(decided.document));
          if (decided.is !== 'kept' && !now.isFallback) return;
          const next = 'document' in made ? keptOf(now, made.document) : shown;
          setTimeout(
            () => void refresh(next, Math.min(2 * waitMs, LOOK_AGAIN_AT_MOST_MS), options.begin()),
            waitMs,
          );
        });
      })
      .catch((error: unknown) =>
        options.log({
          code: 'plugin-failed',
          level: 'error',
          message: `The menu could not be brought up to date: ${String(error)}`,
        }),
      );

  const makeMenu = (): Promise<JsonObject> => {
    if (isTaken) begun = options.begin();
    isTaken = true;
    return begun.then((now) =>
      now.documents.menu().then((made) => {
        // MSX does not wait for the storage
        if ('document' in made) setTimeout(() => keep(now, made), 0);
        return options.present(made);
      }),
    );
  };

  return {
    init: () => {
      const given = offered;
      offered = null;
      return given && Date.now() - given.atMs < OFFERED_MS ? given.menu : makeMenu();
    },
    begun: () => begun,
    refresh: (shown) => {
      isTaken = true;
      void refresh(shown, LOOK_AGAIN_MS, begun);
    },
  };
}

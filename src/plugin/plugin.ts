import type { JsonObject } from '../msx/json.js';
import type { Ask } from '../remote/createAsk.js';
import type { World } from '../remote/planCommand.js';
import type { Clock } from '../report/createClock.js';
import type { Reporter } from '../report/createReporter.js';
import type { About } from '../tvx/about.js';
import type { Keep } from '../tvx/createKeep.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { PlayerKey } from './choosePlayerKey.js';
import type { Listener } from './createAudience.js';
import type { Begun } from './createMenu.js';
import type { KeptMenu } from './keptMenu.js';
import type { Loaded } from './loadConfig.js';

/** What the first stage, and those after this one, find. */
export interface Plugin extends Listener {
  /** Address of the page with its query. */
  pageUrl: string;
  keep: Keep;
  /** The last good device ID. */
  storedDeviceId: Promise<string | null>;
  /** Resolves when MSX has its answer. */
  handleRequest: (dataId: string, data: unknown, callback: (document: JsonObject) => void) => Promise<void>;
  /** MSX has been given the menu of the last start: looks for today's. */
  refreshMenu: (shown: KeptMenu) => void;
  /** Reads the configuration again. */
  load: () => Promise<Loaded>;
  /** Hands over to the clock what hosts have said of the time, and will say. */
  tellTime: (clock: Clock) => void;
  /** Whoever reports hears of each configuration, also of the last one. */
  report: (hear: (loaded: Loaded) => void) => void;
  known: Known;
  /** The answer to requestData("info"), which is then known; null if MSX does not give one soon. */
  info: () => Promise<unknown>;
  /** What the documents of today's configuration share. */
  begun: () => Promise<Begun>;
  /** What the stage `remote` gives to the pages: asks the server behind the broker. */
  ask?: Ask;
  /** And what showing something depends on, as it is now. */
  world?: () => World;
  /** Who else hears what MSX says; null: one of those who were expected does not. */
  join: (listener: Listener | null) => void;
}

/** What the plugin's own pages show, as it becomes known. */
export interface Known {
  loaded: Loaded | null;
  /** What the documents of today's configuration share. */
  begun: Begun | null;
  identity: Identity | null;
  about: About | null;
  playerKey: PlayerKey | null;
  clock: Clock | null;
  reporter: Reporter | null;
}

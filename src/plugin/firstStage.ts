import type { BegunRequest } from '../tvx/beginRequest.js';
import type { Tvx } from '../tvx/createTvx.js';
import type { TvxGlobals } from '../tvx/tvxGlobals.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { ConfigFile } from './configFile.js';
import type { Journal } from './createJournal.js';
import type { KeptMenu } from './keptMenu.js';
import type { Plugin } from './plugin.js';

/** What the later stages find. */
export interface First {
  journal: Journal;
  globals: Promise<TvxGlobals>;
  tvx: Promise<Tvx>;
  identity: Promise<Identity>;
  configFile: ConfigFile;
  /** The request for the configuration; null where none was sent. */
  begunConfig: BegunRequest | null;
  kept: KeptMenu | null;
  /** Hands over what came before the plugin, and all that comes. */
  join: (plugin: Plugin) => void;
}

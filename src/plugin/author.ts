import type { JsonObject } from '../msx/json.js';
import type { About } from '../tvx/about.js';
import type { Keep } from '../tvx/createKeep.js';
import type { Tvx } from '../tvx/createTvx.js';
import type { TvxGlobals } from '../tvx/tvxGlobals.js';
import type { Log, Notice } from '../tvx/notice.js';
import type { Listener } from './createAudience.js';
import type { Fetched } from './fetchDocument.js';
import type { PluginNotice } from './pluginCodes.js';

/** What an author's code finds, once it is known what TV it is on. */
export interface AuthorContext {
  globals: TvxGlobals;
  tvx: Tvx;
  keep: Keep;
  log: Log<Notice>;
  deviceId: string | null;
  about: About;
  /** The page, as MSX knows it. */
  pluginUrl: string;
  /** A document of the owner's, as the plugin asks for it: with the device ID, where its server may have that. */
  load: (url: string) => Promise<Fetched>;
}

/** What an author's code says to a request; its links are not tagged yet. */
export type AuthorAnswer = { document: JsonObject } | { problem: PluginNotice };

/** The stage of somebody who writes a plugin of their own (library/startPlugin.ts); only in their page. */
export interface Author extends Listener {
  /** Called once, before anything else. */
  begin: (context: AuthorContext) => void;
  /** null: it has nothing of this name. Never rejected. */
  answer: (dataId: string, data: unknown) => Promise<AuthorAnswer | null>;
}

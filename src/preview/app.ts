import type { Slot } from './documentCache.js';
import type { LoadOptions } from './loadDocument.js';
import type { Fields } from './fields.js';
import type { FocusCache } from './focus.js';
import type { Pane } from './pane.js';
import type { Loaded } from './requestJson.js';
import type { AddressKind } from './secureAddress.js';
import type { Settings } from './settings.js';

export type Level = 'info' | 'success' | 'warn' | 'error' | 'debug';

/** Who runs an action, and on what. */
export interface Context {
  from: 'person' | 'plugin' | 'app';
  /** The item whose action it is, for `image:context`, labels and properties. */
  item: Fields | null;
  /** Where the item stands: its enumerated neighbours make the slideshow or the playlist. */
  pane: Pane | null;
}

export const BY_APP: Context = { from: 'app', item: null, pane: null };

/** What the parts of the host page need of each other. */
export interface App {
  settings: Settings;
  execute(action: unknown, data: unknown, context: Context): void;
  /** Loads what a menu item, or an action after its first word, names: URL, `data`, `json:…`, `request:…`. */
  load(source: unknown, data: unknown, done: (loaded: Loaded) => void, options?: LoadOptions): void;
  /** Forgets what the cache keeps of an address. */
  release(slot: Slot, address: string): void;
  /** The focus that documents with `refocus` come back to. */
  focusCache: FocusCache;
  /** What the document said that was loaded at startup. */
  startup: { name: string | null; version: string | null };
  /** An address as it is asked for (secureAddress.ts). */
  secured(url: string, kind: AddressKind): string;
  /** The app has come back from a link. */
  restored: boolean;
  /** Shows nothing until somebody presses a key. */
  blank(): void;
  toast(level: Level, text: string): void;
  /** What MSX attaches to an answer: `{<kind>: …, error?: …}`. */
  answer(dataId: string, done: (found: Fields) => void): void;
  /** An event for the plugin and the player page. */
  send(event: Fields): void;
  /** Something on screen is different. */
  changed(): void;
  busy(on: boolean): void;
  isBusy(): boolean;
}

import type { App, Context, Level } from './app.js';
import type { BusySigns } from './busySigns.js';
import type { CodePanel } from './codePanel.js';
import type { UrlValues } from './documentUrl.js';
import type { EjectPanel } from './ejectPanel.js';
import type { Fields } from './fields.js';
import type { Command } from './listenToKeys.js';
import type { MessageLog } from './messageLog.js';
import type { Navigator } from './navigator.js';
import type { Player } from './createPlayer.js';
import type { PluginWindow } from './pluginWindow.js';
import type { Scene } from './scene.js';
import type { Slideshow } from './slideshow.js';

/** Everything an action may work on. */
export interface Tools {
  app: App;
  navigator: Navigator;
  slideshow: Slideshow;
  player: Player;
  plugin: PluginWindow;
  log: MessageLog;
  busy: BusySigns;
  codePanel: CodePanel;
  ejectPanel: EjectPanel;
  key: (command: Command) => void;
  /** What documents call a key: runs what has it on screen; false where nothing has. */
  namedKey: (name: string) => boolean;
  back(): void;
  attached(dataId: string): Fields | null;
  urlValues(): UrlValues;
  setSetting(name: string, value: string): boolean;
  /** Shows or hides everything that lies over the background or a video (`background`, `main`). */
  uncovered(on: boolean): void;
  isUncovered(): boolean;
  clearToasts(): void;
  /** Opens a menu or a page over the player; going back from it leads back there. */
  openOverPlayer(kind: 'menu' | 'content', source: string, data: unknown): void;
}

/** Runs what follows its word; false when the host page does not know this form of it. */
export type Verb = (rest: string, data: unknown, context: Context) => boolean;

export type Run = (action: unknown, data: unknown, context: Context) => void;

/** A message of MSX's own: in its log, and on the screen unless it is to be silent. */
export function complain({ app, log }: Tools, level: Level, text: string, silent = false): void {
  log.add('log', { level, text });
  if (!silent) app.toast(level, text);
}

export type DocumentKind = Scene['kind'];

import { BY_APP } from './app.js';
import { byId } from './dom.js';
import type { Fields } from './fields.js';
import type { LogEntry } from './messageLog.js';
import type { PaneState } from './pane.js';
import type { PlayerState } from './playback.js';
import type { SlideshowState } from './slides.js';
import type { Toast, Toasts } from './toasts.js';
import type { Tools } from './tools.js';

/** What is on screen, for tests. */
export interface HostState {
  /** What gets the keys. */
  screen: 'start' | 'menu' | 'content' | 'panel' | 'slideshow' | 'player' | 'background' | 'dialog';
  menu: { headline: string; labels: string[]; index: number } | null;
  content: PaneState | null;
  panel: PaneState | null;
  slideshow: SlideshowState | null;
  player: PlayerState | null;
  /** The toasts in sight. */
  toasts: Toast[];
  /** Every toast since the page was opened. */
  allToasts: Toast[];
  /** The message of an error page that is on screen. */
  error: string | null;
  busy: boolean;
  /** The box over everything that waits for an answer. */
  dialog: 'code' | 'eject' | null;
  plugin: { url: string | null; ready: boolean };
}

/** `window.msx`: how tests look at the host page and drive it. */
export interface TestApi {
  /** Every message of the window protocol, both ways, and every line of MSX's log. */
  events: LogEntry[];
  execute(action: string, data?: unknown): void;
  /** Hands an event to the plugin, e.g. `{event: 'app:suspend'}`. */
  sendEvent(event: Fields): void;
  state(): HostState;
  reloadPlugin(): void;
  endMedia(): void;
  /** Changes a setting at run time; `randomPlayback` and `slideshowInterval` are told to the plugin. */
  setting(name: string, value: string): boolean;
  /** Calls back after every change, until the returned function is called. */
  onChange(callback: () => void): () => void;
}

declare global {
  interface Window {
    msx: TestApi;
  }
}

export function createTestApi(tools: Tools, toasts: Toasts, listeners: (() => void)[]): TestApi {
  const { app, navigator, slideshow, player, plugin, codePanel, ejectPanel } = tools;
  const dialog = () => (codePanel.open() ? 'code' : ejectPanel.open() ? 'eject' : null);
  const screen = (): HostState['screen'] => {
    const kind = navigator.kind();
    if (dialog()) return 'dialog';
    if (tools.isUncovered()) return 'background';
    if (kind === 'panel') return 'panel';
    if (slideshow.active()) return 'slideshow';
    if (player.foreground()) return 'player';
    return kind === 'none' ? 'start' : kind;
  };
  return {
    events: tools.log.entries,
    execute: (action, data) => app.execute(action, data ?? null, BY_APP),
    sendEvent: (event) => app.send(event),
    state: () => {
      const menu = navigator.menu();
      const content = navigator.pane('content')?.state() ?? null;
      const panel = navigator.pane('panel')?.state() ?? null;
      return {
        screen: byId('start-page').style.display === 'block' ? 'start' : screen(),
        menu: menu && { headline: menu.headline(), labels: menu.labels(), index: menu.index() },
        content,
        panel,
        slideshow: slideshow.state(),
        player: player.state(),
        toasts: toasts.visible(),
        allToasts: toasts.all.slice(),
        error: panel?.error ?? content?.error ?? null,
        busy: app.isBusy(),
        dialog: dialog(),
        plugin: { url: plugin.url(), ready: plugin.ready() },
      };
    },
    reloadPlugin: () => plugin.reload(),
    endMedia: () => player.toEnd(),
    setting: (name, value) => tools.setSetting(name, value),
    onChange: (callback) => {
      listeners.push(callback);
      return () => {
        listeners.splice(listeners.indexOf(callback), 1);
      };
    },
  };
}

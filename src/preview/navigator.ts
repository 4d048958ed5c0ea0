import { parseFocus } from './readAction.js';
import type { App } from './app.js';
import { createContentScene } from './createContentScene.js';
import { createOnScreen, type OnScreen } from './createOnScreen.js';
import { createSceneHistory } from './createSceneHistory.js';
import type { Command } from './listenToKeys.js';
import { createMenuScene } from './createMenuScene.js';
import { partOf, type Scene } from './scene.js';

export type DocumentKind = Scene['kind'];

/** MSX's history: menus and content pages, each over the one before it, and panels with a history of their own. */
export interface Navigator extends OnScreen {
  /** Opens what the start parameter names. */
  start(kind: 'menu' | 'content', source: string): void;
  /** Opens a document, unless it is the one on screen. `left` is called when one comes back from it. */
  open(kind: DocumentKind, source: unknown, data: unknown, left?: () => void): void;
  /** Replaces what is on screen of the kind, where it has the flag. False when it has not. */
  replace(kind: DocumentKind, flag: string, source: string): boolean;
  /** Loads what is on screen of the kind again. `focus`: what stands behind the action, as in `>index:1`. */
  reload(kind: DocumentKind, focus: string): void;
  release(kind: DocumentKind): void;
  /** From a panel to the one before, else from a page to the one before. False at the first. */
  back(): boolean;
  /** All of them. False when there was none. */
  closePanels(): boolean;
  key(command: Command): boolean;
}

export function createNavigator(app: App): Navigator {
  const history = createSceneHistory(() => app.changed());
  const { panels } = history;

  function closePanels(): boolean {
    const closed = panels.clear();
    if (closed) history.show();
    return closed;
  }

  function create(kind: DocumentKind, source: unknown, data: unknown, atStart = false): Scene {
    return kind === 'menu'
      ? createMenuScene(app, source, data, atStart)
      : createContentScene(app, kind, source, data, atStart);
  }

  function openPanel(source: unknown, data: unknown): void {
    if (panels.top()?.open(source, data)) return;
    // the last panel that was closed is still there for the same document (reference/glossary, Reuse)
    const closed = panels.closed();
    if (!panels.top() && closed && closed.pane?.root().cache !== false && closed.open(source, data)) {
      panels.push(closed);
      closed.shown();
    } else panels.push(create('panel', source, data));
    history.show();
  }

  return {
    ...createOnScreen(history),
    start: (kind, source) =>
      history.push({ kind, scene: create(kind, source, null, true), source, data: null }),
    open: (kind, source, data, left) => {
      if (kind === 'panel') {
        openPanel(source, data);
        return;
      }
      const scene = history.scene();
      // guess(same-again): what is on screen already leaves no trace in the history
      if (scene?.kind === kind && scene.open(source, data)) closePanels();
      else history.push({ kind, scene: create(kind, source, data), source, data, left });
    },
    replace: (kind, flag, source) => {
      const scene = history.sceneOf(kind);
      if (!scene || flag === '' || scene.flag(partOf(kind)) !== flag) return false;
      const focused = parseFocus(source);
      scene.replace(partOf(kind), focused);
      const place = history.place();
      if (kind !== 'panel' && place?.kind === kind) {
        place.source = focused.source;
        place.data = null;
      }
      return true;
    },
    reload: (kind, focus) => history.sceneOf(kind)?.reload(partOf(kind), parseFocus(focus)),
    release: (kind) => history.sceneOf(kind)?.release(partOf(kind)),
    back: () => {
      if (panels.pop()) {
        panels.top()?.resume('panel');
        history.show();
        return true;
      }
      const leaving = history.pop();
      if (!leaving) return false;
      history.scene()?.resume(leaving.kind);
      leaving.left?.();
      return true;
    },
    closePanels,
    key: (command) => (panels.top() ?? history.scene())?.key(command) ?? false,
  };
}

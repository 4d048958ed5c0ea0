import { parseFocus } from './actionText.js';
import type { App } from './app.js';
import { createContentScene } from './contentScene.js';
import { byId } from './dom.js';
import type { Fields } from './fields.js';
import type { Command } from './listenToKeys.js';
import { createMenuScene } from './menuScene.js';
import type { PageInfo } from './pageInfo.js';
import type { Pane } from './pane.js';
import { createPanelStack } from './panelStack.js';
import type { MenuList } from './menuList.js';
import type { RestorePoint } from './restorePoint.js';
import type { Scene } from './scene.js';

export type DocumentKind = Scene['kind'];

/** MSX's history: menus and content pages, each over the one before it, and panels with a history of their own. */
export interface Navigator {
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
  panelOpen(): boolean;
  /** The page that gets the keys: the panel, else the content. */
  pane(which: 'content' | 'panel' | 'top'): Pane | null;
  menu(): MenuList | null;
  /** What the menu key opens: the options of what has the focus. Null in panels, and where there are none. */
  options(): Fields | null;
  /** What `info.content.state` says of each; null for what is not on screen. */
  info(kind: DocumentKind): PageInfo | null;
  /** What the start parameter named is on screen. */
  atStart(): boolean;
  /** Where to come back to from a link; null where the document does not want it (`restore`). */
  restorePoint(): RestorePoint | null;
  kind(): DocumentKind | 'none';
}

/** A place in the history. */
interface Place {
  kind: 'menu' | 'content';
  scene: Scene;
  source: unknown;
  data: unknown;
  /** Called when one comes back from it. */
  left?: (() => void) | undefined;
}

export function createNavigator(app: App): Navigator {
  const layer = byId('scenes');
  const panels = createPanelStack(byId('panel-layer'));
  let stack: Place[] = [];

  const topPlace = (): Place | undefined => stack[stack.length - 1];
  const top = (): Scene | null => topPlace()?.scene ?? null;
  const sceneOf = (kind: DocumentKind): Scene | null => (kind === 'panel' ? panels.top() : top());
  const part = (kind: DocumentKind): 'menu' | 'content' => (kind === 'menu' ? 'menu' : 'content');

  function show(): void {
    const scene = top();
    const panel = panels.top();
    while (layer.firstChild) layer.removeChild(layer.firstChild);
    if (scene) layer.appendChild(scene.element);
    if (scene) scene.activate(!panel);
    if (panel) panel.activate(true);
    app.changed();
  }

  function closePanels(): boolean {
    if (!panels.clear()) return false;
    show();
    return true;
  }

  function create(kind: DocumentKind, source: unknown, data: unknown, atStart = false): Scene {
    return kind === 'menu'
      ? createMenuScene(app, source, data, atStart)
      : createContentScene(app, kind, source, data, atStart);
  }

  function push(place: Place): void {
    const before = top();
    if (before) before.activate(false);
    panels.clear();
    stack = stack.concat([place]);
    show();
  }

  function openPanel(source: unknown, data: unknown): void {
    if (panels.top()?.open(source, data)) return;
    // the last panel that was closed is still there for the same document (reference/glossary, Reuse)
    const closed = panels.closed();
    if (!panels.top() && closed && closed.pane?.root().cache !== false && closed.open(source, data)) {
      panels.push(closed);
      closed.shown();
    } else panels.push(create('panel', source, data));
    show();
  }

  return {
    start: (kind, source) => push({ kind, scene: create(kind, source, null, true), source, data: null }),
    open: (kind, source, data, left) => {
      if (kind === 'panel') {
        openPanel(source, data);
        return;
      }
      const scene = top();
      // guess(same-again): what is on screen already leaves no trace in the history
      if (scene?.kind === kind && scene.open(source, data)) closePanels();
      else push({ kind, scene: create(kind, source, data), source, data, left });
    },
    replace: (kind, flag, source) => {
      const scene = sceneOf(kind);
      if (!scene || flag === '' || scene.flag(part(kind)) !== flag) return false;
      const focused = parseFocus(source);
      scene.replace(part(kind), focused);
      const place = topPlace();
      if (kind !== 'panel' && place?.kind === kind) {
        place.source = focused.source;
        place.data = null;
      }
      return true;
    },
    reload: (kind, focus) => sceneOf(kind)?.reload(part(kind), parseFocus(focus)),
    release: (kind) => sceneOf(kind)?.release(part(kind)),
    back: () => {
      const panel = panels.top();
      if (panel) {
        panels.pop();
        panels.top()?.resume('panel');
        show();
        return true;
      }
      if (stack.length < 2) return false;
      const leaving = topPlace();
      leaving?.scene.activate(false);
      stack = stack.slice(0, -1);
      show();
      if (leaving) top()?.resume(leaving.kind);
      leaving?.left?.();
      return true;
    },
    closePanels,
    key: (command) => {
      const scene = panels.top() ?? top();
      return scene ? scene.key(command) : false;
    },
    panelOpen: () => panels.top() !== null,
    pane: (which) => {
      if (which === 'panel') return panels.top()?.pane ?? null;
      return (which === 'top' ? panels.top() : null)?.pane ?? top()?.pane ?? null;
    },
    menu: () => top()?.menu ?? null,
    options: () => (panels.top() ? null : (top()?.options() ?? null)),
    info: (kind) => sceneOf(kind)?.info(part(kind)) ?? null,
    atStart: () => top()?.atStart() ?? false,
    restorePoint: () => {
      const place = topPlace();
      const scene = place?.scene;
      if (!place || !scene?.restorable()) return null;
      return {
        kind: place.kind,
        source: place.source,
        data: place.data,
        focus: scene.focusText(),
        first: stack.length === 1,
      };
    },
    kind: () => panels.top()?.kind ?? top()?.kind ?? 'none',
  };
}

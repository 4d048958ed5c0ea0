import type { App } from './app.js';
import { createContentScene } from './content-scene.js';
import { byId } from './dom.js';
import type { Command } from './keys.js';
import { createMenuScene } from './menu-scene.js';
import type { Pane } from './pane.js';
import { createPanelStack } from './panel-stack.js';
import type { MenuList } from './menu-list.js';
import type { RestorePoint } from './restore-point.js';
import type { Scene } from './scene.js';

/** MSX's history: menus and content pages, each over the one before it, and panels with a history of their own. */
export interface Navigator {
  /** `left` is called when one comes back from it. */
  open(kind: Scene['kind'], source: unknown, data: unknown, left?: () => void): void;
  /** Replaces the top scene of the kind (`replace:content:FLAG:…`). False when none has the flag. */
  replace(kind: Scene['kind'], flag: string, source: unknown, data: unknown): boolean;
  /** From a panel to the one before, else from a page to the one before. False at the first. */
  back(): boolean;
  /** All of them. False when there was none. */
  closePanels(): boolean;
  reload(what: '' | 'menu' | 'content' | 'panel'): void;
  key(command: Command): boolean;
  panelOpen(): boolean;
  /** The page that gets the keys: the panel, else the content. */
  pane(which: 'content' | 'panel' | 'top'): Pane | null;
  menu(): MenuList | null;
  /** Where to come back to from a link; null where the document does not want it (`restore`). */
  restorePoint(): RestorePoint | null;
  kind(): Scene['kind'] | 'none';
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

  function create(kind: Scene['kind'], source: unknown, data: unknown): Scene {
    return kind === 'menu'
      ? createMenuScene(app, source, data, stack.length === 0)
      : createContentScene(app, kind, source, data);
  }

  return {
    open: (kind, source, data, left) => {
      if (kind === 'panel') panels.push(create(kind, source, data));
      else {
        const before = top();
        if (before) before.activate(false);
        panels.clear();
        stack = stack.concat([{ kind, scene: create(kind, source, data), source, data, left }]);
      }
      show();
    },
    replace: (kind, flag, source, data) => {
      const scene = kind === 'panel' ? panels.top() : top();
      if (!scene || scene.flag(kind === 'menu' ? 'menu' : 'content') !== flag) return false;
      if (kind === 'panel') panels.replace(create(kind, source, data));
      else {
        const left = topPlace()?.left;
        stack = stack.slice(0, -1).concat([{ kind, scene: create(kind, source, data), source, data, left }]);
      }
      show();
      return true;
    },
    back: () => {
      if (panels.pop()) {
        show();
        return true;
      }
      if (stack.length < 2) return false;
      const leaving = topPlace();
      leaving?.scene.activate(false);
      stack = stack.slice(0, -1);
      show();
      leaving?.left?.();
      return true;
    },
    closePanels,
    reload: (what) => {
      const panel = panels.top();
      if (what === 'panel' || (what === '' && panel)) panel?.reload('content');
      else {
        const scene = top();
        if (scene)
          scene.reload(what === 'menu' || (what === '' && scene.kind === 'menu') ? 'menu' : 'content');
      }
    },
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

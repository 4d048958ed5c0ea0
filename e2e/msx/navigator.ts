import type { App } from './app.js';
import { createContentScene } from './content-scene.js';
import { byId, detach } from './dom.js';
import type { Command } from './keys.js';
import { createMenuScene } from './menu-scene.js';
import type { Pane } from './pane.js';
import type { MenuList } from './menu-list.js';
import type { Scene } from './scene.js';

/** MSX's history: menus and content pages, each over the one before it, and at most one panel on top. */
export interface Navigator {
  open(kind: Scene['kind'], source: unknown, data: unknown): void;
  /** Replaces the top scene of the kind (`replace:content:FLAG:…`). False when none has the flag. */
  replace(kind: Scene['kind'], flag: string, source: unknown, data: unknown): boolean;
  /** False at the first scene. */
  back(): boolean;
  closePanel(): boolean;
  reload(what: '' | 'menu' | 'content' | 'panel'): void;
  key(command: Command): boolean;
  panelOpen(): boolean;
  /** The page that gets the keys: the panel, else the content. */
  pane(which: 'content' | 'panel' | 'top'): Pane | null;
  menu(): MenuList | null;
  kind(): Scene['kind'] | 'none';
}

export function createNavigator(app: App): Navigator {
  const layer = byId('scenes');
  const panelLayer = byId('panel-layer');
  let stack: Scene[] = [];
  let panel: Scene | null = null;

  const top = (): Scene | null => stack[stack.length - 1] ?? null;

  function show(): void {
    const scene = top();
    while (layer.firstChild) layer.removeChild(layer.firstChild);
    if (scene) layer.appendChild(scene.element);
    panelLayer.style.display = panel ? 'block' : 'none';
    if (scene) scene.activate(!panel);
    if (panel) panel.activate(true);
    app.changed();
  }

  function closePanel(): boolean {
    if (!panel) return false;
    detach(panel.element);
    panel = null;
    show();
    return true;
  }

  function create(kind: Scene['kind'], source: unknown, data: unknown): Scene {
    return kind === 'menu'
      ? createMenuScene(app, source, data, stack.length === 0)
      : createContentScene(app, kind, source, data);
  }

  return {
    open: (kind, source, data) => {
      if (kind === 'panel') {
        if (panel) detach(panel.element);
        panel = null;
        panel = create(kind, source, data);
        panelLayer.appendChild(panel.element);
      } else {
        const before = top();
        if (before) before.activate(false);
        closePanel();
        stack = stack.concat([create(kind, source, data)]);
      }
      show();
    },
    replace: (kind, flag, source, data) => {
      const scene = kind === 'panel' ? panel : top();
      if (!scene || scene.flag(kind === 'menu' ? 'menu' : 'content') !== flag) return false;
      if (kind === 'panel') {
        detach(scene.element);
        panel = create(kind, source, data);
        panelLayer.appendChild(panel.element);
      } else stack = stack.slice(0, -1).concat([create(kind, source, data)]);
      show();
      return true;
    },
    back: () => {
      if (closePanel()) return true;
      if (stack.length < 2) return false;
      const leaving = top();
      if (leaving) leaving.activate(false);
      stack = stack.slice(0, -1);
      show();
      return true;
    },
    closePanel,
    reload: (what) => {
      if (what === 'panel' || (what === '' && panel)) panel?.reload('content');
      else {
        const scene = top();
        if (scene)
          scene.reload(what === 'menu' || (what === '' && scene.kind === 'menu') ? 'menu' : 'content');
      }
    },
    key: (command) => {
      const scene = panel ?? top();
      return scene ? scene.key(command) : false;
    },
    panelOpen: () => panel !== null,
    pane: (which) => {
      if (which === 'panel') return panel?.pane ?? null;
      return (which === 'top' ? panel : null)?.pane ?? top()?.pane ?? null;
    },
    menu: () => top()?.menu ?? null,
    kind: () => panel?.kind ?? top()?.kind ?? 'none',
  };
}

import { byId, clear } from './dom.js';
import { createPanelStack, type PanelStack } from './panelStack.js';
import type { Scene } from './scene.js';

/** A place in the history. */
export interface Place {
  kind: 'menu' | 'content';
  scene: Scene;
  source: unknown;
  data: unknown;
  /** Called when one comes back from it. */
  left?: (() => void) | undefined;
}

/** The places, of which the last one is on screen, and the panels over it. */
export interface SceneHistory {
  panels: PanelStack;
  place(): Place | null;
  /** The menu or page that is on screen, under the panels. */
  scene(): Scene | null;
  sceneOf(kind: Scene['kind']): Scene | null;
  /** Nothing lies before the place. */
  isFirst(): boolean;
  /** Goes to a place, and leaves the panels of the one before. */
  push(place: Place): void;
  /** Goes back to the place before. Gives the one that was left, null at the first. */
  pop(): Place | null;
  /** Brings the screen up to date; what changes the panels calls it. */
  show(): void;
}

export function createSceneHistory(changed: () => void): SceneHistory {
  const layer = byId('scenes');
  const panels = createPanelStack(byId('panel-layer'));
  let stack: Place[] = [];
  const place = (): Place | null => stack[stack.length - 1] ?? null;
  const scene = (): Scene | null => place()?.scene ?? null;

  function show(): void {
    const below = scene();
    const panel = panels.top();
    clear(layer);
    if (below) layer.appendChild(below.element);
    if (below) below.activate(!panel);
    if (panel) panel.activate(true);
    changed();
  }

  return {
    panels,
    place,
    scene,
    sceneOf: (kind) => (kind === 'panel' ? panels.top() : scene()),
    isFirst: () => stack.length === 1,
    push: (next) => {
      scene()?.activate(false);
      panels.clear();
      stack = stack.concat([next]);
      show();
    },
    pop: () => {
      const leaving = place();
      if (!leaving || stack.length < 2) return null;
      leaving.scene.activate(false);
      stack = stack.slice(0, -1);
      show();
      return leaving;
    },
    show,
  };
}

import { detach } from './dom.js';
import type { Scene } from './scene.js';

/** The panels: a history of its own, of which the last one is to be seen (reference/json-building-guide, Step 8). */
export interface PanelStack {
  top(): Scene | null;
  /** The one that was on screen last, when there is none now. */
  closed(): Scene | null;
  push(panel: Scene): void;
  /** Back to the panel before. False when there is none at all. */
  pop(): boolean;
  /** Takes all of them away. False when there is none. */
  clear(): boolean;
}

export function createPanelStack(layer: HTMLElement): PanelStack {
  let stack: Scene[] = [];
  let closed: Scene | null = null;
  const top = (): Scene | null => stack[stack.length - 1] ?? null;

  function change(to: Scene[]): void {
    const before = top();
    stack = to;
    const now = top();
    if (before && !now) closed = before;
    if (before && before !== now) {
      before.activate(false);
      detach(before.element);
    }
    if (now && now !== before) layer.appendChild(now.element);
    layer.style.display = now ? 'block' : 'none';
  }

  return {
    top,
    closed: () => closed,
    push: (panel) => change(stack.concat([panel])),
    pop: () => {
      const some = stack.length > 0;
      change(stack.slice(0, -1));
      return some;
    },
    clear: () => {
      const some = stack.length > 0;
      change([]);
      return some;
    },
  };
}

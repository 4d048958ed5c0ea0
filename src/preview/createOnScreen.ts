import type { SceneHistory } from './createSceneHistory.js';
import type { Fields } from './fields.js';
import type { MenuList } from './menuList.js';
import type { PageInfo } from './pageInfo.js';
import type { Pane } from './pane.js';
import type { RestorePoint } from './restorePoint.js';
import { partOf, type Scene } from './scene.js';

/** What is on screen. */
export interface OnScreen {
  panelOpen(): boolean;
  /** The page that gets the keys: the panel, else the content. */
  pane(which: 'content' | 'panel' | 'top'): Pane | null;
  menu(): MenuList | null;
  /** What the menu key opens: the options of what has the focus. Null in panels, and where there are none. */
  options(): Fields | null;
  /** What `info.content.state` says of each; null for what is not on screen. */
  info(kind: Scene['kind']): PageInfo | null;
  /** What the start parameter named is on screen. */
  atStart(): boolean;
  /** Where to come back to from a link; null where the document does not want it (`restore`). */
  restorePoint(): RestorePoint | null;
  kind(): Scene['kind'] | 'none';
}

export function createOnScreen(history: SceneHistory): OnScreen {
  const { panels } = history;
  const scene = () => history.scene();
  return {
    panelOpen: () => panels.top() !== null,
    pane: (which) => {
      if (which === 'panel') return panels.top()?.pane ?? null;
      return (which === 'top' ? panels.top() : null)?.pane ?? scene()?.pane ?? null;
    },
    menu: () => scene()?.menu ?? null,
    options: () => (panels.top() ? null : (scene()?.options() ?? null)),
    info: (kind) => history.sceneOf(kind)?.info(partOf(kind)) ?? null,
    atStart: () => scene()?.atStart() ?? false,
    restorePoint: () => {
      const here = history.place();
      if (!here?.scene.restorable()) return null;
      const { kind, source, data } = here;
      return { kind, source, data, focus: here.scene.focusText(), first: history.isFirst() };
    },
    kind: () => panels.top()?.kind ?? scene()?.kind ?? 'none',
  };
}

// Actions that have to have data beside them: both at once, to be spread into an item, `{ label, ...show('menu', m) }`.
import type { JsonObject } from '../json.js';
import type { ActionText } from '../types/actionText.js';
import type { LiveObject, LiveProperties } from '../types/liveObject.js';
import type { MenuItem } from '../types/menuRoot.js';
import type { Options } from '../types/contentRoot.js';
import type { StartObject } from '../types/startObject.js';
import type { Documents } from './documentActions.js';

/**
 * An item's `action` and `data`.
 * @wire
 */
export type ActionWithData = {
  action: ActionText;
  data?: JsonObject;
};

/** Shows a document that is there already. */
export const show = <Kind extends keyof Documents>(
  kind: Kind,
  document: Documents[Kind],
): ActionWithData => ({
  action: `${kind}:data`,
  data: document,
});

/**
 * Changes a line of the menu that is shown.
 * @since 0.1.58
 */
export const updateMenu = (
  id: string,
  data: Pick<
    MenuItem,
    'icon' | 'image' | 'label' | 'background' | 'extensionIcon' | 'extensionLabel' | 'lineColor' | 'options'
  >,
): ActionWithData => ({ action: `update:menu:${id}`, data });

/** What of an item can change: what it has, and its live object and options in any case. @wire */
export type ItemUpdate = LiveProperties & { live?: LiveObject | null; options?: Options | null };

/**
 * Changes an item that is shown; on a layer since 0.1.110 (over the pages) and 0.1.112 (under them).
 * @since 0.1.58
 */
export const update = (
  kind: 'content' | 'panel',
  id: string,
  data: ItemUpdate,
  layer?: 'overlay' | 'underlay',
): ActionWithData => ({ action: `update:${kind}:${layer ? `${layer}:` : ''}${id}`, data });

/**
 * Has MSX start with something else from now on.
 * @since 0.1.30
 */
export const start = (data: StartObject): ActionWithData => ({ action: 'start', data });

/**
 * Hands data to the plugin that is loaded (`handleData`).
 * @since 0.1.160
 */
export const commitData = (data: JsonObject): ActionWithData => ({ action: 'interaction:commit', data });

/**
 * One after the other, each with data of its own.
 * @since 0.1.58
 */
export const together = (...actions: ActionWithData[]): ActionWithData => ({
  action: 'data',
  data: { actions },
});

import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';

/**
 * What happens while an item has the focus (Selection Object).
 * @since 0.1.110
 * @wire
 */
export type SelectionObject = {
  /** Run when it gets the focus. */
  action?: ActionText | null;
  data?: JsonObject | null;
  background?: string | null;
  /** Behind the page's headline. @since 0.1.111 */
  headline?: string | null;
  /** By mouse or finger: the item's action runs only where the item has the focus. */
  important?: boolean;
};

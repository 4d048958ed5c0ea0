import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { Box } from './look.js';

/**
 * What every page may have, also one that lies over or under the others.
 * @wire
 */
export type PageBase = {
  display?: boolean;
  /** Hides what lies over and under the pages. @since 0.1.110 */
  important?: boolean;
  /** @since 0.1.123 */
  compress?: boolean;
  /** In a list; of it y and height. ±1 before 0.1.110. */
  offset?: Box | null;
  /** Run when the page becomes the active one. @since 0.1.112 */
  action?: ActionText | null;
  /** @since 0.1.112 */
  data?: JsonObject | null;
};

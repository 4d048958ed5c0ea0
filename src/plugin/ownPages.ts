import type { JsonObject } from '../msx/json.js';
import type { PageKind } from '../msx/pageRequest.js';
import type { describeJsonError } from './describeJsonError.js';
import type { fillPlaceholders } from './fillPlaceholders.js';
import type { PluginNotice } from './pluginCodes.js';

/** The pages that the plugin gives itself. */
export interface OwnPages {
  /** The page of this request; null where there is none. */
  answer: (dataId: string) => Promise<JsonObject | null>;
  /** A problem in the place of the document that was asked for by `dataId`. */
  problemPage: (problem: PluginNotice, kind: PageKind | null, dataId: string) => JsonObject;
  /** What few menus need, and lies here so that the others need not wait for it. */
  fillPlaceholders: typeof fillPlaceholders;
  describeJsonError: typeof describeJsonError;
}

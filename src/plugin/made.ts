import type { JsonObject } from '../msx/json.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { PluginNotice } from './pluginCodes.js';

/** A finished document, or why there is none. */
export type Made = { document: JsonObject } | { problem: PluginNotice; answer?: HttpAnswer };

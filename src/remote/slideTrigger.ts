import type { JsonObject } from '../msx/json.js';

/** How MSX comes to the plugin. */
export interface Msx {
  /** The N of MSX 0.1.N; NaN where it is not known. */
  build: number;
  /** The plugin's address, as MSX knows it. */
  pluginUrl: string;
}

/** From here on MSX says by itself when a picture can be seen (Internal Actions). */
const TRIGGERS_SINCE = 160;

/** The property by which MSX tells the plugin that a picture can be seen; null where it cannot. */
export const slideTrigger = ({ build, pluginUrl }: Msx): JsonObject | null =>
  build >= TRIGGERS_SINCE
    ? { 'image:trigger': `execute:service:slider:silent:request:interaction:slide@${pluginUrl}` }
    : null;

// The stand-in for `tvx-plugin.min.js`: our own code with the documented interface and the same messages, for
// the part that interaction plugins use. What it does not have is missing, so that a plugin that needs it fails.
import { textOf } from './fields.js';
import { createInteractionPlugin } from './tvx-plugin.js';
import { createTvxSettings } from './tvx-settings.js';

const settings = createTvxSettings();
const waiting: (() => void)[] = [];
let loaded = document.readyState === 'complete';

window.addEventListener('load', () => {
  loaded = true;
  waiting.splice(0).forEach((callback) => callback());
});

const pluginTools = {
  isReady: () => loaded,
  /** After the window's `load`, not before. */
  onReady: (callback: () => void) => {
    if (loaded) callback();
    else waiting.push(callback);
  },
};

const tools = {
  isFullStr: (value: unknown) => typeof value === 'string' && value.length > 0,
  strFullCheck: (value: unknown, otherwise: unknown) => textOf(value) || otherwise,
  isHttpUrl: (value: unknown) => /^https?:\/\//.test(textOf(value)),
};

const globals = window as unknown as Record<string, unknown>;
globals.TVXPluginTools = pluginTools;
globals.TVXTools = tools;
globals.TVXSettings = settings;
globals.TVXVideoState = { STOPPED: 1, PLAYING: 2, PAUSED: 3 };
globals.TVXInteractionPlugin = createInteractionPlugin(settings);
// inside an interaction plugin it is never initialised: each request answers {error: "Plugin not ready"}
globals.TVXVideoPlugin = createInteractionPlugin(createTvxSettings());

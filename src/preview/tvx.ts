// The stand-in for `tvx-plugin.min.js`: our own code with the documented interface and the same messages, for
// the part that interaction plugins use. What it does not have is missing, so that a plugin that needs it fails.
import { parseQuery } from './settings.js';
import { createChangedContentState, isSameContentState } from './tvxContentObservers.js';
import { createInteractionPlugin } from './createInteractionPlugin.js';
import { tvxPropertyTools } from './tvxPropertyTools.js';
import { createTvxSettings } from './tvxSettings.js';
import { createTvxStorage } from './createTvxStorage.js';
import { tvxTools } from './tvxTools.js';
import { createValidation, tvxInfoTools } from './tvxValidation.js';
import { namedValues } from './tvxValues.js';

const settings = createTvxSettings();
const validation = createValidation(settings);
const waiting: (() => void)[] = [];
let loaded = document.readyState === 'complete';

window.addEventListener('load', () => {
  loaded = true;
  waiting.splice(0).forEach((callback) => callback());
});

const isReady = () => loaded;
/** After the window's `load`, not before. */
const onReady = (callback: () => void) => {
  if (loaded) callback();
  else waiting.push(callback);
};

const globals = window as unknown as Record<string, unknown>;
globals.TVXPluginTools = {
  isReady,
  onReady,
  ...validation,
  ...tvxInfoTools,
  isSameContentState,
  createChangedContentState,
};
globals.TVXTools = tvxTools;
globals.TVXPropertyTools = tvxPropertyTools;
globals.TVXServices = {
  storage: createTvxStorage(isReady, onReady),
  urlParams: namedValues((name) => parseQuery(window.location.search)[name]),
};
globals.TVXSettings = settings;
globals.TVXVideoState = { STOPPED: 1, PLAYING: 2, PAUSED: 3 };
globals.TVXInteractionPlugin = createInteractionPlugin(validation);
// inside an interaction plugin it is never initialised: each request answers {error: "Plugin not ready"}
globals.TVXVideoPlugin = createInteractionPlugin(createValidation(createTvxSettings()));

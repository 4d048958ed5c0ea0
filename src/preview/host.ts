import { createActions } from './actions.js';
import type { App } from './app.js';
import { attachedData } from './attachedData.js';
import { urlValuesOf } from './documentUrl.js';
import { createChanges } from './createChanges.js';
import { createDocumentCache } from './documentCache.js';
import { type DocumentSources, loadDocument } from './loadDocument.js';
import { createBusySigns } from './busySigns.js';
import { createCodePanel } from './codePanel.js';
import { byId, toggleClass } from './dom.js';
import { createEjectPanel } from './ejectPanel.js';
import { createKeys } from './createKeys.js';
import { listenToKeys } from './listenToKeys.js';
import { openStart } from './openStart.js';
import { createFocusCache } from './focus.js';
import { showHints } from './showHints.js';
import { createMessageLog } from './messageLog.js';
import { createNavigator } from './navigator.js';
import { ownId } from './ownId.js';
import { createPlayer } from './player.js';
import { createPluginWindow } from './pluginWindow.js';
import { createResolve } from './resolve.js';
import { takeRestorePoint } from './restorePoint.js';
import { type AddressKind, secureAddress } from './secureAddress.js';
import { readSettings } from './settings.js';
import { changeSetting } from './changeSetting.js';
import { createSlideshow } from './slideshow.js';
import { scaleStage } from './fitStage.js';
import { createTestApi } from './testApi.js';
import { createToasts } from './toasts.js';
import type { Tools } from './tools.js';

function start(): void {
  const settings = readSettings(window.location.search, ownId());
  const { listeners, changed } = createChanges();
  const log = createMessageLog(changed);
  const toasts = createToasts(changed);
  let busyCount = 0;

  const point = settings.start ? takeRestorePoint() : null;
  const isSecure = window.location.protocol === 'https:';
  const secured = (url: string, kind: AddressKind = 'document') =>
    secureAddress(url, kind, isSecure, settings.secure);
  const urlValues = (atStart = false) => urlValuesOf(settings, atStart);
  const attached = (dataId: string) => attachedData(dataId, tools);
  const plugin = createPluginWindow({
    container: byId('plugin-holder'),
    mood: () => settings.app,
    answerDelayMs: () => settings.answerDelayMs,
    attach: (dataId, _requested, done) =>
      done(attached(dataId) ?? { error: `MSX host has no data "${dataId}"` }),
    execute: (action, data) => execute(action, data, { from: 'plugin', item: null, pane: null }),
    log: (from, message) => log.add(from, message),
    secured,
    complain: (level, text) => {
      log.add('log', { level, text });
      toasts.show(level, text);
    },
    ended: () => busySigns.stopAll('interaction'),
  });

  const cache = createDocumentCache();
  const sources: DocumentSources = {
    plugin,
    cache,
    urlValues,
    msxVersion: () => settings.msxVersion,
    secured,
  };
  const app: App = {
    settings,
    execute: (action, data, context) => execute(action, data, context),
    load: (source, data, done, options) => loadDocument(sources, source, data, done, options),
    release: (slot, address) => cache.release(slot, address),
    focusCache: createFocusCache(),
    startup: { name: null, version: null },
    secured,
    restored: point !== null,
    blank: () => uncovered(true),
    toast: (level, text) => toasts.show(level, text),
    send: (event) => {
      plugin.event(event);
      changed();
    },
    changed,
    busy: (on) => {
      busyCount = Math.max(0, busyCount + (on ? 1 : -1));
      toggleClass(document.body, 'busy', busyCount > 0);
      changed();
    },
  };

  const resolve = createResolve(
    (address, done) => app.load(address, null, done),
    () => settings.msxVersion,
  );

  const navigator = createNavigator(app);
  const busySigns = createBusySigns((on) => app.busy(on));
  const slideshow = createSlideshow(app, resolve);
  const player = createPlayer(app, resolve, () => busySigns.stopAll('player'));
  const codePanel = createCodePanel(changed);
  const ejectPanel = createEjectPanel(changed, () => {
    slideshow.stop();
    player.stop();
  });
  const setSetting = (name: string, value: string) =>
    changeSetting(settings, name, value, (event) => app.send(event));
  let isUncovered = false;
  /** guess(uncovered): the next key brings the pages back. */
  const uncovered = (on: boolean) => {
    isUncovered = on;
    toggleClass(document.body, 'uncovered', on);
    changed();
  };
  const tools: Tools = {
    app,
    navigator,
    slideshow,
    player,
    plugin,
    log,
    busy: busySigns,
    codePanel,
    ejectPanel,
    key: (command) => keys.key(command),
    back: () => keys.back(),
    attached,
    urlValues,
    setSetting,
    uncovered,
    isUncovered: () => isUncovered,
    clearToasts: () => toasts.clear(),
    openOverPlayer: (kind, source, data) => {
      player.behind();
      navigator.open(kind, source, data, () => player.show());
    },
  };
  const execute = createActions(tools);

  const keys = createKeys(tools);

  listenToKeys(keys.key);
  scaleStage();
  log.show(settings.log);
  window.msx = createTestApi({
    app,
    log,
    navigator,
    slideshow,
    player,
    plugin,
    toasts,
    busy: () => busyCount > 0,
    dialog: () => (codePanel.open() ? 'code' : ejectPanel.open() ? 'eject' : null),
    uncovered: () => isUncovered,
    setSetting,
    listeners,
  });
  listeners.push(() => showHints(window.msx.state().screen, player.active()));
  changed();
  if (window.location.protocol === 'http:' && window.location.hostname !== 'localhost')
    toasts.show('warn', `TVX accepts an app only from http://localhost, not from ${window.location.host}.`);
  openStart(tools, point);
}

start();

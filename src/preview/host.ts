import { headAndRest, parseFocus } from './actionText.js';
import { createActions } from './actions.js';
import { type App, BY_APP } from './app.js';
import { attachedData } from './attachedData.js';
import type { UrlValues } from './documentUrl.js';
import { createDocumentCache } from './documentCache.js';
import { type DocumentSources, loadDocument } from './loadDocument.js';
import { createBusySigns } from './busySigns.js';
import { createCodePanel } from './codePanel.js';
import { contextMenu } from './contextMenu.js';
import { byId, toggleClass } from './dom.js';
import { createEjectPanel } from './ejectPanel.js';
import type { Fields } from './fields.js';
import type { ScreenInfo } from './systemInfo.js';
import { createFocusCache } from './focus.js';
import { showHints } from './showHints.js';
import { type Command, listenToKeys } from './listenToKeys.js';
import { createMessageLog } from './messageLog.js';
import { createNavigator } from './navigator.js';
import { ownId } from './ownId.js';
import { optionsPanel } from './optionsPanel.js';
import { createPlayer } from './player.js';
import { createPluginWindow } from './pluginWindow.js';
import { createResolve } from './resolve.js';
import { takeRestorePoint } from './restorePoint.js';
import { type AddressKind, secureAddress } from './secureAddress.js';
import { readSettings } from './settings.js';
import { changeSetting } from './changeSetting.js';
import { createSlideshow } from './slideshow.js';
import { scaleStage } from './fitStage.js';
import { askForStart } from './askForStart.js';
import { createTestApi } from './testApi.js';
import { createToasts } from './toasts.js';
import type { Tools } from './tools.js';
import { tooYoung } from './versions.js';

const SEEK_STEP_S = 10;

function start(): void {
  const settings = readSettings(window.location.search, ownId());
  const listeners: (() => void)[] = [];
  let announcing = false;
  // many things change at once; tests hear of it once, when all is drawn
  const changed = () => {
    if (announcing) return;
    announcing = true;
    window.setTimeout(() => {
      announcing = false;
      listeners.slice().forEach((listener) => listener());
    }, 0);
  };
  const log = createMessageLog(changed);
  const toasts = createToasts(changed);
  let busyCount = 0;

  const point = settings.start ? takeRestorePoint() : null;
  const isSecure = window.location.protocol === 'https:';
  const secured = (url: string, kind: AddressKind = 'document') =>
    secureAddress(url, kind, isSecure, settings.secure);
  const urlValues = (atStart = false): UrlValues => ({
    HOST: window.location.host,
    SECURE: String(window.location.protocol === 'https:'),
    CLIENT: '',
    PLATFORM: settings.platform,
    ID: settings.infoId ?? '',
    PLAYER: settings.player,
    LANGUAGE: atStart ? 'default' : settings.language,
    WIDTH: '1280',
    HEIGHT: '720',
  });
  const screen = (): ScreenInfo => ({
    startup: app.startup,
    atStart: navigator.atStart(),
    restored: app.restored,
    menu: navigator.menu() && navigator.info('menu'),
    content: navigator.info('content'),
    panel: navigator.info('panel'),
    contentVisible: !slideshow.active() && !player.foreground(),
    videoVisible: player.foreground(),
    videoActive: player.active(),
    slideshowVisible: slideshow.active(),
    interaction: plugin.url(),
  });
  const attached = (dataId: string): Fields | null =>
    attachedData(dataId, { settings, screen: screen(), player, slideshow });

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
    key: (command) => key(command),
    back: () => back(),
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

  function back(): void {
    if (navigator.panelOpen()) navigator.back();
    else if (slideshow.active()) slideshow.stop();
    else if (player.foreground()) player.back();
    else if (!navigator.key('back') && !navigator.back())
      app.toast('info', 'This is the first page: MSX would ask whether to leave.');
  }

  function slideshowKey(command: Command): void {
    if (command === 'left' || command === 'right') {
      slideshow.goTo(command === 'right' ? 'next' : 'prev');
      slideshow.showLabels(true);
    } else if (command === 'enter') slideshow.enter();
    else if (command === 'up' || command === 'down') slideshow.showLabels(!slideshow.labels());
    else if (command === 'playPause') slideshow.play(!slideshow.playing());
    else if (command === 'stop') slideshow.stop();
  }

  function playerKey(command: Command): void {
    if (command === 'left' || command === 'right') {
      player.show();
      player.seekTo(player.position() + (command === 'right' ? SEEK_STEP_S : -SEEK_STEP_S));
    } else if (command === 'pageUp' || command === 'up') player.goTo('prev', false);
    else if (command === 'pageDown' || command === 'down') player.goTo('next', false);
    else if (command === 'enter') player.enter();
    else if (command === 'playPause') player.play(!player.playing());
    else if (command === 'stop') player.stop();
  }

  function openOptions(): void {
    const options = navigator.options();
    app.execute('panel:data', options ? optionsPanel(options) : contextMenu(player.active()), BY_APP);
  }

  function key(command: Command): void {
    if (command === 'log') log.show(!log.shown());
    else if (codePanel.open()) codePanel.key(command);
    else if (ejectPanel.open()) ejectPanel.key(command);
    else if (isUncovered) uncovered(false);
    else if (command === 'back') back();
    else if (navigator.panelOpen()) navigator.key(command);
    else if (slideshow.active()) slideshowKey(command);
    else if (player.foreground()) playerKey(command);
    else if (command === 'options') openOptions();
    else if (command === 'playPause' && player.active()) player.show();
    else if (command === 'stop' && player.active()) player.stop();
    else navigator.key(command);
  }

  listenToKeys(key);
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
  if (!settings.start) askForStart('');
  else if (!/^(menu|content):/.test(settings.start))
    askForStart(`"${settings.start}" starts neither with "menu:" nor with "content:".`);
  else {
    const source =
      point && typeof point.source === 'string' ? parseFocus(point.source).source : point?.source;
    const again = typeof source === 'string' && point?.focus ? `${source}>${point.focus}` : source;
    const young = tooYoung(settings.start, settings.msxVersion);
    const [kind, address] = headAndRest(settings.start);
    if (point?.first) navigator.open(point.kind, again, point.data);
    else if (young) toasts.show('warn', young);
    else navigator.start(kind === 'menu' ? 'menu' : 'content', address);
    if (point && !point.first) navigator.open(point.kind, again, point.data);
  }
}

start();

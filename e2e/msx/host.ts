import { createActions } from './actions.js';
import { type App, BY_APP } from './app.js';
import { attachedData } from './attached.js';
import { documentUrl, type UrlValues } from './document-url.js';
import { loadDocument } from './documents.js';
import { byId, toggleClass } from './dom.js';
import { type Fields, fieldsOf, merge, textOf } from './fields.js';
import type { ScreenInfo } from './info.js';
import { showHints } from './hints.js';
import { type Command, listenToKeys } from './keys.js';
import { requestJson } from './loader.js';
import { createMessageLog } from './message-log.js';
import { createNavigator } from './navigator.js';
import { ownId } from './own-id.js';
import { createPlayer } from './player.js';
import { createPluginWindow } from './plugin-window.js';
import { readSettings } from './settings.js';
import { changeSetting } from './settings-change.js';
import { createSlideshow, type Resolve } from './slideshow.js';
import { scaleStage } from './stage.js';
import { askForStart } from './start-page.js';
import { createTestApi } from './test-api.js';
import { createToasts } from './toasts.js';

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

  const urlValues = (): UrlValues => ({
    HOST: window.location.host,
    SECURE: String(window.location.protocol === 'https:'),
    CLIENT: '',
    PLATFORM: settings.platform,
    ID: settings.infoId ?? '',
    PLAYER: settings.player,
    LANGUAGE: settings.language,
    WIDTH: '1280',
    HEIGHT: '720',
  });
  const screen = (): ScreenInfo => ({
    menuIndex: navigator.menu()?.index() ?? -1,
    menuSize: navigator.menu()?.labels().length ?? -1,
    contentFlag: textOf(navigator.pane('content')?.root().flag) || null,
    contentVisible: !slideshow.active() && !player.foreground(),
    panelVisible: navigator.panelOpen(),
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
  });

  const app: App = {
    settings,
    execute: (action, data, context) => execute(action, data, context),
    load: (source, data, done) =>
      loadDocument({ plugin, urlValues, msxVersion: () => settings.msxVersion }, source, data, done),
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

  /** `resolve:URL` and `resolve:request:interaction:…` answer with `{url}`. */
  const resolve: Resolve = (address, done) => {
    const settle = (data: unknown, failure: string) => {
      const found = fieldsOf(data);
      const url = textOf(found.url);
      done(url || null, failure || textOf(found.error) || `${address} gave no "url"`);
    };
    if (/^(request|user):/.test(address))
      loadDocument({ plugin, urlValues, msxVersion: () => settings.msxVersion }, address, null, (loaded) =>
        settle(loaded.ok ? loaded.data : null, loaded.ok ? '' : loaded.message),
      );
    else
      requestJson(
        { url: documentUrl(address, urlValues(), settings.msxVersion, new Date().getTime()) },
        (loaded) => settle(loaded.ok ? loaded.data : null, loaded.ok ? '' : loaded.message),
      );
  };

  const navigator = createNavigator(app);
  const slideshow = createSlideshow(app, resolve);
  const player = createPlayer(app, resolve);
  const setSetting = (name: string, value: string) =>
    changeSetting(settings, name, value, (event) => app.send(event));
  const execute = createActions({
    app,
    navigator,
    slideshow,
    player,
    plugin,
    log,
    key: (command) => key(command),
    back: () => back(),
    attached,
    urlValues,
    setSetting,
  });

  function back(): void {
    if (navigator.panelOpen()) navigator.closePanel();
    else if (slideshow.active()) slideshow.stop();
    else if (player.foreground()) {
      // as in MSX, what plays goes on behind the menu
      player.show(false);
    } else if (!navigator.key('back') && !navigator.back())
      app.toast('info', 'This is the first page: MSX would ask whether to leave.');
  }

  function slideshowKey(command: Command): void {
    if (command === 'left' || command === 'right') slideshow.goTo(command === 'right' ? 'next' : 'prev');
    else if (command === 'enter') slideshow.enter();
    else if (command === 'up' || command === 'down') slideshow.toggleLabels();
    else if (command === 'playPause') slideshow.play(!slideshow.playing());
    else if (command === 'stop') slideshow.stop();
  }

  function playerKey(command: Command): void {
    if (command === 'left' || command === 'right')
      player.seekBy(command === 'right' ? SEEK_STEP_S : -SEEK_STEP_S);
    else if (command === 'pageUp' || command === 'up') player.goTo('prev');
    else if (command === 'pageDown' || command === 'down') player.goTo('next');
    else if (command === 'enter' || command === 'playPause') player.play(!player.playing());
    else if (command === 'stop') player.stop();
  }

  function openOptions(): void {
    const pane = navigator.pane('content');
    const candidates = [pane?.focused()?.fields.options, pane?.root().options];
    const options = candidates.filter((one) => typeof one === 'object' && one !== null)[0];
    if (!options) app.toast('info', 'There are no options here.');
    else {
      const document = fieldsOf(options);
      const root = document.pages || document.template ? document : { pages: [document] };
      execute('panel:data', merge({ headline: textOf(document.headline) || 'Options' }, root), BY_APP);
    }
  }

  function key(command: Command): void {
    if (command === 'log') log.show(!log.shown());
    else if (command === 'back') back();
    else if (navigator.panelOpen()) navigator.key(command);
    else if (slideshow.active()) slideshowKey(command);
    else if (player.foreground()) playerKey(command);
    else if (command === 'options') openOptions();
    else if (command === 'playPause' && player.active()) player.show(true);
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
  else execute(settings.start, null, BY_APP);
}

start();

import { createActions } from './createActions.js';
import type { App } from './app.js';
import { attachedData } from './attachedData.js';
import { createBusySigns } from './busySigns.js';
import { changeSetting } from './changeSetting.js';
import { createCodePanel } from './codePanel.js';
import { createApp, type Ground } from './createApp.js';
import { createKeys } from './createKeys.js';
import { urlValuesOf } from './documentUrl.js';
import { byId, toggleClass } from './dom.js';
import { createEjectPanel } from './ejectPanel.js';
import type { MessageLog } from './messageLog.js';
import { createNavigator } from './navigator.js';
import { createPlayer } from './createPlayer.js';
import { createPluginWindow } from './pluginWindow.js';
import { createResolve } from './resolve.js';
import { createSlideshow } from './slideshow.js';
import { complain, type Tools } from './tools.js';

/** Puts together all that an action may work on; the parts reach each other through it. */
export function createTools(ground: Ground, log: MessageLog): Tools {
  const { settings, changed, toasts } = ground;
  let isUncovered = false;
  /** guess(uncovered): the next key brings the pages back. */
  const uncovered = (on: boolean) => {
    isUncovered = on;
    toggleClass(document.body, 'uncovered', on);
    changed();
  };
  const answer: App['answer'] = (dataId, done) =>
    done(tools.attached(dataId) ?? { error: `MSX host has no data "${dataId}"` });
  const app = createApp(ground, () => plugin, {
    execute: (action, data, context) => execute(action, data, context),
    blank: () => uncovered(true),
    answer,
    playerPage: () => player.page(),
  });
  const plugin = createPluginWindow({
    container: byId('plugin-holder'),
    mood: () => settings.app,
    answerDelayMs: () => settings.answerDelayMs,
    attach: (dataId, _requested, done) => answer(dataId, done),
    execute: (action, data) => execute(action, data, { from: 'plugin', item: null, pane: null }),
    log: (from, message) => log.add(from, message),
    secured: (url) => app.secured(url, 'document'),
    complain: (level, text) => complain(tools, level, text),
    ended: () => busy.stopAll('interaction'),
  });
  const resolve = createResolve(
    (address, done) => app.load(address, null, done),
    () => settings.msxVersion,
  );
  const navigator = createNavigator(app);
  const busy = createBusySigns((on) => app.busy(on));
  const slideshow = createSlideshow(app, resolve);
  const player = createPlayer(app, resolve, () => busy.stopAll('player'));
  const tools: Tools = {
    app,
    navigator,
    slideshow,
    player,
    plugin,
    log,
    busy,
    codePanel: createCodePanel(changed),
    ejectPanel: createEjectPanel(changed, () => {
      slideshow.stop();
      player.stop();
    }),
    key: (command) => keys.key(command),
    namedKey: (name) => keys.named(name),
    back: () => keys.back(),
    attached: (dataId) => attachedData(dataId, tools),
    urlValues: () => urlValuesOf(settings, false),
    setSetting: (name, value) => changeSetting(settings, name, value, (event) => app.send(event)),
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
  return tools;
}

import { headAndRest, splitActions } from './action-text.js';
import { type App, BY_APP, type Context, type Level } from './app.js';
import { createDelays } from './delays.js';
import { answeredAction, parseExecute, sendExecute } from './execute-request.js';
import { type Fields, fieldsOf, isFields, listOf, merge, textOf } from './fields.js';
import { KEY_NAMES, type Command } from './keys.js';
import { mediaRow, parseMedia } from './media.js';
import type { MessageLog } from './message-log.js';
import type { Navigator } from './navigator.js';
import { templated } from './placement.js';
import type { Player } from './player.js';
import type { PluginWindow } from './plugin-window.js';
import { playerVerb } from './player-actions.js';
import type { Slideshow } from './slideshow.js';
import { sliderVerb } from './slider-actions.js';
import type { UrlValues } from './document-url.js';

/** Everything an action may work on. */
export interface Tools {
  app: App;
  navigator: Navigator;
  slideshow: Slideshow;
  player: Player;
  plugin: PluginWindow;
  log: MessageLog;
  key(command: Command): void;
  back(): void;
  attached(dataId: string): Fields | null;
  urlValues(): UrlValues;
  setSetting(name: string, value: string): boolean;
}

/** Runs what follows its word; false when the host page does not know this form of it. */
type Verb = (rest: string, data: unknown, context: Context) => boolean;

const LEVELS: Record<string, Level> = {
  info: 'info',
  success: 'success',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
};

/** Runs MSX actions. What it does not know it says on screen: nothing is ignored. */
export function createActions(tools: Tools): (action: unknown, data: unknown, context: Context) => void {
  const { app, navigator, slideshow, player, plugin } = tools;
  const busyIds: Record<string, boolean> = {};
  const delay = createDelays<{ data: unknown; context: Context }>((action, { data, context }) =>
    run(action, data, context),
  );

  const unknown = (action: string) => app.toast('warn', `MSX host does not know the action "${action}".`);

  /** Content that comes up takes the screen from a slideshow or a player. */
  function uncover(): void {
    slideshow.stop();
    player.show(false);
  }

  function run(action: unknown, data: unknown, context: Context): void {
    const text = textOf(action).trim();
    if (!text) return;
    if (text.charAt(0) === '[' && text.charAt(text.length - 1) === ']') {
      splitActions(text.slice(1, -1)).forEach((one) => run(one, data, context));
      return;
    }
    const [word, rest] = headAndRest(text);
    const verb = Object.prototype.hasOwnProperty.call(verbs, word) ? verbs[word] : undefined;
    if (!verb || !verb(rest, data, context)) unknown(text);
  }

  const document: (kind: 'menu' | 'content' | 'panel') => Verb = (kind) => (rest, data) => {
    if (!rest) {
      if (kind === 'menu') tools.key('options');
      return kind === 'menu';
    }
    if (kind !== 'panel') uncover();
    navigator.open(kind, rest, data);
    return true;
  };

  /** `playlist:` and `slideshow:` have no page of their own: the first item is played. */
  const row: (family: 'playlist' | 'slideshow') => Verb = (family) => (rest, data) => {
    const [source = '', focus = ''] = rest.split('>');
    if (!source) return false;
    app.busy(true);
    app.load(source, data, (loaded) => {
      app.busy(false);
      if (!loaded.ok) {
        app.toast('error', `${loaded.title}: ${loaded.message} ${loaded.url}`);
        return;
      }
      const items = templated(fieldsOf(loaded.data)).map((fields) => ({ fields, enumerated: true }));
      const playable = items.filter(({ fields }) => {
        const media = parseMedia(fields.action, fields);
        return media !== null && (media.kind === 'image') === (family === 'slideshow');
      });
      const byIndex = /^index:(\d+)$/.exec(focus);
      const wished = byIndex
        ? playable[Number(byIndex[1])]
        : playable.filter((one) => focus !== '' && one.fields.id === focus)[0];
      const chosen = wished ?? playable[0];
      const media = chosen ? parseMedia(chosen.fields.action, chosen.fields) : null;
      if (!chosen || !media) {
        app.toast('warn', `There is nothing to play in this ${family}.`);
        return;
      }
      const { entries, at } = mediaRow(items, { fields: chosen.fields, media });
      if (family === 'slideshow') slideshow.start(entries, at, true);
      else play(() => player.start(entries, at));
    });
    return true;
  };

  /** A video takes the screen; music goes on under a slideshow. */
  function play(start: () => void): void {
    const under = slideshow.active();
    start();
    const state = player.state();
    if (!under) return;
    if (state?.type === 'audio') player.show(false);
    else slideshow.stop();
  }

  const media: (kind: 'image' | 'video' | 'audio') => Verb = (kind) => (rest, _data, context) => {
    if (!rest) return false;
    const fields = context.item ?? {};
    const found = parseMedia(`${kind}:${rest}`, fields);
    if (!found) return false;
    // the row is the item's own neighbours only when it is the item's own action that runs
    const own = textOf(fields.action) === `${kind}:${rest}`;
    const candidates = own && context.pane ? context.pane.items() : [];
    const current = own ? fields : ({ label: '', properties: null } as Fields);
    const { entries, at } = mediaRow(candidates, { fields: current, media: found });
    if (kind === 'image') slideshow.start(entries, at, false);
    else play(() => player.start(entries, at));
    return true;
  };

  function commit(rest: string, data: unknown): boolean {
    const [kind, value] = headAndRest(rest);
    if (!rest) plugin.commit({ data: data ?? null });
    else if (kind === 'message') plugin.commit({ message: value, data: data ?? null });
    else if (kind === 'response') {
      const request = parseExecute(value);
      sendExecute(request, data, executeTools, (loaded) =>
        plugin.commit({
          response: loaded.ok ? loaded.data : null,
          error: loaded.ok ? null : `${loaded.title}: ${loaded.message}`,
          data: data ?? null,
        }),
      );
    } else {
      const attached = tools.attached(rest);
      if (!attached) return false;
      plugin.commit(merge(attached, { data: data ?? null }));
    }
    return true;
  }

  const executeTools = {
    plugin,
    urlValues: () => tools.urlValues(),
    msxVersion: () => app.settings.msxVersion,
    attached: (dataId: string) => tools.attached(dataId) ?? {},
  };

  function execute(rest: string, data: unknown, context: Context): void {
    const request = parseExecute(rest);
    if (!request.silent) app.busy(true);
    sendExecute(request, data, executeTools, (loaded) => {
      if (!request.silent) app.busy(false);
      if (!loaded.ok) {
        if (!request.silent) app.toast('error', `${loaded.title}: ${loaded.message} (${loaded.url})`);
        return;
      }
      const answer = answeredAction(loaded.data);
      if (answer) run(answer.action, answer.data, context);
      else if (!request.silent) app.toast('warn', 'The server answered without an action.');
    });
  }

  function update(rest: string, data: unknown): boolean {
    const [kind, path] = headAndRest(rest);
    const id = path.replace(/^(overlay|underlay):/, '');
    if (!id || !isFields(data)) return false;
    const done =
      kind === 'menu'
        ? navigator.menu()?.update(id, data)
        : kind === 'content' || kind === 'panel'
          ? navigator.pane(kind)?.update(id, data)
          : undefined;
    if (!done) app.toast('warn', `There is no item "${id}" to update.`);
    return true;
  }

  function focus(rest: string): boolean {
    const pane = navigator.pane('top');
    const start = /^execute:/.test(rest);
    const target = rest.replace(/^execute:/, '');
    if (!pane?.focusOn(target)) {
      app.toast('warn', `There is no item "${target}" to focus.`);
      return true;
    }
    if (start) tools.key('enter');
    return true;
  }

  /** `start:ID` and `stop:ID`; each ID counts once. */
  function busy(rest: string): boolean {
    const [what, id] = headAndRest(rest);
    const on = what === 'start';
    if (!id || (!on && what !== 'stop')) return false;
    if (on !== (busyIds[id] === true)) app.busy(on);
    busyIds[id] = on;
    return true;
  }

  const message: (level: Level) => Verb = (level) => (rest) => {
    app.toast(level, rest);
    return true;
  };

  const verbs: Record<string, Verb> = {
    menu: document('menu'),
    content: document('content'),
    panel: document('panel'),
    playlist: row('playlist'),
    slideshow: row('slideshow'),
    image: media('image'),
    video: media('video'),
    audio: media('audio'),
    player: (rest, data, context) => playerVerb(tools, run, rest, data, context),
    slider: (rest, data, context) => sliderVerb(tools, run, rest, data, context),
    volume: (rest) => playerVerb(tools, run, `volume:${rest}`, null, BY_APP),
    execute: (rest, data, context) => {
      if (!rest) return false;
      execute(rest, data, context);
      return true;
    },
    interaction: (rest, data) => {
      const [what, value] = headAndRest(rest);
      if (what === 'commit') return commit(value, data);
      if (what === 'load' && value === 'none') plugin.unload();
      else if (what === 'load' && value) plugin.load(value, data);
      else if (what === 'reload') plugin.reload();
      else if (what === 'unload') plugin.unload();
      else if (what === 'busy') return busy(value);
      else return false;
      return true;
    },
    data: (_rest, data) => {
      const actions = fieldsOf(data).actions;
      const list = Array.isArray(actions) ? listOf(actions) : [];
      list.forEach((one) => run(one.action, one.data ?? null, BY_APP));
      return list.length > 0;
    },
    link: (rest) => {
      const url = rest.replace(/^(window|replace|validate):/, '').replace(/^window:/, '');
      if (!url) return false;
      app.toast('info', `Opening ${url}`);
      window.open(url, '_blank');
      return true;
    },
    info: message('info'),
    success: message('success'),
    warn: message('warn'),
    error: message('error'),
    notification: (rest, data) => {
      plugin.commit({ notification: rest, data: data ?? null });
      return true;
    },
    logger: (rest, data) => {
      const [level, text] = headAndRest(rest);
      const known = LEVELS[level];
      if (!known) return false;
      tools.log.add('log', { level: known, text });
      if (known !== 'debug' && fieldsOf(data).show !== false) app.toast(known, text);
      return true;
    },
    log: (rest) => {
      if (rest) return false;
      tools.log.show(!tools.log.shown());
      return true;
    },
    reload: (rest) => {
      const [what = ''] = rest.split('>');
      if (what !== '' && what !== 'menu' && what !== 'content' && what !== 'panel') return false;
      navigator.reload(what);
      return true;
    },
    replace: (rest, data) => {
      const [kind, more] = headAndRest(rest);
      const [flag, source] = headAndRest(more);
      if ((kind !== 'menu' && kind !== 'content' && kind !== 'panel') || !source) return false;
      navigator.replace(kind, flag, source, data);
      return true;
    },
    back: () => {
      tools.back();
      return true;
    },
    close: (rest) => {
      if (rest && navigator.pane('top')?.root().flag !== rest) return true;
      if (!navigator.closePanel()) navigator.back();
      return true;
    },
    cleanup: () => {
      slideshow.stop();
      player.show(false);
      navigator.closePanel();
      return true;
    },
    home: () => {
      tools.back();
      return true;
    },
    options: () => {
      tools.key('options');
      return true;
    },
    still: () => {
      slideshow.play(false);
      return true;
    },
    eject: () => {
      slideshow.stop();
      player.stop();
      return true;
    },
    playback: () => {
      player.show(true);
      return true;
    },
    focus,
    update,
    delay: (rest, data, context) => delay(rest, { data, context }),
    lazy: (rest, data, context) => {
      window.setTimeout(() => run(rest, data, context), 0);
      return true;
    },
    trigger: (rest) => {
      const [key, action] = headAndRest(rest);
      player.setTrigger(key, action);
      return action !== '';
    },
    event: (rest, data, context) => {
      if (context.from !== 'plugin') app.send({ event: `custom:${rest}`, data: data ?? null });
      return rest !== '';
    },
    key: (rest) => {
      const command = KEY_NAMES[rest];
      if (command) tools.key(command);
      return command !== undefined;
    },
    busy,
    settings: (rest) => {
      const [name, value] = headAndRest(rest);
      return value !== '' && tools.setSetting(name, value);
    },
    background: () => {
      player.show(false);
      return true;
    },
    // caches: this page keeps none
    invalidate: () => true,
    release: () => true,
    awake: () => true,
    dialog: (rest) => {
      app.toast('info', `MSX would show its dialog "${rest}".`);
      return true;
    },
    exit: () => {
      app.toast('info', 'MSX would close now.');
      return true;
    },
  };
  return run;
}

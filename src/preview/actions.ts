import { dataUse } from './dataUse.js';
import { headAndRest, splitActions } from './actionText.js';
import { BY_APP, type Context, type Level } from './app.js';
import { busyVerb } from './busyVerb.js';
import { commitVerb } from './commitVerb.js';
import { createDelays } from './delays.js';
import { createDocumentActions } from './documentActions.js';
import { fieldsOf, listOf, textOf } from './fields.js';
import { KEY_NAMES } from './listenToKeys.js';
import { linkVerb } from './linkVerb.js';
import { createMediaActions } from './mediaActions.js';
import { playerVerb, volumeVerb } from './playerVerb.js';
import { createServerActions } from './serverActions.js';
import { sliderVerb } from './sliderVerb.js';
import { complain, type Run, type Tools, type Verb } from './tools.js';
import { isDocumented } from './isDocumented.js';
import { tooYoung, unknownAction } from './versions.js';

const LEVELS: Record<string, Level> = {
  info: 'info',
  success: 'success',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
};

/** What MSX says where the data of an action is missing, in our words. */
const MISSING: Record<string, string> = {
  menu: 'There is no menu to show: the action has no data.',
  content: 'There is no content to show: the action has no data.',
  panel: 'There is no content to show: the action has no data.',
  playlist: 'There is no playlist: the action has no data.',
  slideshow: 'There is no list of images: the action has no data.',
};

/** Runs MSX actions. What it does not know it says on screen: nothing is ignored. */
export function createActions(tools: Tools): Run {
  const { app, slideshow, player, plugin } = tools;
  const delay = createDelays<{ data: unknown; context: Context }>((action, { data, context }) =>
    run(action, data, context),
  );

  /** guess(reaching-data): data that an action has no use for is not handed on, to a plugin either. */
  function run(action: unknown, data: unknown, context: Context): void {
    const text = textOf(action).trim();
    if (!text) return;
    const young = tooYoung(text, app.settings.msxVersion);
    if (young) {
      complain(tools, 'warn', young);
      return;
    }
    if (text.charAt(0) === '[' && text.charAt(text.length - 1) === ']') {
      // each runs by itself: one that fails stops none (reference/glossary, Multi-Action)
      splitActions(text.slice(1, -1)).forEach((one) => run(one, data, context));
      return;
    }
    const [word, rest] = headAndRest(text);
    const use = dataUse(text);
    if (use === 'needed' && (data === null || data === undefined)) {
      complain(tools, 'warn', MISSING[word] ?? `"${text}" needs data.`);
      return;
    }
    const verb = Object.prototype.hasOwnProperty.call(verbs, word) ? verbs[word] : undefined;
    if (verb?.(rest.trim(), use === 'dropped' ? null : data, context)) return;
    if (isDocumented(text)) app.toast('info', `MSX host does not do "${text}".`);
    else complain(tools, 'warn', unknownAction(text));
  }

  const message: (level: Level) => Verb = (level) => (rest) => {
    app.toast(level, rest);
    return true;
  };
  const does: (act: () => void) => Verb = (act) => (rest) => {
    if (rest) return false;
    act();
    return true;
  };
  const says: (text: string) => Verb = (text) => does(() => app.toast('info', text));
  const { media, row } = createMediaActions(tools);
  const execute = createServerActions(tools, run);
  const restart = () => window.location.reload();

  const verbs: Record<string, Verb> = {
    ...createDocumentActions(tools),
    playlist: row('playlist'),
    slideshow: row('slideshow'),
    image: media('image'),
    video: media('video'),
    audio: media('audio'),
    player: (rest, data, context) => playerVerb(tools, run, rest, data, context),
    slider: (rest, data, context) => sliderVerb(tools, run, rest, data, context),
    volume: (rest) => volumeVerb(tools, rest),
    execute: (rest, data, context) => {
      if (!rest) return false;
      execute(rest, data, context);
      return true;
    },
    enter: (rest, data, context) => {
      const { action, data: more } = fieldsOf(data);
      tools.codePanel.ask({}, (code) => {
        if (code === rest) run(action, more ?? null, context);
        else complain(tools, 'error', 'Execution error: Code is invalid.');
      });
      return rest !== '';
    },
    interaction: (rest, data) => {
      const [what, value] = headAndRest(rest);
      if (what === 'commit') return commitVerb(tools, value, data);
      if (what === 'busy') return busyVerb(tools, 'interaction', value);
      if (what === 'load' && value && value !== 'none') plugin.load(value, data);
      else if (rest === 'reload') plugin.reload();
      else if (rest === 'unload' || rest === 'load:none') plugin.unload();
      else return false;
      return true;
    },
    data: (_rest, data) => {
      const actions = fieldsOf(data).actions;
      const list = Array.isArray(actions) ? listOf(actions) : [];
      list.forEach((one) => run(one.action, one.data ?? null, BY_APP));
      return list.length > 0;
    },
    link: (rest) => linkVerb(tools, rest),
    info: message('info'),
    success: message('success'),
    warn: message('warn'),
    error: message('error'),
    notification: (rest, data) => {
      plugin.commit({ notification: rest, data: data ?? null }, true);
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
    log: does(() => tools.log.show(!tools.log.shown())),
    background: (rest) => {
      if (rest) return false;
      slideshow.stop();
      tools.navigator.closePanels();
      if (player.active()) player.uncover();
      else tools.uncovered(true);
      return true;
    },
    playback: does(() => {
      if (!player.active()) return;
      tools.navigator.closePanels();
      slideshow.stop();
      player.uncover();
    }),
    still: does(() => slideshow.stop()),
    quiet: does(() => player.stop()),
    eject: does(() => {
      if (player.active() || slideshow.active()) tools.ejectPanel.ask();
    }),
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
    busy: (rest) => busyVerb(tools, 'app', rest),
    settings: (rest) => {
      const [name, value] = headAndRest(rest);
      return value !== '' && tools.setSetting(name, value);
    },
    awake: () => true,
    dialog: (rest) => {
      app.toast('info', `MSX would show its dialog "${rest}".`);
      return rest !== '';
    },
    exit: says('MSX would close now.'),
    leave: says('MSX would go back to what opened it.'),
    restart: does(restart),
    cleaning: does(restart),
  };
  return run;
}

import { dataUse } from './dataUse.js';
import { headAndRest, splitActions } from './readAction.js';
import { BY_APP, type Context } from './app.js';
import { createDelays } from './createDelays.js';
import { createDocumentActions } from './createDocumentActions.js';
import { fieldsOf, listOf, textOf } from './fields.js';
import { createMediaActions } from './createMediaActions.js';
import { createMessageActions } from './createMessageActions.js';
import { playerVerb, volumeVerb } from './playerVerb.js';
import { createScreenActions } from './createScreenActions.js';
import { createServerActions } from './createServerActions.js';
import { sliderVerb } from './sliderVerb.js';
import { complain, type Run, type Tools, type Verb } from './tools.js';
import { isDocumented } from './isDocumented.js';
import { tooYoung, unknownAction } from './versions.js';

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
  const { app, player } = tools;
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

  const { media, row } = createMediaActions(tools);
  const execute = createServerActions(tools, run);

  const verbs: Record<string, Verb> = {
    ...createDocumentActions(tools),
    ...createMessageActions(tools),
    ...createScreenActions(tools),
    playlist: row('playlist'),
    slideshow: row('slideshow'),
    image: media('image'),
    video: media('video'),
    audio: media('audio'),
    player: (rest, data, context) => playerVerb(tools, run, rest, data, context),
    slider: (rest, data, context) => sliderVerb(tools, run, rest, data, context),
    volume: (rest) => volumeVerb(tools, rest),
    // nothing is resumed here, so that there is nothing to keep from it
    resume: (rest) => rest === 'cancel' || rest === 'position:none',
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
    data: (_rest, data) => {
      const actions = fieldsOf(data).actions;
      const list = Array.isArray(actions) ? listOf(actions) : [];
      list.forEach((one) => run(one.action, one.data ?? null, BY_APP));
      return list.length > 0;
    },
    trigger: (rest) => {
      const [key, action] = headAndRest(rest);
      player.setTrigger(key, action);
      return action !== '';
    },
    delay: (rest, data, context) => delay(rest, { data, context }),
    lazy: (rest, data, context) => {
      window.setTimeout(() => run(rest, data, context), 0);
      return true;
    },
  };
  return run;
}

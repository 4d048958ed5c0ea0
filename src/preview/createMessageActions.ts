import { headAndRest } from './readAction.js';
import type { Level } from './app.js';
import { busyVerb } from './busyVerb.js';
import { commitVerb } from './commitVerb.js';
import { fieldsOf } from './fields.js';
import type { Tools, Verb } from './tools.js';

const LEVELS: Record<string, Level> = {
  info: 'info',
  success: 'success',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
};

/** What says something: to the person, to the log, to the plugin. */
export function createMessageActions(tools: Tools): Record<string, Verb> {
  const { app, player, plugin } = tools;
  const message: (level: Level) => Verb = (level) => (rest) => {
    app.toast(level, rest);
    return true;
  };
  return {
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
    event: (rest, data, context) => {
      const event = { event: `custom:${rest}`, data: data ?? null };
      if (context.from === 'plugin') player.page()?.tell(event);
      else app.send(event);
      return rest !== '';
    },
  };
}

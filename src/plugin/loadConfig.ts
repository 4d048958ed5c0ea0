import { get } from '../tvx/get.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { BegunRequest } from '../tvx/beginRequest.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './pluginCodes.js';
import { parseConfig } from './parseConfig.js';
import { parseJson } from './parseJson.js';
import type { DescribeFault } from './fetchDocument.js';
import type { ConfigFile } from './configFile.js';
import { freshUrl } from './fetchDocument.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import type { Access } from './access.js';
import type { Settings } from './defaultSettings.js';

/** The menu must not wait for ever for a configuration. */
const CONFIG_TIMEOUT_MS = 10_000;

interface ConfigOptions extends ConfigFile {
  /** What stands in the page itself; then no file is asked for. Empty where nothing does. */
  block: string;
  /** What the last start had, for documents alone; null where its menu is not on the screen. */
  fallback: string | null;
  log: Log<PluginNotice>;
  describeFault: DescribeFault;
  onAnswer: (answer: HttpAnswer) => void;
  /** Where the page has already asked for it. */
  begun?: BegunRequest | undefined;
}

export interface Loaded {
  settings: Settings;
  /** Whether these are the last start's, since those of today cannot be had. */
  isFallback: boolean;
  /** The defaults stand in for those of today, which may be had later. */
  isUnknown?: true;
  /** What the TV may do at the server that `registration` names, where it names one. */
  access?: Access;
}

/**
 * Reads the configuration in the page, or fetches the one beside it. A missing file means the defaults; whatever else is
 * wrong goes to the log, and the defaults stand in. Never rejected.
 */
export function loadConfig(options: ConfigOptions): Promise<Loaded> {
  const { file, log, fallback } = options;
  if (options.isWrong)
    log({
      code: 'config-name-invalid',
      level: 'error',
      message: 'A name in "?config=" has only a-z, 0-9 and "-".',
    });
  const standIn = (): Loaded =>
    fallback === null
      ? { settings: DEFAULT_SETTINGS, isFallback: false, isUnknown: true }
      : { settings: parseConfig(parseJson(fallback) ?? null).settings, isFallback: true };
  const parsed = (text: string): Loaded | Promise<Loaded> => {
    const json = parseJson(text);
    if (json === undefined)
      return options.describeFault(text).then((fault) => {
        log({
          code: 'config-not-json',
          level: 'error',
          message: `The configuration is not JSON: ${fault}. It is left out.`,
        });
        return standIn();
      });
    const { settings, notices } = parseConfig(json);
    notices.forEach(log);
    return { settings, isFallback: false };
  };
  const unreachable = (what: string): Loaded => {
    log({
      code: 'config-unreachable',
      level: 'error',
      message: `The configuration ${file} ${what}; ${fallback === null ? 'the defaults are' : 'that of the last start is'} used.`,
    });
    return standIn();
  };
  if (options.block) return Promise.resolve(parsed(options.block));
  return get(freshUrl(file), CONFIG_TIMEOUT_MS, options.begun).then((answer) => {
    if (answer === 'timeout') return unreachable(`did not answer within ${CONFIG_TIMEOUT_MS / 1000} seconds`);
    if (answer === 'unreachable') return unreachable('cannot be reached');
    options.onAnswer(answer);
    // A host that answers every missing file with a page says so with a page.
    if (answer.status === 404 || answer.status === 410 || /^\s*<(?:!doctype|html)/i.test(answer.text))
      return { settings: DEFAULT_SETTINGS, isFallback: false };
    if (answer.status < 200 || answer.status > 299)
      return unreachable(`answered with the status ${answer.status}`);
    return parsed(answer.text);
  });
}

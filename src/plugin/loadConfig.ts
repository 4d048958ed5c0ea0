import { get } from '../tvx/get.js';
import type { BegunRequest, HttpAnswer } from '../tvx/get.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './pluginCodes.js';
import { parseConfig } from './parseConfig.js';
import type { ConfigFile } from './configFile.js';
import { freshUrl } from './fetchDocument.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import type { Settings } from './defaultSettings.js';

/** The menu must not wait for ever for a configuration. */
const CONFIG_TIMEOUT_MS = 10_000;

/**
 * Fetches and reads the configuration beside the page. A missing file means the defaults; whatever else is
 * wrong goes to the log, and the defaults stand in. Never rejected.
 * @param begun where the page has already asked for it
 */
export function loadConfig(
  { file, isWrong }: ConfigFile,
  log: Log<PluginNotice>,
  onAnswer: (answer: HttpAnswer) => void,
  begun?: BegunRequest | null,
): Promise<Settings> {
  if (isWrong)
    log({
      code: 'config-name-invalid',
      level: 'error',
      message: 'A name in "?config=" has only a-z, 0-9 and "-".',
    });
  return get(freshUrl(file), CONFIG_TIMEOUT_MS, begun).then((answer) => {
    const unreachable = (what: string): PluginNotice => ({
      code: 'config-unreachable',
      level: 'error',
      message: `The configuration ${file} ${what}; the defaults are used.`,
    });
    if (typeof answer === 'string') {
      log(
        unreachable(
          answer === 'timeout'
            ? `did not answer within ${CONFIG_TIMEOUT_MS / 1000} seconds`
            : 'cannot be reached',
        ),
      );
      return DEFAULT_SETTINGS;
    }
    onAnswer(answer);
    // A host that answers every missing file with a page says so with a page.
    if (answer.status === 404 || answer.status === 410 || /^\s*<(?:!doctype|html)/i.test(answer.text))
      return DEFAULT_SETTINGS;
    if (answer.status < 200 || answer.status > 299) {
      log(unreachable(`answered with the status ${answer.status}`));
      return DEFAULT_SETTINGS;
    }
    const { settings, notices } = parseConfig(answer.text);
    notices.forEach(log);
    return settings;
  });
}

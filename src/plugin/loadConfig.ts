import { get } from '../tvx/get.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './codes.js';
import { configUrl, parseConfig } from './config.js';
import { DEFAULT_SETTINGS } from './settings.js';
import type { Settings } from './settings.js';

/** The menu must not wait for ever for a configuration. */
export const CONFIG_TIMEOUT_MS = 10_000;

/**
 * Fetches and reads the configuration beside the page. A missing file means the defaults; whatever else is
 * wrong goes to the log, and the defaults stand in. Never rejected.
 */
export function loadConfig(
  pageUrl: string,
  log: Log,
  onAnswer: (answer: HttpAnswer) => void,
): Promise<Settings> {
  const { url, notice } = configUrl(pageUrl);
  if (notice) log(notice);
  return get(`${url}?t=${Date.now()}`, CONFIG_TIMEOUT_MS).then((answer) => {
    const unreachable = (what: string): PluginNotice => ({
      code: 'config-unreachable',
      level: 'error',
      message: `The configuration ${url} ${what}; the defaults are used.`,
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

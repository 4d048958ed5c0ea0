// plugin.config.json → Settings. A value that cannot be is reported with its key and what was expected, and
// that key gets its default: a typing error must not leave a TV without its menu.
import { isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import { originOf } from '../msx/url.js';
import type { PluginNotice } from './codes.js';
import { describeJsonError } from './jsonError.js';
import { DEFAULT_SETTINGS } from './settings.js';
import type { Settings } from './settings.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CHANNELS = ['all', 'promoted', 'user', 'by_user', 'hashtag', 'reactions'];

/** Takes a value or says what was expected instead. */
type Check = { expected: string; accepts: (value: Json) => boolean };

const isText = (value: Json): value is string => typeof value === 'string' && value !== '';
const text: Check = { expected: 'a text', accepts: isText };
const flag: Check = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const uuid: Check = {
  expected: 'a UUID such as "550e8400-e29b-41d4-a716-446655440000"',
  accepts: (value) => isText(value) && UUID.test(value),
};
const oneOf = (...words: string[]): Check => ({
  expected: `one of ${words.map((word) => `"${word}"`).join(', ')}`,
  accepts: (value) => typeof value === 'string' && words.indexOf(value) >= 0,
});
const wholeNumber = (least: number): Check => ({
  expected: `a whole number of at least ${least}`,
  accepts: (value) => typeof value === 'number' && value % 1 === 0 && value >= least,
});
const originText: Check = {
  expected: 'an origin such as "https://media.example:8443" (scheme, host and port, nothing behind)',
  accepts: (value) => isText(value) && originOf(value) !== null && /^https?:\/\/[^/?#@]+\/?$/i.test(value),
};

const CHECKS: Record<string, Check> = {
  'menu': text,
  'tagging': oneOf('links', 'deep', 'off'),
  'tagImages': flag,
  'broker.url': {
    expected: 'an address such as "wss://broker.example:8884/mqtt"',
    accepts: (value) => isText(value) && /^wss?:\/\/[^\s/@]+(?:\/\S*)?$/i.test(value),
  },
  'broker.username': text,
  'broker.password': text,
  'playerKey': uuid,
  'firmwareVersion': text,
  'views.minDwellMs': wholeNumber(0),
  'views.repeatMs': wholeNumber(0),
  'views.intervalMs': wholeNumber(0),
  'views.maxQueued': wholeNumber(1),
  'views.requestAck': flag,
  'views.queuedTimestamps': oneOf('true', 'refresh'),
  'views.channel': oneOf(...CHANNELS),
};
/** Keys that hold a list or a map whose entries are checked one by one, or a group of keys. */
const GROUPS = ['broker', 'views'];

function invalid(key: string, expected: string): PluginNotice {
  return {
    code: 'CONFIG_KEY_INVALID',
    level: 'error',
    message: `"${key}" in the configuration must be ${expected}; its default is used.`,
    remedy: `Correct "${key}" in the configuration file.`,
  };
}

function unknown(key: string): PluginNotice {
  return {
    code: 'CONFIG_KEY_UNKNOWN',
    level: 'warn',
    message: `"${key}" in the configuration means nothing and is left out.`,
    remedy: 'Compare its spelling with the table of configuration keys.',
  };
}

function readGroup(
  group: JsonObject,
  prefix: string,
  target: Record<string, unknown>,
  notices: PluginNotice[],
): void {
  Object.keys(group).forEach((name) => {
    const key = prefix + name;
    const value = group[name] as Json;
    if (!prefix && (name === 'origins' || name === 'playerKeys' || GROUPS.indexOf(name) >= 0)) return;
    const check = Object.prototype.hasOwnProperty.call(CHECKS, key) ? CHECKS[key] : undefined;
    if (!check) notices.push(unknown(key));
    else if (check.accepts(value)) target[name] = value;
    else if (value !== null) notices.push(invalid(key, check.expected)); // null: as if it were not there
  });
}

/**
 * @param text the file
 * @returns settings that can be used in any case, and what was wrong with the file
 */
export function parseConfig(text: string): { settings: Settings; notices: PluginNotice[] } {
  const notices: PluginNotice[] = [];
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    broker: { ...DEFAULT_SETTINGS.broker },
    views: { ...DEFAULT_SETTINGS.views },
    playerKeys: {},
    origins: [],
  };
  let file: Json;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch {
    notices.push({
      code: 'CONFIG_NOT_JSON',
      level: 'error',
      message: `The configuration is not JSON: ${describeJsonError(text)}. The defaults are used.`,
      remedy: 'Correct the file; a missing or superfluous comma or quotation mark is the usual reason.',
    });
    return { settings, notices };
  }
  if (!isObject(file)) {
    notices.push(invalid('the whole file', 'an object in braces'));
    return { settings, notices };
  }

  readGroup(file, '', settings as unknown as Record<string, unknown>, notices);
  GROUPS.forEach((name) => {
    const group = file[name];
    if (isObject(group)) readGroup(group, `${name}.`, settings[name as 'broker'], notices);
    else if (group !== undefined && group !== null) notices.push(invalid(name, 'an object in braces'));
  });

  const { origins, playerKeys } = file;
  if (Array.isArray(origins))
    origins.forEach((entry, i) => {
      if (originText.accepts(entry)) settings.origins.push(originOf(entry as string)!);
      else notices.push(invalid(`origins[${i}]`, originText.expected));
    });
  else if (origins !== undefined && origins !== null)
    notices.push(invalid('origins', 'a list of origins in brackets'));

  if (isObject(playerKeys))
    Object.keys(playerKeys).forEach((deviceId) => {
      const value = playerKeys[deviceId] as Json;
      if (uuid.accepts(value)) settings.playerKeys[deviceId] = value as string;
      else notices.push(invalid(`playerKeys["${deviceId}"]`, uuid.expected));
    });
  else if (playerKeys !== undefined && playerKeys !== null)
    notices.push(invalid('playerKeys', 'an object that gives each device ID its player key'));
  return { settings, notices };
}

/**
 * The configuration file beside the page. No other query parameter than `config` changes what the plugin
 * does: whoever can make a TV open an address must not be able to send credentials or IDs elsewhere.
 * @param pageUrl address of the page with its query
 */
export function configUrl(pageUrl: string): { url: string; notice: PluginNotice | null } {
  const [page, query] = [pageUrl.split(/[?#]/)[0]!, /\?([^#]*)/.exec(pageUrl)?.[1] ?? ''];
  const folder = page.slice(0, page.lastIndexOf('/') + 1);
  const name = /(?:^|&)config=([^&]*)/.exec(query)?.[1];
  if (name === undefined) return { url: `${folder}plugin.config.json`, notice: null };
  if (/^[a-z0-9-]{1,64}$/.test(name)) return { url: `${folder}${name}.config.json`, notice: null };
  return {
    url: `${folder}plugin.config.json`,
    notice: {
      code: 'CONFIG_NAME_INVALID',
      level: 'error',
      message:
        'The name behind "?config=" may have 1 to 64 small letters, digits and hyphens; plugin.config.json is used.',
      remedy: 'Correct the address of the plugin in the start parameter.',
    },
  };
}

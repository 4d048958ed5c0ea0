// plugin.config.json → Settings. A value that cannot be is reported with its key and what was expected, and
// that key gets its default: a typing error must not leave a TV without its menu.
import { hasOwn, isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import { originOf } from '../msx/url.js';
import type { ConfigCode, PluginNotice } from './pluginCodes.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import type { Settings } from './defaultSettings.js';

/** What a key may have: a value, a list or a map of them, or a group of keys. */
type Spec =
  | { expected: string; accepts: (value: Json) => boolean; isOffElse?: true }
  | { list: Spec }
  | { map: Spec }
  | { keys: Record<string, Spec> };

const pattern = (expected: string, regExp: RegExp): Spec => ({
  expected,
  accepts: (value) => typeof value === 'string' && regExp.test(value),
});
const oneOf = (words: string): Spec =>
  pattern(`one of ${words.replace(/\|/g, ', ')}`, new RegExp(`^(?:${words})$`));
const from = (least: number, most = Infinity): Spec => ({
  expected: `a whole number from ${least}${most < Infinity ? ` to ${most}` : ''}`,
  accepts: (value) => typeof value === 'number' && value % 1 === 0 && value >= least && value <= most,
});
const text = pattern('a text', /./);
const flag: Spec = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const uuid = pattern('a UUID', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i);

const BROKER_URL = /^wss?:\/\/[^\s/@]+(?:\/\S*)?$/i;
const MOST_BROKERS = 5;

/** What a broker may make a TV do is not guessed: a value that cannot be turns it off. */
const remote: Spec = {
  expected: 'true, false, a list',
  // what is no command in it allows none
  accepts: (value) => typeof value === 'boolean' || Array.isArray(value),
  isOffElse: true,
};

const DAY_MS = 86_400_000;

const SPEC: Spec = {
  keys: {
    // MSX's words for how a document is asked for are for documents, and nothing that can be fetched.
    menu: pattern(
      'an address such as "menu.json", without an action\'s word before it',
      /^(?:https?:\/\/|(?![a-z][\w+.-]*:))./i,
    ),
    tagging: oneOf('links|deep|off'),
    origins: {
      list: {
        expected: 'an origin such as "https://media.example:8443"',
        accepts: (value) =>
          typeof value === 'string' && originOf(value) !== null && /^\w+:\/\/[^/?#@]+\/?$/.test(value),
      },
    },
    untagged: {
      list: pattern('an address such as "https://bucket.example/*"', /^https?:\/\/[^/*#]+(?:\/[^*#]*\*?)?$/i),
    },
    tagImages: flag,
    menuCache: flag,
    ownPages: flag,
    history: flag,
    remote,
    artworkUrl: pattern(
      'a URL with {storage_key}',
      /^https?:\/\/[\w.:[\]-]+\/(?:[\w./-]|\{(?:storage_(?:key|shard)|format)\})*$/i,
    ),
    channels: {
      list: {
        expected: 'a text',
        accepts: (value) => typeof (isObject(value) ? value.channel : value) === 'string',
      },
    },
    reaction: text,
    playback: flag,
    registration: pattern(
      'a URL such as "https://host/api/player"',
      /^https?:\/\/[\w.:[\]-]+(?:\/[\w.-]+)+$/i,
    ),
    broker: {
      keys: {
        url: {
          expected: `an address such as "wss://broker.example:8884/mqtt", or a list of 1 to ${MOST_BROKERS}`,
          accepts: (value) => {
            const urls = ([] as Json[]).concat(value);
            return (
              urls.length > 0 &&
              urls.length <= MOST_BROKERS &&
              urls.every((url) => typeof url === 'string' && BROKER_URL.test(url))
            );
          },
        },
        username: text,
        password: text,
      },
    },
    playerKey: uuid,
    playerKeys: { map: uuid },
    firmwareVersion: pattern('a text of 1 to 50 characters', /^[^]{1,50}$/), // more does not fit Makapix's column
    heartbeatMs: from(1000, DAY_MS),
    views: {
      keys: {
        minDwellMs: from(0),
        repeatMs: from(0),
        intervalMs: from(0),
        maxQueued: from(1),
        requestAck: flag,
        queuedTimestamps: oneOf('true|refresh'),
        channel: oneOf('all|promoted|user|by_user|hashtag|reactions'),
      },
    },
  },
};

/**
 * @param json what the file says
 * @returns settings that can be used in any case, and what was wrong with the file
 */
export function parseConfig(json: Json): { settings: Settings; notices: PluginNotice[] } {
  const notices: PluginNotice[] = [];
  const report = (code: ConfigCode, message: string) => void notices.push({ code, level: 'error', message });

  /** The value, or what stands in for it. A key that is null is as if it were not there. */
  const read = (path: string, value: Json | undefined, spec: Spec, fallback: unknown): unknown => {
    if (value === undefined || value === null) return fallback;
    const wrong = (expected: string) => {
      report('config-key-invalid', `"${path}" in the configuration must be ${expected}; it is left out.`);
      return (spec as Extract<Spec, { expected: string }>).isOffElse ? false : fallback;
    };
    if ('accepts' in spec) return spec.accepts(value) ? value : wrong(spec.expected);
    if ('list' in spec)
      return Array.isArray(value)
        ? value
            .map((entry, i) => read(`${path}[${i}]`, entry, spec.list, null))
            .filter((entry) => entry !== null)
        : wrong('a list in brackets');
    if (!isObject(value)) return wrong('an object in braces');
    const result = fallback as JsonObject;
    Object.keys(value).forEach((key) => {
      const name = path ? `${path}.${key}` : key;
      const child = 'map' in spec ? spec.map : hasOwn(spec.keys, key) ? spec.keys[key] : null;
      if (!child) {
        report('config-key-unknown', `"${name}" in the configuration means nothing.`);
        return;
      }
      const taken = read(name, value[key], child, result[key]);
      if (taken !== undefined) result[key] = taken as Json;
    });
    return result;
  };

  // Each settings object is its own: what the file does not have must not be the default itself.
  const defaults = JSON.parse(JSON.stringify(DEFAULT_SETTINGS)) as JsonObject;
  const settings = read('', json, SPEC, defaults) as Settings;
  settings.origins = settings.origins.map((origin) => originOf(origin)!);
  return { settings, notices };
}

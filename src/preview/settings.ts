import { type SecureMode, secureModeOf } from './secureAddress.js';

/** How the app behaves towards the plugin: `silent` never answers, `broken` answers each request with an error. */
export type AppMood = 'normal' | 'silent' | 'broken';

/** What a real MSX takes from the TV and from its settings; here it comes from the page's own URL. */
export interface Settings {
  /** The start parameter, e.g. `menu:request:interaction:init@http://localhost:8080/plugin.html`. */
  start: string;
  platform: string;
  player: string;
  language: string;
  msxVersion: string;
  /** MSX's launch setting of this name: what goes to https (secureAddress.ts). */
  secure: SecureMode;
  /** The three sources of the device ID (tvx.md, The device ID). */
  macAddress: string | null;
  systemDeviceId: string | null;
  infoId: string | null;
  /** The app has no platform information at all, which leads to a device ID of `null`. */
  noInfo: boolean;
  slideshowIntervalMs: number;
  randomPlayback: boolean;
  app: AppMood;
  /** Above 0, no media is played: each clip pretends to be this long (`media=pretended:SECONDS`). */
  pretendedMediaS: number;
  /** How long the app thinks before it answers the plugin. */
  answerDelayMs: number;
  /** Show everything that is exchanged with the plugin. */
  log: boolean;
}

/** What TVs have whose maker does not freeze MSX by the year (overview, Platform Support). */
const NEWEST_MSX = '0.1.166';

/** MSX's default slideshow interval. */
const SLIDESHOW_INTERVAL_MS = 10_000;

/** How long a pretended clip is where nothing says so. */
export const PRETENDED_S = 60;

export function parseQuery(search: string): Record<string, string> {
  const values: Record<string, string> = {};
  search
    .replace(/^\?/, '')
    .split('&')
    .forEach((pair) => {
      const at = pair.indexOf('=');
      const name = at < 0 ? pair : pair.slice(0, at);
      if (!name) return;
      const value = at < 0 ? '' : pair.slice(at + 1);
      try {
        values[decodeURIComponent(name)] = decodeURIComponent(value.replace(/\+/g, '%20'));
      } catch {
        values[name] = value; // a stray %: the text as it stands is the best there is
      }
    });
  return values;
}

/**
 * The settings in a query, each with its default. A start parameter with an `&` in it has to be percent-encoded.
 * @param ownId the ID that stands for `info.id` where the query names none
 */
export function readSettings(search: string, ownId: string): Settings {
  const query = parseQuery(search);
  const slow = /^slow:(\d+)$/.exec(query.app ?? '');
  const pretended = /^pretended(?::(\d+))?$/.exec(query.media ?? '');
  const source = (name: string) => query[name] ?? null;
  return {
    start: query.start ?? '',
    platform: query.platform ?? 'default',
    player: query.player ?? 'html5/plugin',
    language: query.language ?? 'en',
    msxVersion: query.msxVersion ?? NEWEST_MSX,
    secure: secureModeOf(query.secure),
    macAddress: source('macAddress'),
    systemDeviceId: source('systemDeviceId'),
    infoId: 'infoId' in query ? query.infoId || null : ownId || null,
    noInfo: query.noInfo === '1',
    slideshowIntervalMs: Number(query.slideshowInterval) || SLIDESHOW_INTERVAL_MS,
    randomPlayback: query.randomPlayback === '1' || query.randomPlayback === 'true',
    app: query.app === 'silent' || query.app === 'broken' ? query.app : 'normal',
    pretendedMediaS: pretended ? Number(pretended[1] ?? PRETENDED_S) : 0,
    answerDelayMs: slow ? Number(slow[1]) : 0,
    log: query.log === '1',
  };
}

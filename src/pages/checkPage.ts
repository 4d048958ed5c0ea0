// Whether all that the plugin needs works on this TV, one line for each thing.
import type { Json, JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import type { About } from '../tvx/about.js';
import type { Identity } from '../tvx/requestDeviceId.js';

export interface CheckState {
  identity: Identity;
  /** The device ID of the start before this one; null where none is known. */
  lastDeviceId: string | null;
  /** Whether something of an earlier start was there still; `first`: there was none. */
  storage: 'kept' | 'first' | 'refused';
  /** How far the TV's clock is behind its host's, in ms; null where no host has said. */
  clockOffsetMs: number | null;
  /** null where nothing is reported */
  broker: { url: string; isConnected: boolean; error: string | null } | null;
  /**
   * What MSX has said of the check's own pictures and sound, in its order: `1024 slider:load`, with the ms since the
   * check began; null while they run, or are about to.
   */
  seen: string[] | null;
  about: About;
  /** The browser's own words for itself. */
  engine: string;
  pluginVersion: string;
}

/** `open`: nobody can tell yet. */
type Result = 'good' | 'bad' | 'open';
/** What was found, and what to do about it. */
export type Line = [Result, string, string?];

const ICONS = { good: 'msx-green:done', bad: 'msx-red:warning', open: 'msx-yellow:hourglass-empty' };

/** What has less than this is no reason to set a clock. */
const CLOCK_TOLERANCE_MS = 60_000;
/** MSX says when a picture is visible from here on (Internal Actions). */
export const VISIBLE_SINCE = 160;
/** Before, the plugin does not promise to work. */
const OLDEST_BUILD = 97;
/** MSX has room for more rows from here on (Content Root Object, `compress`): all lines are on screen at once. */
const COMPRESS_SINCE = 123;

function deviceIdLine({ identity, lastDeviceId }: CheckState): Line {
  const { deviceId, source } = identity;
  if (deviceId === null) return ['bad', 'MSX gives no device ID', 'Links stay as they are. Update MSX.'];
  // With an ID of its own a line is full.
  const text = `Device ID ${deviceId}`;
  const from = source === 'stored' ? 'Kept' : 'From MSX';
  if (lastDeviceId === null)
    return ['open', text, `${from}, the first one here. Restart MSX: it has to be the same.`];
  return lastDeviceId === deviceId
    ? ['good', text, `${from}, the same as last time`]
    : ['bad', text, `Last time ${lastDeviceId}: your server sees another TV. MSX was installed anew.`];
}

function storageLine({ storage }: CheckState): Line {
  return storage === 'kept'
    ? ['good', 'What is stored survives a restart']
    : storage === 'first'
      ? ['open', 'Nothing was stored before', 'Restart MSX, and check again.']
      : ['bad', 'The TV stores nothing', 'Views are lost when MSX closes. Free space.'];
}

function clockLine({ clockOffsetMs }: CheckState): Line {
  if (clockOffsetMs === null)
    return ['open', 'No host has said what time it is', 'Let yours send Access-Control-Expose-Headers: Date'];
  const seconds = Math.round(Math.abs(clockOffsetMs) / 1000);
  return seconds * 1000 <= CLOCK_TOLERANCE_MS
    ? ['good', 'The clock is right']
    : [
        'bad',
        `The clock is ${seconds} s ${clockOffsetMs > 0 ? 'behind' : 'ahead'}`,
        'Set it: views have the time of the host.',
      ];
}

function brokerLine({ broker }: CheckState): Line {
  if (!broker) return ['good', 'Reporting is off: no "broker.url" in the configuration'];
  return broker.isConnected
    ? ['good', `WebSocket and broker answer: ${broker.url}`]
    : ['bad', `${broker.url}: ${broker.error || 'not connected'}`, 'Check address, port and password.'];
}

/** Those events of a kind whose order matters, in one text: `load visible stop`. */
const orderOf = (seen: string[], types: RegExp): string =>
  (seen.join(' ').match(types) || []).join(' ').replace(/\w+:/g, '');

/** The plugin takes views from this order; what MSX promises of it is little (docs/reporting.md). */
const wrongOrder = (kind: string, order: string): Line => [
  'bad',
  `MSX tells of a ${kind} in another order: ${order || 'nothing'}`,
  'Views may be missing. Please report this line.',
];

function pictureLine({ seen, about }: CheckState): Line {
  const tellsVisible = about.build >= VISIBLE_SINCE;
  if (!seen) return ['open', 'Two pictures come by themselves', tellsVisible ? '' : 'Go back from them.'];
  const order = orderOf(seen, /slider:(?:load|position|visible|stop)/g);
  if (!tellsVisible)
    return /^load/.test(order)
      ? ['good', 'This MSX only says when a picture is chosen']
      : wrongOrder('picture', order);
  return /^load(?: position)? visible(?: position visible)+ stop$/.test(order)
    ? ['good', 'MSX says when a picture is on screen']
    : wrongOrder('picture', order);
}

function trackLine({ seen }: CheckState): Line {
  if (!seen) return ['open', 'Then a short sound'];
  const order = orderOf(seen, /video:(?:load|play|stop)/g);
  if (/^load play stop$/.test(order)) return ['good', 'MSX says when a video or sound plays'];
  // Players outside of the browser may not know such an address, and need not.
  return /^load(?: stop)?$/.test(order)
    ? ['open', 'The sound did not play', 'Play one of yours.']
    : wrongOrder('sound', order);
}

function versionLine({ about, engine, pluginVersion }: CheckState): Line {
  const text = `${about.text}, TVX ${about.frameworkVersion || '?'}, plugin ${pluginVersion}, ${engine}`;
  return about.build < OLDEST_BUILD
    ? ['bad', text, `The plugin needs MSX 0.1.${OLDEST_BUILD}.`]
    : ['good', text];
}

const LINES = [deviceIdLine, storageLine, clockLine, brokerLine, pictureLine, trackLine, versionLine];

export const checkLines = (state: CheckState): Line[] => LINES.map((line) => line(state));

/** @param again the action that begins the check anew, which each line does */
export function checkPage(lines: Line[], build: number, flag: string, again: string): JsonObject {
  const plain = (text: string): string => plainText(text, build);
  const isCompressed = build >= COMPRESS_SINCE;
  const page: JsonObject = {
    flag,
    type: 'list',
    headline: 'Check of this TV',
    important: true,
    cache: false,
    reuse: false,
    template: {
      type: 'default',
      layout: isCompressed ? '0,0,16,1' : '0,0,12,1',
      color: 'msx-glass',
      enumerate: false,
      action: again,
    },
    items: lines.map(([result, text, remedy = '']): Json => {
      const below = remedy && `{br}{txt:msx-white-soft:${plain(remedy)}}`;
      return { text: `{ico:${ICONS[result]}} ${plain(text)}${below}` };
    }),
  };
  if (isCompressed) page.compress = true;
  return page;
}

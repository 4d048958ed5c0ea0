import { CHANNELS } from '../../makapix/view.js';
import { LONGEST_DELAY_MS, type CommandType } from './commandTypes.js';

/** One field of a payload. */
interface Field {
  isGood: (value: unknown) => boolean;
  /** Ends the sentence `… must be`. */
  expected: string;
  isOptional: boolean;
}

/** The facts of the protocol have no limits for these; nothing that is shown on a TV is longer. */
const LONGEST_TITLE = 200;
const LONGEST_NAME = 100;
const LONGEST_URL = 2048;
/** As long as the page shows it. */
const LONGEST_NOTICE = 200;
const LONGEST_NOTICE_SECONDS = 60;
const MOST_PROPERTIES = 64;
const MOST_CHANNELS = 64;

const field = (expected: string, isGood: Field['isGood']): Field => ({ isGood, expected, isOptional: false });
const optional = (one: Field): Field => ({ ...one, isOptional: true });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least;

const text = (least: number, most: number): Field =>
  field(`a text of ${least} to ${most} characters`, (value) => {
    if (typeof value !== 'string' || value.length > 2 * most) return false;
    const { length } = Array.from(value);
    return length >= least && length <= most;
  });
const matching = (pattern: RegExp, expected: string): Field =>
  field(expected, (value) => typeof value === 'string' && pattern.test(value));
const whole = (least: number): Field =>
  field(`a whole number of at least ${least}`, (value) => isWhole(value, least));
const seconds = (most: number): Field =>
  field(
    `a number of seconds from 0 to ${most}`,
    (value) => typeof value === 'number' && value >= 0 && value <= most,
  );
const title = text(0, LONGEST_TITLE);
const name = text(1, LONGEST_NAME);
const url = field(
  `an address that begins with http:// or https://, of ${LONGEST_URL} characters at most`,
  (value) =>
    typeof value === 'string' &&
    value.length <= LONGEST_URL &&
    /^https?:\/\//i.test(value) &&
    URL.canParse(value),
);

/** A day: nothing that plays is longer. */
const DAY_SECONDS = 86_400;

const properties = field(
  `an object of ${MOST_PROPERTIES} texts at most`,
  (value) =>
    isObject(value) &&
    Object.keys(value).length <= MOST_PROPERTIES &&
    Object.values(value).every((one) => typeof one === 'string'),
);

/** What a playset is made of: `{type, name?, identifier?, display_name?, weight?}`. */
const isPlaysetChannel = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([key, one]) =>
    key === 'weight' ? one === null || typeof one === 'number' : one === null || name.isGood(one),
  ) &&
  typeof value.type === 'string';
const playsetChannels = field(
  `a list of ${MOST_CHANNELS} channels at most, each {type, name, identifier, display_name, weight}`,
  (value) => Array.isArray(value) && value.length <= MOST_CHANNELS && value.every(isPlaysetChannel),
);

/** The fields of each type's payload (facts of the protocol, Commands; those of ours: docs/remote.md). */
export const PAYLOAD_FIELDS: Record<CommandType, Record<string, Field>> = {
  swap_next: {},
  swap_back: {},
  set_paused: { paused: field('true or false', (value) => typeof value === 'boolean') },
  show_artwork: {
    post_id: whole(1),
    title: title,
    // Addresses are built of these three: nothing in them leads out of the place they stand in.
    storage_key: matching(/^[\w-]{1,128}$/, 'a key of letters, digits, - and _'),
    storage_shard: matching(/^\w{1,16}(?:\/\w{1,16}){0,3}$/, 'a path such as 03/38'),
    native_format: matching(/^[a-z0-9]{1,8}$/, 'the end of a file name such as png'),
    width: optional(whole(1)),
    height: optional(whole(1)),
    art_url: optional(url),
  },
  play_channel: {
    channel_name: field(`one of ${CHANNELS.join(', ')}`, (value) =>
      (CHANNELS as readonly unknown[]).includes(value),
    ),
    hashtag: optional(matching(/^[^#\s]{1,100}$/u, 'a hashtag without its #')),
    user_sqid: optional(name),
    user_handle: optional(name),
  },
  play_playset: {
    playset_name: name,
    channels: playsetChannels,
    exposure_mode: optional(name),
    pick_mode: optional(name),
  },
  reload: {},
  show_notice: {
    text: text(1, LONGEST_NOTICE),
    seconds: optional(seconds(LONGEST_NOTICE_SECONDS)),
  },
  open_page: { url },
  play_media: {
    url,
    kind: field('audio, video or image', (value) => ['audio', 'video', 'image'].includes(value as string)),
    title: optional(title),
    label: optional(title),
    image_url: optional(url),
    duration: optional(seconds(DAY_SECONDS)),
    properties: optional(properties),
  },
  open_playlist: { url },
  stop: {},
  seek: { position: seconds(DAY_SECONDS) },
  goto: { index: whole(0) },
};

/** When a TV is to do it, which any payload may say: UTC, ms since 1970. In the past it is at once. */
export const atField = (nowMs: number): Field =>
  optional(
    field(
      `a time in ms since 1970, at most ${LONGEST_DELAY_MS / 1000} s from now`,
      (value) => isWhole(value, 0) && (value as number) <= nowMs + LONGEST_DELAY_MS,
    ),
  );

/** What a channel needs beside its name. */
const CHANNEL_NEEDS: Record<string, string> = {
  hashtag: 'hashtag',
  by_user: 'user_sqid',
  reactions: 'user_sqid',
};

/** @returns the field that a payload lacks, by the value of another one; null = it is whole */
export function missingField(type: CommandType, payload: Record<string, unknown>): string | null {
  if (type !== 'play_channel') return null;
  const needed = CHANNEL_NEEDS[payload.channel_name as string];
  return needed !== undefined && payload[needed] === undefined ? needed : null;
}

// The closed list of what the broker may make a TV do. Each command's values are checked, no action is taken from a
// message, and no address is, unless it is of one of the owner's origins.
import type { Command } from '../makapix/command.js';
import type { Fields } from '../makapix/fieldsOf.js';
import { hasOwn } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import { pageRequest } from '../msx/pageRequest.js';
import type { PageKind } from '../msx/pageRequest.js';
import { plainText } from '../msx/plainText.js';
import type { RanRequest } from '../msx/ranRequest.js';
import { channelRequest } from './channelRequest.js';
import { failed, unsupported, wrong } from './plan.js';
import type { Heard, Plan, Refusal } from './plan.js';
import { inFront } from './onScreen.js';
import type { OnScreen } from './onScreen.js';
import { ownAddress } from './ownAddress.js';
import { pictureUrl } from './pictureUrl.js';
import type { Pictures } from './pictureUrl.js';
import { slideTrigger } from './slideTrigger.js';
import type { Msx } from './slideTrigger.js';

/** What a plan depends on besides its command. */
export interface World extends Msx, Pictures {}

/** Before, MSX does not know where it is in a track (seen on a TV with 0.1.145). */
const SEEK_SINCE = 146;

const MAX_TEXT_LENGTH = 200;
const MAX_NOTICE_S = 60;
/** MSX takes a notice away by itself; a longer one is shown again so often. */
const NOTICE_S = 5;
/** What stands in the answer of an item's trigger; no ID is longer. */
const MAX_PROPERTY_LENGTH = 100;

type Make = (payload: Fields, world: World, shown: OnScreen) => Plan | Refusal | null;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value % 1 === 0 && value <= 2_147_483_647;

const NOTHING_TO_TURN = failed('Nothing that could be turned is on the screen.');

/** The sign is an event of this name, maybe of the place in the list that was asked for. */
const heard =
  (type: string, index?: number) =>
  (sign: Heard): boolean =>
    sign.type === type && (index === undefined || sign.index === index);

/** The first word of the actions for what is in front. */
const wordFor = ({ slider }: OnScreen): string => (slider ? 'slider' : 'player');
const eventFor = ({ slider }: OnScreen, ofSlides: string, ofTracks: string): string =>
  slider ? `slider:${ofSlides}` : `video:${ofTracks}`;

const swap =
  (to: 'next' | 'prev'): Make =>
  (_payload, _world, shown) => {
    const front = inFront(shown);
    if (!front) return NOTHING_TO_TURN;
    if (front.size === 1) return failed('There is no other item in its list.');
    return {
      action: shown.slider ? `slider:${to}` : `player:goto:${to}`,
      isDone: heard(eventFor(shown, 'position', 'load')),
    };
  };

const shorten = (text: unknown, { build }: World): string =>
  isText(text) ? plainText(text.slice(0, MAX_TEXT_LENGTH), build) : '';

/** Shows a picture; the sign is that it can be seen, or below 0.1.160 that MSX has opened it. */
function showPicture(url: string, properties: JsonObject, label: string, world: World): Omit<Plan, 'reason'> {
  const trigger = slideTrigger(world);
  const sign = trigger ? 'slider:visible' : 'slider:load';
  return {
    action: `image:${url}`,
    data: { imageLabel: label, properties: { ...properties, ...trigger } },
    isDone: (heard) => heard.type === sign && heard.url === url,
  };
}

const RAN_REQUEST: RanRequest = 'ran';
/** Has MSX say that it ran what stands before in a list. */
const ranAt = (pluginUrl: string): string =>
  `execute:service:request:interaction:${RAN_REQUEST}@${pluginUrl}`;

/** The action for a document of the owner's, which MSX asks the plugin for. */
function documentAction(
  kind: PageKind,
  given: unknown,
  world: World,
): { asked: string; action: string } | Refusal {
  const address = ownAddress('url', given, { ...world, tagged: (url) => url });
  if (!('url' in address)) return address;
  const asked = pageRequest(address.url, kind);
  return { asked, action: `${kind}:request:interaction:${asked}@${world.pluginUrl}` };
}

/** Properties that only say what something is; whatever could be an action is none of them. */
function plainProperties(given: unknown): JsonObject | null {
  const properties: JsonObject = {};
  const values = Object(given ?? {}) as Record<string, Json>;
  const isGood = Object.keys(values).every((name) => {
    const value = values[name]!;
    properties[name] = value;
    return (
      (/^makapix:[a-z_]+$/.test(name) &&
        (typeof value === 'number' || (isText(value) && value.length <= MAX_PROPERTY_LENGTH))) ||
      (name === 'resume:position' && /^(?:\d+%?|none)$/.test(JSON.stringify(value).replace(/"/g, '')))
    );
  });
  return isGood ? properties : null;
}

const playChannel = (spec: string | null, { pluginUrl }: World): Plan | Refusal =>
  spec === null
    ? wrong('channel_name', 'a channel, with what it needs')
    : {
        action: `slideshow:request:interaction:channel-slides:${spec}@${pluginUrl}`,
        isDone: heard('slider:load'),
        reason: { event: 'plugin:channel' },
      };

const MAKERS: Record<string, Make> = {
  swap_next: swap('next'),
  swap_back: swap('prev'),

  set_paused: ({ paused }, _world, shown) => {
    if (typeof paused !== 'boolean') return wrong('paused', 'true or false');
    const front = inFront(shown);
    if (!front) return NOTHING_TO_TURN;
    if (front.isPaused === paused) return null;
    const what = paused ? 'pause' : 'play';
    return { action: `${wordFor(shown)}:${what}`, isDone: heard(eventFor(shown, what, what)) };
  },

  show_artwork: (payload, world) => {
    const { post_id: postId, title } = payload;
    if (!isWhole(postId) || postId === 0) return wrong('post_id', 'a post');
    const picture = pictureUrl(payload, world);
    if (!('url' in picture)) return picture;
    return {
      ...showPicture(picture.url, { 'makapix:post_id': postId }, shorten(title, world), world),
      reason: { event: 'plugin:command', postId },
    };
  },

  play_channel: (payload, world) => playChannel(channelRequest(payload), world),

  play_playset: ({ channels }, world) => {
    if (!(channels instanceof Array)) return wrong('channels', 'a list');
    if (channels.length === 0) return failed('The playset is empty.');
    const specs = channels.map((one) => channelRequest(Object(one) as Fields));
    return playChannel(specs.indexOf(null) < 0 ? specs.join('+') : null, world);
  },

  reload: () => ({ action: 'reload', isDone: () => false, isLast: true }),

  show_notice: ({ text, seconds = NOTICE_S }, world) => {
    if (!isText(text) || text.length > MAX_TEXT_LENGTH)
      return wrong('text', `of 1 to ${MAX_TEXT_LENGTH} characters`);
    if (!isWhole(seconds) || seconds < 1 || seconds > MAX_NOTICE_S)
      return wrong('seconds', `from 1 to ${MAX_NOTICE_S}`);
    const notice = `info:${shorten(text.replace(/[\r\n]/g, ' '), world).replace(/\|/g, '{pipe}')}`;
    const shows = [notice];
    for (let after = NOTICE_S; after < seconds; after += NOTICE_S)
      shows.push(`delay:notice${after}:${after}:${notice}`);
    // What follows in the list runs when MSX has shown it.
    shows.push(ranAt(world.pluginUrl));
    return {
      action: `[${shows.join('|')}]`,
      isDone: ({ type, url }) => type === 'plugin:answered' && url === RAN_REQUEST,
    };
  },

  open_page: ({ url }, world) => {
    const page = documentAction('content', url, world);
    if (!('asked' in page)) return page;
    let isAsked = false;
    return {
      action: `[${page.action}|${ranAt(world.pluginUrl)}]`,
      isDone: (sign) => {
        if (sign.type === 'plugin:asked') isAsked = isAsked || sign.url === page.asked;
        // A page that MSX has it need not ask for.
        return sign.type === 'plugin:answered' && sign.url === (isAsked ? page.asked : RAN_REQUEST);
      },
    };
  },

  open_playlist: ({ url }, world) => {
    const list = documentAction('playlist', url, world);
    return 'asked' in list ? { action: list.action, isDone: heard('video:play') } : list;
  },

  play_media: (payload, world) => {
    const { kind, title, label, image_url: image, duration } = payload;
    const address = ownAddress('url', payload.url, world);
    if (!('url' in address)) return address;
    const { url } = address;
    const background = image === undefined ? { url: null } : ownAddress('image_url', image, world);
    if (!('url' in background)) return background;
    const properties = plainProperties(payload.properties);
    if (!properties) return wrong('properties', 'makapix:… and resume:position');
    if (duration !== undefined && !isWhole(duration)) return wrong('duration', 'in whole seconds');
    const text = shorten(title ?? label, world);
    const { 'makapix:post_id': post } = properties;
    const reason = { event: 'plugin:command', postId: Number(post) } as const;
    const plan = post === undefined ? {} : { reason };
    if (kind === 'image') return { ...showPicture(url, properties, text, world), ...plan };
    if (kind !== 'audio' && kind !== 'video') return wrong('kind', 'audio, video or image');
    if (duration !== undefined) properties['progress:duration'] = duration;
    let isLoaded = false;
    return {
      action: `${kind}:${url}`,
      data: { playerLabel: text, background: background.url, properties },
      isDone: (sign) => {
        if (sign.type === 'video:load') isLoaded = sign.url === url;
        return isLoaded && sign.type === 'video:play';
      },
      ...plan,
    };
  },

  stop: (_payload, _world, shown) =>
    inFront(shown)
      ? { action: `${wordFor(shown)}:stop`, isDone: heard(eventFor(shown, 'stop', 'stop')) }
      : NOTHING_TO_TURN,

  seek: ({ position }, { build }, { video }) => {
    if (build < SEEK_SINCE) return unsupported(`It needs MSX 0.1.${SEEK_SINCE}; this TV has 0.1.${build}.`);
    if (!isWhole(position)) return wrong('position', 'in whole seconds');
    return video
      ? { action: `player:seek:${position}`, isDone: heard('video:seek') }
      : failed('No video or sound is open.');
  },

  goto: ({ index }, _world, shown) => {
    if (!isWhole(index)) return wrong('index', 'a place in the list, the first is 0');
    const front = inFront(shown);
    if (!front) return NOTHING_TO_TURN;
    if (index >= front.size) return failed(`The list has ${front.size} items.`);
    return {
      action: `${wordFor(shown)}:goto:index:${index}`,
      isDone: heard(eventFor(shown, 'position', 'load'), index),
    };
  },
};

/** The commands that a TV takes, unless its owner says otherwise; the others have to be listed. */
const ANYWAY =
  /^(?:swap_next|swap_back|set_paused|show_artwork|play_channel|play_playset|reload|show_notice|open_page)$/;

/**
 * What MSX is to do about a command.
 *
 * @param allowed `remote` of the configuration: all that is not of our own making, or those in a list
 * @param shown what is on the screen
 * @returns the plan; why nothing is done; or null where it is done already
 */
export function planCommand(
  { type, payload }: Command,
  allowed: boolean | string[],
  world: World,
  shown: OnScreen,
): Plan | Refusal | null {
  if (!hasOwn(MAKERS, type)) return unsupported(`There is no command "${type.slice(0, 40)}".`);
  if (allowed === true ? !ANYWAY.test(type) : !allowed || allowed.indexOf(type) < 0)
    return unsupported(`The configuration ("remote") does not allow "${type}".`);
  if (shown.isAway) return failed('The TV is asleep, or shows another app.');
  return MAKERS[type]!(payload, world, shown);
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandText } from './commandText.js';
import { COMMAND_TYPES, LARGEST_COMMAND_BYTES } from './commandTypes.js';
import { isCommandProblem, readCommand } from './readCommand.js';

const NOW_MS = Date.parse('2026-01-02T12:00:00Z');
const read = (type: unknown, payload?: unknown) =>
  readCommand({ command_type: type, ...(payload === undefined ? {} : { payload }) }, NOW_MS);
const URL_ = 'https://media.example/a.mp3';
const ARTWORK = {
  post_id: 7,
  title: 'Seven',
  storage_key: '123903b5-06e3-5d3a-b157-9726e5c07306',
  storage_shard: '03/38',
  native_format: 'webp',
};

/** One of each type, in the form that the owner of a TV would send it. */
const GOOD: Record<(typeof COMMAND_TYPES)[number], object> = {
  swap_next: {},
  swap_back: {},
  set_paused: { paused: true },
  show_artwork: { ...ARTWORK, width: 64, height: 64, art_url: URL_ },
  play_channel: { channel_name: 'hashtag', hashtag: 'cats' },
  play_playset: {
    playset_name: 'followed_artists',
    channels: [{ type: 'user', identifier: 'gb', display_name: null, weight: 2 }],
    exposure_mode: 'equal',
    pick_mode: 'random',
  },
  reload: {},
  show_notice: { text: 'Closing at six', seconds: 5 },
  open_page: { url: URL_ },
  play_media: {
    url: URL_,
    kind: 'audio',
    title: 'A',
    label: 'B',
    image_url: URL_,
    duration: 90.5,
    properties: { 'makapix:post_id': '7' },
  },
  open_playlist: { url: URL_ },
  stop: {},
  seek: { position: 90.5 },
  goto: { index: 0 },
};

describe('a command', () => {
  it.each(COMMAND_TYPES)('%s is read, now or at a time', (type) => {
    const payload = GOOD[type];
    expect(read(type, payload)).toEqual({ type, payload });
    const later = { ...payload, at: NOW_MS + 60_000 };
    expect(read(type, later)).toEqual({ type, payload: later });
  });

  const recorded = readFileSync(resolve('e2e/stage/makapix/cases/commands.jsonl'), 'utf8').trim().split('\n');
  it.each(recorded)("of Makapix's own server is read and would be sent as it was: %s", (line) => {
    const message = JSON.parse(line) as { command_id: string; timestamp: string };
    const command = readCommand(message, NOW_MS);
    if (isCommandProblem(command)) throw new Error(command.problem);
    const sent = JSON.parse(commandText(message.command_id, command, NOW_MS)) as object;
    expect({ ...sent, timestamp: message.timestamp }).toEqual(message);
  });

  it('needs no payload where its type has none', () =>
    expect(read('swap_next')).toEqual({ type: 'swap_next', payload: {} }));

  it.each([null, [], 'swap_next', 7, {}, { command_type: 7 }, { command_type: 'stop', payload: [] }])(
    'is not %j',
    (value) => expect(readCommand(value, NOW_MS)).toMatchObject({ code: 'not_a_command' }),
  );

  it.each(['set_brightness', 'execute', 'toString', ''])('is of a known type, which %j is not', (type) =>
    expect(read(type)).toMatchObject({
      code: 'unknown_command',
      problem: expect.stringContaining('swap_next') as string,
    }),
  );

  it.each<[string, object, string]>([
    ['set_paused', { paused: 'true' }, 'paused of set_paused must be true or false.'],
    ['set_paused', {}, 'paused of set_paused must be true or false.'],
    ['swap_next', { now: true }, 'The payload of swap_next has no "now": take at.'],
    ['swap_next', { at: 'soon' }, 'at of swap_next must be a time in ms since 1970, at most 60 s from now.'],
    ['swap_next', { at: NOW_MS + 60_001 }, 'at of swap_next must be'],
    ['show_artwork', { ...ARTWORK, storage_key: '../../etc' }, 'storage_key of show_artwork must be'],
    ['show_artwork', { ...ARTWORK, storage_shard: '03/../..' }, 'storage_shard of show_artwork must be'],
    ['show_artwork', { ...ARTWORK, native_format: 'png?' }, 'native_format of show_artwork must be'],
    ['show_artwork', { ...ARTWORK, post_id: 7.5 }, 'post_id of show_artwork must be'],
    ['show_artwork', { ...ARTWORK, post_id: 2 ** 60 }, 'post_id of show_artwork must be'],
    ['show_artwork', { ...ARTWORK, art_url: 'file:///etc/passwd' }, 'art_url of show_artwork must be'],
    ['play_channel', { channel_name: 'mine' }, 'channel_name of play_channel must be one of all,'],
    ['play_channel', { channel_name: 'hashtag' }, 'hashtag of play_channel is missing, which the channel'],
    ['play_channel', { channel_name: 'by_user' }, 'user_sqid of play_channel is missing'],
    ['play_channel', { channel_name: 'hashtag', hashtag: '#cats' }, 'hashtag of play_channel must be'],
    ['play_playset', { playset_name: 'a', channels: [{ name: 'b' }] }, 'channels of play_playset must be'],
    ['show_notice', { text: '' }, 'text of show_notice must be a text of 1 to 200 characters.'],
    ['show_notice', { text: 'a'.repeat(201) }, 'text of show_notice must be'],
    ['show_notice', { text: 'a', seconds: 61 }, 'seconds of show_notice must be'],
    ['open_page', { url: 'javascript:alert(1)' }, 'url of open_page must be an address that begins with'],
    ['open_page', { url: 'http://' }, 'url of open_page must be'],
    ['open_page', { url: `https://a/${'b'.repeat(2048)}` }, 'url of open_page must be'],
    ['play_media', { url: URL_, kind: 'radio' }, 'kind of play_media must be audio, video or image.'],
    ['play_media', { url: URL_, kind: 'audio', properties: { a: 1 } }, 'properties of play_media must be'],
    ['seek', { position: -1 }, 'position of seek must be a number of seconds from 0 to 86400.'],
    ['goto', { index: 1.5 }, 'index of goto must be a whole number of at least 0.'],
  ])('%s with %j is told what is wrong', (type, payload, problem) =>
    expect(read(type, payload)).toEqual({
      code: 'bad_payload',
      problem: expect.stringContaining(problem) as string,
    }),
  );

  it('counts characters, not halves of them', () =>
    expect(read('show_notice', { text: '😀'.repeat(200) })).toMatchObject({ type: 'show_notice' }));

  it('is no larger than a TV takes', () => {
    const properties = (characters: number) => ({
      ...GOOD.play_media,
      properties: { a: 'ä'.repeat(characters) },
    });
    expect(read('play_media', properties(5000))).toMatchObject({ code: 'command_too_large' });
    const command = read('play_media', properties(3800));
    if (isCommandProblem(command)) throw new Error(command.problem);
    const text = commandText('123903b5-06e3-5d3a-b157-9726e5c07306', command, NOW_MS);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST_COMMAND_BYTES);
  });
});

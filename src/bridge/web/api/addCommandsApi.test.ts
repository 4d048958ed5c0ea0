import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IClientOptions } from 'mqtt';
import { startBridge, type Bridge, type BridgeOptions } from '../../startBridge.js';
import type { Refusal } from '../../broker/refusal.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { connectPlayer, openMenu, type TestPlayer } from '../../../../e2e/stage/connectPlayer.js';
import { knownTv } from '../../../../e2e/stage/knownTv.js';
import { mediaFolder } from '../../../../e2e/stage/mediaFolder.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';

interface Message {
  command_id: string;
  command_type: string;
  payload: Record<string, unknown>;
  timestamp: string;
}
interface Tv extends TestPlayer {
  heard: Message[];
  say(topic: string, value: unknown, retain?: boolean): Promise<void>;
}

let sample: SamplePackage;
let bridge: Bridge;
let refusals: Refusal[];
const clock = { nowMs: 0 };
const connected: TestPlayer[] = [];

async function start(options: BridgeOptions = {}): Promise<void> {
  bridge = await startBridge({
    folders: sample.folders,
    attemptsPerMinute: 1000,
    now: () => clock.nowMs,
    onRefusal: (one) => refusals.push(one),
    ...options,
  });
}
async function restart(options: BridgeOptions): Promise<void> {
  await bridge.close();
  await start(options);
}
beforeEach(async () => {
  sample = await samplePackage();
  refusals = [];
  clock.nowMs = Date.parse('2026-01-02T12:00:00Z');
  await start();
});
afterEach(async () => {
  for (const { client } of connected.splice(0)) client.end(true);
  await bridge.close();
  await sample.remove();
});

/** A TV that is connected, and answers each command; by default it has done it. */
async function tvOf(
  deviceId: string,
  answer: ((message: Message) => object | null) | 'deaf' = () => ({ status: 'ok', error: null }),
  options: IClientOptions = {},
): Promise<Tv> {
  await openMenu(bridge.port, deviceId);
  const player = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, deviceId, options);
  connected.push(player);
  const { client, playerKey } = player;
  const heard: Message[] = [];
  const say = async (topic: string, value: unknown, retain = false): Promise<void> => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    await client.publishAsync(`makapix/player/${playerKey}/${topic}`, text, { qos: 1, retain });
  };
  client.on('message', (_topic, payload) => {
    const message = JSON.parse(payload.toString()) as Message;
    heard.push(message);
    const ack = answer === 'deaf' ? null : answer(message);
    // Nobody waits for it: a test may end, and the connection with it, before the broker has confirmed it.
    if (ack)
      client.publish(
        `makapix/player/${playerKey}/command/ack`,
        JSON.stringify({ command_id: message.command_id, ...ack }),
        { qos: 1 },
      );
  });
  if (answer !== 'deaf') await client.subscribeAsync(`makapix/player/${playerKey}/command`, { qos: 1 });
  return { ...player, heard, say };
}
const api = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await ask(bridge.port, path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const given = JSON.parse(answer.text) as Record<string, unknown>;
  return Object.assign(given, { status: answer.status });
};
const command = (type: string, payload?: object, id = 'msx_tv') =>
  api('POST', `/api/players/${id}/commands`, { command_type: type, payload });
const history = async (id = 'msx_tv') =>
  (await api('GET', `/api/players/${id}/commands`)).commands as Record<string, unknown>[];
const record = async (id = 'msx_tv') =>
  ((await api('GET', '/api/players')).players as Record<string, unknown>[]).find((one) => one.id === id);

describe('a command to a TV', () => {
  it('arrives as the protocol has it, and is answered with what the TV says', async () => {
    const tv = await tvOf('tv');
    const { status, ...answer } = await command('seek', { position: 90 });
    expect(status).toBe(200);
    expect(tv.heard).toEqual([
      {
        command_id: answer.command_id,
        command_type: 'seek',
        payload: { position: 90 },
        timestamp: '2026-01-02T12:00:00.000Z',
      },
    ]);
    expect(answer).toEqual({ command_id: answer.command_id, result: 'ok', error: null });
  });

  it.each(['error', 'unsupported'])('that is answered with %s says why', async (status) => {
    await tvOf('tv', () => ({ status, error: 'Nothing turns.' }));
    expect(await command('swap_next')).toMatchObject({ result: status, error: 'Nothing turns.' });
  });

  it('that nobody answers says so in time', async () => {
    await restart({ commandTimeoutMs: 200 });
    await tvOf('tv', () => null);
    expect(await command('swap_next')).toMatchObject({
      result: 'no_answer',
      error: 'The TV did not answer within 0.2 s.',
    });
  });

  it('that is not connected, or listens to none, is told at once', async () => {
    const tv = await tvOf('tv', 'deaf');
    expect(await record()).toMatchObject({ listens: false });
    expect(await command('swap_next')).toMatchObject({
      result: 'no_answer',
      error: expect.stringMatching(/^.+ takes no commands: its plugin is too old/) as string,
    });
    await tv.client.endAsync();
    await vi.waitFor(async () =>
      expect(await command('swap_next')).toMatchObject({
        result: 'no_answer',
        error: expect.stringMatching(/is not connected to the broker\.$/) as string,
      }),
    );
  });

  it('is not answered by another TV', async () => {
    const other = await tvOf('other');
    const tv = await tvOf('tv', (message) => {
      void other
        .say('command/ack', { command_id: message.command_id, status: 'ok', error: null })
        .then(() => tv.say('command/ack', { command_id: message.command_id, status: 'error', error: 'No.' }));
      return null;
    });
    expect(await command('swap_next')).toMatchObject({ result: 'error', error: 'No.' });
  });

  it('is one of three hundred in a minute', async () => {
    await tvOf('tv');
    await openMenu(bridge.port, 'away');
    const all = Array.from({ length: 300 }, () => command('swap_next', undefined, 'msx_away'));
    expect((await Promise.all(all)).every(({ status }) => status === 200)).toBe(true);
    expect(await command('swap_next', undefined, 'msx_away')).toMatchObject({
      status: 429,
      code: 'too_many_commands',
    });
    expect(await command('swap_next')).toMatchObject({ result: 'ok' });
    expect((await api('POST', '/api/commands', { command_type: 'stop' })).results).toMatchObject([
      { player_id: 'msx_away', result: 'error' },
      { player_id: 'msx_tv', result: 'ok' },
    ]);
  });

  it.each<[unknown, number, string]>([
    [{ command_type: 'set_brightness' }, 400, 'unknown_command'],
    [{ command_type: 'seek', payload: { position: 'x' } }, 400, 'bad_payload'],
    [['swap_next'], 400, 'not_a_command'],
    [{ command_type: 'show_artwork', payload: { post_id: 999 } }, 404, 'post_unknown'],
  ])('%j is none, and reaches nobody', async (body, status, code) => {
    const tv = await tvOf('tv');
    expect(await api('POST', '/api/players/msx_tv/commands', body)).toMatchObject({ status, code });
    expect(await api('POST', '/api/commands', body)).toMatchObject({ status, code });
    expect(await command('stop')).toMatchObject({ result: 'ok' });
    expect(tv.heard.map(({ command_type: type }) => type)).toEqual(['stop']);
  });

  it('to a TV that nobody knows is refused', async () => {
    expect(await command('stop', undefined, 'msx_none')).toMatchObject({
      status: 404,
      code: 'player_unknown',
    });
    expect(await api('GET', '/api/players/msx_none/commands')).toMatchObject({ code: 'player_unknown' });
  });
});

describe('a command to several TVs', () => {
  it('has one result for each', async () => {
    await tvOf('one');
    await tvOf('two', () => ({ status: 'unsupported', error: 'Too old.' }));
    await openMenu(bridge.port, 'three');
    const { results } = await api('POST', '/api/commands', { command_type: 'swap_next' });
    expect(results).toMatchObject([
      { player_id: 'msx_one', result: 'ok', error: null },
      { player_id: 'msx_three', result: 'no_answer' },
      { player_id: 'msx_two', result: 'unsupported', error: 'Too old.' },
    ]);
    const some = await api('POST', '/api/commands', {
      command_type: 'stop',
      players: ['msx_two', 'msx_two'],
    });
    expect(some.results).toMatchObject([{ player_id: 'msx_two' }]);
  });

  it.each([
    [[], 'bad_request'],
    ['msx_one', 'bad_request'],
    [['msx_one', 'msx_none'], 'player_unknown'],
  ])('names them: %j does not, and nobody is told anything', async (players, code) => {
    const tv = await tvOf('one');
    expect(await api('POST', '/api/commands', { command_type: 'stop', players })).toMatchObject({ code });
    expect(tv.heard).toEqual([]);
  });
});

describe('a picture on a TV', () => {
  it('of the media folder is named by its ID alone, and its address is right for that TV', async () => {
    const media = await mediaFolder(['a/ü b.png', 'c.mp3']);
    await restart({ media: media.path });
    await bridge.library!.rescan();
    const [picture, sound] = ['a/ü b.png', 'c.mp3'].map((path) => bridge.library!.postAt(path)!);
    const tv = await tvOf('tv');
    expect(await command('show_artwork', { post_id: picture!.postId })).toMatchObject({ result: 'ok' });
    const { payload } = tv.heard[0]!;
    expect(payload).toMatchObject({
      post_id: picture!.postId,
      title: 'ü b',
      storage_key: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
      storage_shard: expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f]{2}$/) as string,
      native_format: 'png',
    });
    const url = new URL(payload.art_url as string);
    expect(url.origin).toBe(`http://127.0.0.1:${bridge.port}`); // where the TV has found the broker
    const file = await ask(bridge.port, url.pathname + url.search);
    expect([file.status, file.headers['content-type']]).toEqual([200, 'image/png']);
    expect(await command('show_artwork', { post_id: sound!.postId })).toMatchObject({
      status: 400,
      code: 'bad_payload',
    });
    await media.remove();
  });

  it('of the sample gallery is one as well', async () => {
    const tv = await tvOf('tv');
    expect(await command('show_artwork', { post_id: 7 })).toMatchObject({ result: 'ok' });
    expect(tv.heard[0]!.payload).toMatchObject({
      title: 'Seven',
      art_url: `http://127.0.0.1:${bridge.port}/gallery/seven.png`,
    });
  });

  it('of another server is sent as it is given', async () => {
    const tv = await tvOf('tv');
    const payload = {
      post_id: 131,
      title: 'Post 131',
      storage_key: '123903b5-06e3-5d3a-b157-9726e5c07306',
      storage_shard: '03/38',
      native_format: 'webp',
    };
    expect(await command('show_artwork', payload)).toMatchObject({ result: 'ok' });
    expect(tv.heard[0]!.payload).toEqual(payload);
  });

  it('keeps an address that was given', async () => {
    const tv = await tvOf('tv');
    await command('show_artwork', { post_id: 7, art_url: 'https://vault.example/7.png' });
    expect(tv.heard[0]!.payload).toMatchObject({ title: 'Seven', art_url: 'https://vault.example/7.png' });
  });
});

describe('the commands of a TV', () => {
  it('are kept over a restart, with who sent them and what became of them', async () => {
    const database = `${sample.root}/bridge.db`;
    await restart({ database });
    await tvOf('tv', ({ command_type: type }) =>
      type === 'stop' ? { status: 'error', error: 'Nothing plays.' } : { status: 'ok', error: null },
    );
    const { command_id: id } = await command('stop');
    clock.nowMs += 1000;
    await command('show_notice', { text: 'Ä' });
    await restart({ database });
    expect(await history()).toEqual([
      expect.objectContaining({ command_type: 'show_notice', payload: { text: 'Ä' }, result: 'ok' }),
      {
        command_id: id,
        command_type: 'stop',
        payload: {},
        sent_by: 'open',
        address: '127.0.0.1',
        sent_at: '2026-01-02T12:00:00.000Z',
        result: 'error',
        error: 'Nothing plays.',
        ended_at: '2026-01-02T12:00:00.000Z',
      },
    ]);
  });

  it('show which are under way', async () => {
    const tv = await tvOf('tv', () => null);
    const outcome = command('stop');
    await vi.waitFor(async () => expect(await history()).toMatchObject([{ result: null, ended_at: null }]));
    await tv.say('command/ack', { command_id: tv.heard[0]!.command_id, status: 'ok', error: null });
    expect(await outcome).toMatchObject({ result: 'ok' });
  });

  it('name the session or the token of whoever has sent them', async () => {
    await restart({ auth: 'token', adminToken: 'secret' });
    await knownTv(bridge.registry, 'tv');
    const path = '/api/players/msx_tv/commands';
    expect(await api('POST', path, { command_type: 'stop' })).toMatchObject({ status: 401 });
    const authorization = 'Bearer secret';
    expect(await api('POST', path, { command_type: 'stop' }, { authorization })).toMatchObject({
      status: 200,
    });
    const session = await ask(bridge.port, '/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"token":"secret"}',
    });
    const cookie = session.headers['set-cookie']![0]!.split(';')[0]!;
    clock.nowMs += 1000;
    expect(await api('POST', path, { command_type: 'stop' }, { cookie })).toMatchObject({ status: 200 });
    const { commands } = await api('GET', path, undefined, { authorization });
    expect(commands).toMatchObject([{ sent_by: 'session' }, { sent_by: 'token' }]);
  });

  it('are forgotten with it', async () => {
    await openMenu(bridge.port, 'tv');
    await command('stop');
    await api('GET', '/api/players/msx_tv/commands');
    await ask(bridge.port, '/api/players/msx_tv', { method: 'DELETE' });
    await openMenu(bridge.port, 'tv');
    expect(await history()).toEqual([]);
  });
});

describe('what a TV says of itself', () => {
  it('is in its record, retained or not', async () => {
    const tv = await tvOf('tv');
    expect(await record()).toMatchObject({ listens: true, capabilities: null, state: null, playback: null });
    const capabilities = { firmware_version: '0.1.0', features: { pause: {} } };
    await tv.say('capabilities', capabilities, true);
    await tv.say('state', { is_paused: false }, true);
    await tv.say('state', { is_paused: true }, true);
    await tv.say('playback', {
      state: 'playing',
      position: 3,
      duration: 60,
      index: 0,
      url: null,
      post_id: 7,
    });
    expect(await record()).toMatchObject({
      capabilities,
      state: { is_paused: true },
      playback: { state: 'playing', post_id: 7 },
    });
  });

  it('is refused where it is too large or no object, and its TV stays connected', async () => {
    const tv = await tvOf('tv');
    await tv.say('state', { is_paused: true });
    await tv.say('state', { a: 'b'.repeat(8200) });
    await tv.say('capabilities', 'yes');
    await tv.say('command/ack', '{}');
    expect(refusals).toMatchObject(
      Array.from({ length: 3 }, () => ({ code: 'message-refused', playerKey: tv.playerKey })),
    );
    expect(await record()).toMatchObject({ state: { is_paused: true }, capabilities: null });
    expect(tv.client.connected).toBe(true);
  });
});

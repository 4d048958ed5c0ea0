// What a TV asks of the bridge over MQTT, and the pictures that it is told of.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Duplex } from 'node:stream';
import { generate } from 'mqtt-packet';
import sharp from 'sharp';
import { WebSocket, createWebSocketStream } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../e2e/stage/ask.js';
import { connectPlayer, openMenu, type TestPlayer } from '../../../e2e/stage/connectPlayer.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import type { RequestAnswer } from '../../../e2e/stage/requestStage.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { startBridge, type Bridge, type BridgeOptions } from '../startBridge.js';
import type { Refusal } from './refusal.js';

let sample: SamplePackage;
let media: MediaFolder;
let copies: string;
let bridge: Bridge;
const refusals: Refusal[] = [];
const clock = { nowMs: 0 };
const connected: TestPlayer[] = [];

async function start(options: BridgeOptions = {}): Promise<void> {
  bridge = await startBridge({
    folders: sample.folders,
    attemptsPerMinute: 1000,
    now: () => clock.nowMs,
    onRefusal: (refusal) => refusals.push(refusal),
    ...options,
  });
  await bridge.library?.rescan();
  await bridge.library?.detailsRead();
}
const withMedia = () => start({ media: media.path, thumbnails: copies });

beforeEach(async () => {
  sample = await samplePackage();
  media = await mediaFolder();
  copies = await mkdtemp(join(tmpdir(), 'copies-'));
  clock.nowMs = Date.parse('2026-01-02T12:00:00Z');
  refusals.length = 0;
});
afterEach(async () => {
  for (const { client } of connected.splice(0)) client.end(true);
  await bridge.close();
  await sample.remove();
  await media.remove();
  await rm(copies, { recursive: true });
});

const topic = (rest: string, key: string) => `makapix/player/${key}/${rest}`;

interface Asking extends TestPlayer {
  /** Asks, and waits for the answer. */
  ask(fields: object): Promise<RequestAnswer>;
}

async function player(deviceId = 'tv', url = `ws://127.0.0.1:${bridge.port}/mqtt`): Promise<Asking> {
  await (bridge.library
    ? ask(bridge.port, `/msx/menu.json?device_id=${deviceId}`)
    : openMenu(bridge.port, deviceId));
  const one = await connectPlayer(url, deviceId);
  connected.push(one);
  await one.client.subscribeAsync(topic('response/+', one.playerKey), { qos: 1 });
  let asked = 0;
  return {
    ...one,
    async ask(fields) {
      clock.nowMs += 1000;
      const id = `r${++asked}`;
      const answer = new Promise<RequestAnswer>((resolve) => {
        const look = (from: string, payload: Buffer) => {
          if (from !== topic(`response/${id}`, one.playerKey)) return;
          one.client.off('message', look);
          resolve(JSON.parse(payload.toString()) as RequestAnswer);
        };
        one.client.on('message', look);
      });
      const request = { request_id: id, player_key: one.playerKey, ...fields };
      await one.client.publishAsync(topic(`request/${id}`, one.playerKey), JSON.stringify(request), {
        qos: 1,
      });
      return answer;
    },
  };
}

const query = (fields: object = {}) => ({ request_type: 'query_posts', ...fields });

/** Loads an address of the bridge as it stands in an answer. */
async function load(
  url: unknown,
): Promise<{ status: number; type: string | null; bytes: Buffer; cache: string | null }> {
  const response = await fetch(String(url));
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    cache: response.headers.get('cache-control'),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('a TV that asks for posts', () => {
  it('is told of the pictures of the media folder, and can fetch each of them', async () => {
    await media.add('Beach/one.png');
    await media.add('two.png');
    await media.add('song.mp3');
    await withMedia();
    const tv = await player();
    const answer = await tv.ask(query({ include_fields: ['width', 'height', 'frame_count'] }));
    expect(answer.posts).toHaveLength(2);
    for (const post of answer.posts!) {
      expect(post).toMatchObject({ width: 1920, height: 1080, frame_count: 1, native_format: 'png' });
      const url = `http://127.0.0.1:${bridge.port}/vault/${String(post.storage_shard)}/${String(post.storage_key)}.png`;
      expect(post.art_url).toBe(url);
      expect(await load(url)).toMatchObject({
        status: 200,
        type: 'image/png',
        cache: 'public, max-age=31536000, immutable',
      });
    }
    const { posts } = await tv.ask(query({ channel: 'hashtag', hashtag: 'beach' }));
    expect((await load(posts![0]!.art_url)).bytes.toString()).toContain('Beach/one.png');
    const song = bridge.library!.postAt('song.mp3')!.postId;
    expect(await tv.ask({ request_type: 'get_post', post_id: song })).toMatchObject({
      error_code: 'unsupported_kind',
    });
  });

  it('is told of those of the sample gallery', async () => {
    await start({ folders: { ...sample.folders, gallery: resolve('src/bridge/gallery') } });
    const tv = await player();
    const { posts } = await tv.ask(query({ include_fields: ['width'] }));
    expect(posts!.length).toBeGreaterThan(5);
    for (const post of posts!) {
      expect(post.width).toBeGreaterThan(0);
      expect(await load(post.art_url)).toMatchObject({ status: 200, type: 'image/png' });
    }
    const { post } = await tv.ask({ request_type: 'get_post', post_id: posts![0]!.post_id });
    expect(post).toMatchObject({ art_url: posts![0]!.art_url });
  });

  it('gets another key and address when the content of a file has changed, and the old one is gone', async () => {
    await media.add('a.png', 'before');
    await withMedia();
    const tv = await player();
    const postOf = async () => (await tv.ask(query())).posts![0]!;
    const before = await postOf();
    await media.add('a.png', 'afters');
    await bridge.library!.rescan();
    const after = await postOf();
    expect(after.post_id).toBe(before.post_id);
    expect(after.storage_key).not.toBe(before.storage_key);
    expect((await load(after.art_url)).bytes.toString()).toContain('afters');
    expect((await load(before.art_url)).status).toBe(404);
    await media.move('a.png', 'b/c.png');
    await bridge.library!.rescan();
    expect(await postOf()).toEqual(after);
    expect((await load(after.art_url)).status).toBe(200);
  });

  it('does not get new content under an old key, even before the library has looked at it', async () => {
    await media.add('a.png', 'before');
    await withMedia();
    const tv = await player();
    const { posts } = await tv.ask(query());
    await writeFile(join(media.path, 'a.png'), 'afterwards');
    expect((await load(posts![0]!.art_url)).status).toBe(404);
  });

  it('has the address by which it has found the bridge, also by plain MQTT', async () => {
    await media.add('a.png');
    await start({ media: media.path, mqttPort: 0 });
    const url = `ws://localhost:${bridge.port}/mqtt`;
    const { posts } = await (await player('named', url)).ask(query());
    expect(posts![0]!.art_url).toMatch(`http://localhost:${bridge.port}/vault/`);
    const plain = await player('plain', `mqtt://127.0.0.1:${bridge.mqttPort}`);
    const answer = await plain.ask(query());
    expect((await load(answer.posts![0]!.art_url)).status).toBe(200);
  });
});

describe('a picture for an engine that does not know its format', () => {
  const animated = () =>
    sharp(Buffer.from(Array.from({ length: 16 * 48 * 3 }, (_, i) => (i * 7) % 251)), {
      raw: { width: 16, height: 48, channels: 3, pageHeight: 16 },
    });
  /** What a picture is sent as in each format. */
  async function formats(native: string, names: string[]) {
    const { posts } = await (await player()).ask(query({ include_fields: ['frame_count'] }));
    const [post] = posts!;
    expect(post!.native_format).toBe(native);
    const url = String(post!.art_url).replace(/\.\w+$/, '');
    return Promise.all(
      names.map(async (name) => {
        const { status, type, bytes, cache } = await load(`${url}.${name}`);
        if (status !== 200) return status;
        expect([type, cache]).toEqual([
          `image/${name.replace('jpg', 'jpeg')}`,
          'public, max-age=31536000, immutable',
        ]);
        const { format, width, pages = 1 } = await sharp(bytes).metadata();
        return `${format} ${width} ${pages}`;
      }),
    );
  }

  it('comes in one that it knows, an animation as an animation', async () => {
    await media.write('a.webp', await animated().webp().toBuffer());
    await withMedia();
    expect(await formats('webp', ['webp', 'gif', 'png', 'jpg', 'bmp', 'svg'])).toEqual([
      'webp 16 3',
      'gif 16 3',
      'png 16 1',
      'jpeg 16 1',
      404,
      404,
    ]);
  });

  it('is no larger than the screen of a TV', async () => {
    const large = sharp({ create: { width: 4000, height: 1000, channels: 3, background: '#123' } });
    await media.write('a.jpeg', await large.jpeg().toBuffer());
    await withMedia();
    expect(await formats('jpg', ['jpg', 'png'])).toEqual(['jpeg 4000 1', 'png 1920 1']);
  });

  it('is not there where no copies are made', async () => {
    await media.write('a.webp', await animated().webp().toBuffer());
    await start({ media: media.path });
    expect(await formats('webp', ['webp', 'png'])).toEqual(['webp 16 3', 404]);
  });

  it('is not there under any other address', async () => {
    await media.add('a.png');
    await media.add('b.mp3');
    await withMedia();
    const { posts } = await (await player()).ask(query());
    const { storage_key: key, storage_shard: shard } = posts![0] as Record<string, string>;
    for (const path of [
      `/vault/00/00/${key}.png`,
      `/vault/${shard}/${key}`,
      `/vault/${shard}/${key}.png.png`,
      `/vault/${shard}/${key!.toUpperCase()}.png`,
      `/vault/${shard}/00000000-0001-8000-8000-000000000000.png`,
      `/vault/${shard}/..%2f..%2fa.png`,
      `/vault/${shard}/constructor.png`,
    ])
      expect((await ask(bridge.port, path)).status, path).toBe(404);
  });
});

describe('who may ask', () => {
  it('is a TV for itself: the answer goes to nobody else', async () => {
    await start();
    const [tv, other] = [await player('tv'), await player('other')];
    const heard: string[] = [];
    other.client.on('message', (from) => heard.push(from));
    expect(await tv.ask({ request_type: 'echo', echo_data: 1 })).toMatchObject({
      success: true,
      echo_data: 1,
    });
    await expect(other.client.subscribeAsync(topic('response/+', tv.playerKey))).rejects.toThrow();
    await expect(other.client.subscribeAsync(topic('request/+', other.playerKey))).rejects.toThrow();
    const end = new Promise<void>((resolve) => other.client.once('close', () => resolve()));
    other.client.publish(topic('request/r1', tv.playerKey), '{}');
    await end;
    expect(heard).toEqual([]);
    expect(refusals.map(({ code }) => code)).toEqual([
      'subscribe-refused',
      'subscribe-refused',
      'publish-refused',
    ]);
  });

  it('is not a TV without an owner', async () => {
    await start();
    const tv = await player();
    const body = JSON.stringify({ owner: null });
    await ask(bridge.port, '/api/players/msx_tv', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await tv.ask({ request_type: 'echo' })).toMatchObject({ error_code: 'authentication_failed' });
  });

  it('is nobody more than ten times in a second, by however many connections', async () => {
    await start();
    const tv = await player();
    const second = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv', {
      clientId: `second-${tv.playerKey}`,
      username: tv.playerKey,
    });
    connected.push(second);
    const codes: (string | undefined)[] = [];
    tv.client.on('message', (_topic, payload) =>
      codes.push((JSON.parse(payload.toString()) as RequestAnswer).error_code),
    );
    const payload = JSON.stringify({ player_key: tv.playerKey, request_type: 'echo' });
    for (let i = 0; i < 6; i++)
      for (const { client } of [tv, second])
        await client.publishAsync(topic(`request/${i}`, tv.playerKey), payload, { qos: 1 });
    await expect.poll(() => codes.length).toBe(12);
    expect(codes.filter((code) => code === 'rate_limit_exceeded')).toHaveLength(2);
  });

  it('has its reactions after a restart', async () => {
    await media.add('a.png');
    const database = join(copies, 'bridge.db');
    const options = { media: media.path, database };
    await start(options);
    const tv = await player();
    const { posts } = await tv.ask(query());
    const reaction = { request_type: 'submit_reaction', post_id: posts![0]!.post_id, emoji: '👍' };
    expect(await tv.ask(reaction)).toEqual({ request_id: 'r2', success: true, error: null });
    await bridge.close();
    await start(options);
    const again = await (await player()).ask(query({ channel: 'reactions', user_handle: 'home' }));
    expect(again.posts).toMatchObject([{ post_id: posts![0]!.post_id }]);
  });
});

describe('a TV that asks and never reads', () => {
  const KEY = playerKeyOf('stuck');
  const ECHO_BYTES = 100_000;
  /** What both ends of a connection within one machine may hold, and what the bridge keeps. */
  const MOST_SENT_BYTES = 24 * 1024 * 1024;

  const streams: Record<string, () => Promise<Duplex>> = {
    'by plain MQTT': async () => {
      const socket = connectTcp(bridge.mqttPort!, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    'by WebSocket': async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/mqtt`, 'mqtt');
      await once(socket, 'open');
      socket.pause();
      return createWebSocketStream(socket);
    },
  };

  it.each(Object.keys(streams))('is cut off %s, and holds up nobody', async (way) => {
    await start({ mqttPort: 0 });
    await openMenu(bridge.port, 'stuck');
    const bystander = await player('bystander');
    const stream = await streams[way]!();
    stream.on('error', () => undefined);
    const closed = once(stream, 'close');
    stream.write(
      generate({
        cmd: 'connect',
        clientId: KEY,
        username: KEY,
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        keepalive: 0,
      }),
    );
    stream.write(
      generate({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: topic('response/+', KEY), qos: 1 }],
      }),
    );
    const payload = JSON.stringify({
      player_key: KEY,
      request_type: 'echo',
      echo_data: 'x'.repeat(ECHO_BYTES),
    });
    const packet = generate({
      cmd: 'publish',
      topic: topic('request/r', KEY),
      payload,
      qos: 0,
      dup: false,
      retain: false,
    });
    let sent = 0;
    while (!refusals.some(({ code }) => code === 'not-reading') && sent < MOST_SENT_BYTES) {
      clock.nowMs += 200; // no faster than a TV may
      sent += packet.length;
      if (!stream.write(packet)) await Promise.race([once(stream, 'drain'), closed]);
      expect(await bystander.ask({ request_type: 'echo', echo_data: sent })).toMatchObject({
        echo_data: sent,
      });
    }
    expect(sent).toBeLessThan(MOST_SENT_BYTES);
    expect(refusals).toMatchObject([{ code: 'not-reading', playerKey: KEY }]);
    stream.resume();
    stream.destroy();
    await closed;
  });
});

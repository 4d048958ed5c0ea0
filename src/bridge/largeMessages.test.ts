// 300 MB, really sent, by every way in. The bridge is a process of its own, whose memory is its own as well.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { topicsOf } from '../makapix/topicsOf.js';
import { connectPlayer, openMenu, type TestPlayer } from '../../e2e/stage/connectPlayer.js';
import { startProgram, type RunningProgram } from '../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

const MB = 1024 * 1024;
const SENT_BYTES = 300 * MB;
const BLOCK = Buffer.alloc(64 * 1024);

/** What the two ends of a connection within one machine may hold before the sender hears that it is cut. */
const ON_THE_WAY_BYTES = 16 * MB;
const GROWTH_BYTES = 12 * MB;

let sample: SamplePackage;
let program: RunningProgram;
let bystander: TestPlayer;
let minute = 0;
beforeAll(async () => {
  sample = await samplePackage();
  program = await startProgram(sample);
  await openMenu(program.port, 'bystander');
  await openMenu(program.port, 'tv');
  bystander = await connectPlayer(`ws://127.0.0.1:${program.port}/mqtt`, 'bystander');
  await bystander.acked({ post_id: 7 });
}, 30_000);
afterAll(async () => {
  bystander.client.end(true);
  program.child.kill('SIGKILL');
  await program.ended;
  await sample.remove();
});

/** Writes blocks, no faster than they are taken, until all are sent or the connection ends. @returns bytes */
async function pour(stream: Duplex): Promise<number> {
  let bytes = 0;
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  stream.on('error', () => undefined);
  while (bytes < SENT_BYTES && !stream.destroyed) {
    bytes += BLOCK.length;
    if (!stream.write(BLOCK)) await Promise.race([once(stream, 'drain').catch(() => undefined), closed]);
  }
  await closed;
  return bytes;
}

/** The fixed head of an MQTT packet with the longest length there is, 256 MB (MQTT 3.1.1, 2.2.3). */
const longestPacket = (type: number): Buffer => Buffer.from([type, 0xff, 0xff, 0xff, 0x7f]);
const [CONNECT, PUBLISH] = [0x10, 0x30];

async function webSocket(): Promise<Socket> {
  const socket = new WebSocket(`ws://127.0.0.1:${program.port}/mqtt`, 'mqtt');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return (socket as unknown as { _socket: Socket })._socket;
}
/** A client's frame (RFC 6455, 5.2), masked with zeros. */
function frameHead(bytes: number): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x82; // the last frame of a binary message
  head[1] = 0xff; // masked, with a length of eight bytes
  head.writeBigUInt64BE(BigInt(bytes), 2);
  return head;
}

const WAYS: Record<string, () => Promise<number>> = {
  'as the first packet of plain MQTT': async () => {
    const socket = connect(program.mqttPort, '127.0.0.1');
    socket.write(longestPacket(CONNECT));
    return pour(socket);
  },
  'as the view of a TV that has signed in': async () => {
    const tv = await connectPlayer(`mqtt://127.0.0.1:${program.mqttPort}`, 'tv');
    const topic = Buffer.from(topicsOf(tv.playerKey).view);
    const stream = tv.client.stream as unknown as Duplex;
    stream.write(Buffer.concat([longestPacket(PUBLISH), Buffer.from([0, topic.length]), topic]));
    const bytes = await pour(stream);
    tv.client.end(true);
    return bytes;
  },
  'as one frame of a WebSocket': async () => {
    const socket = await webSocket();
    socket.write(frameHead(SENT_BYTES));
    return pour(socket);
  },
  'as one MQTT packet in many frames': async () => {
    const socket = await webSocket();
    const head = longestPacket(CONNECT);
    socket.write(Buffer.concat([frameHead(head.length), head]));
    let bytes = 0;
    const closed = once(socket, 'close').catch(() => undefined);
    socket.on('error', () => undefined);
    while (bytes < SENT_BYTES && !socket.destroyed) {
      bytes += BLOCK.length;
      socket.write(frameHead(BLOCK.length));
      if (!socket.write(BLOCK)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
    }
    return bytes;
  },
  'as the body of a request': async () => {
    const posting = request({
      host: '127.0.0.1',
      port: program.port,
      path: '/api/players/msx_tv',
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'content-length': SENT_BYTES },
      agent: false,
    });
    return pour(posting as unknown as Duplex);
  },
  'as the head of a request': async () => {
    const socket = connect(program.port, '127.0.0.1');
    socket.write('GET /plugin.html HTTP/1.1\r\nHost: a\r\nX-Long: ');
    return pour(socket);
  },
};

/** @returns for each way how many bytes were sent until the connection was cut */
async function sendAll(): Promise<[string, number][]> {
  const sent: [string, number][] = [];
  for (const [name, send] of Object.entries(WAYS)) {
    sent.push([name, await send()]);
    const timestamp = new Date(Date.UTC(2024, 0, 1, 0, minute++)).toISOString();
    const answer = await bystander.acked({ post_id: 7, timestamp });
    // the pace of views is none of this test's business
    expect(['rate_limited', undefined]).toContain((answer as { error_code?: string }).error_code);
  }
  return sent;
}

/** Memory of the bridge now, and the most it ever had; null where the system does not tell. */
function memory(): { now: number; peak: number } | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/${program.child.pid!}/status`, 'utf8');
  const bytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

describe('300 MB', () => {
  it('are cut off at once whichever way they come, do not get into memory, and hold up nobody', async () => {
    const before = memory();
    const sent = await sendAll();
    const after = memory();
    for (const [name, bytes] of sent) expect(bytes, `bytes sent ${name}`).toBeLessThan(ON_THE_WAY_BYTES);
    if (before && after) expect(after.peak - before.peak).toBeLessThan(GROWTH_BYTES);
    const shown = sent.map(([name, bytes]) => `${(bytes / MB).toFixed(1)} MB ${name}`);
    const grown = before && after ? `${((after.peak - before.peak) / MB).toFixed(1)} MB` : 'not known here';
    console.log(`Sent until cut off: ${shown.join(', ')}. Memory grew by ${grown}.`);
  }, 30_000);
});

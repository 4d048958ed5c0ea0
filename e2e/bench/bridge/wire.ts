import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { WebSocket } from 'ws';
import { ackText } from '../../../src/makapix/ack.js';
import { playerKeyOf } from '../../../src/makapix/playerKeyOf.js';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import { openSocket } from '../../../src/mqtt/openSocket.js';
import { createClock } from '../../../src/report/createClock.js';
import { createMemoryKv } from '../../../src/report/createTextKv.js';
import { createReporter } from '../../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../../src/report/viewSettings.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { startWatchedBroker } from '../../stage/startWatchedBroker.js';

const PICTURES = 100;
/** Far enough apart that each message has a packet of its own, as on a TV. */
const PICTURE_MS = 100;
const LOOK_MS = 10;
/** IPv4 and TCP with time stamps. */
const HEADER_BYTES = 20 + 32;

/** IP packets of the connections to a port, both ways, and their bytes; null = this system does not say. */
function packetsTo(port: number): number | null {
  try {
    const text = execFileSync('ss', ['-tinH', 'state', 'established', `dport = :${port}`], {
      encoding: 'utf8',
    });
    return [...text.matchAll(/segs_(?:out|in):(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  } catch {
    return null; // ss belongs to iproute2, which is on Linux only
  }
}

/** What one picture of a slideshow costs between a TV and the broker: a status, a view, and its ack. */
export async function wire(): Promise<Fact[]> {
  Object.assign(globalThis, { WebSocket });
  const broker = await startWatchedBroker(() => undefined);
  const { fact, facts } = createFacts('wire', broker.name);
  const playerKey = playerKeyOf('tv0');
  const topics = topicsOf(playerKey);
  const bytes = { up: 0, down: 0 };
  const relay = createServer((near) => {
    const far = connect(Number(new URL(broker.url).port), '127.0.0.1');
    near.on('data', (chunk) => (bytes.up += chunk.length)).pipe(far);
    far.on('data', (chunk) => (bytes.down += chunk.length)).pipe(near);
    near.on('error', () => far.destroy()); // either end goes when the other does
    far.on('error', () => near.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const relayPort = (relay.address() as AddressInfo).port;

  const server = await mqtt.connectAsync(broker.url);
  let views = 0;
  server.on('message', () => {
    views++;
    server.publish(topics.viewAck, ackText(), { qos: 1 });
  });
  await server.subscribeAsync(topics.view, { qos: 1 });

  const tv = createReporter(
    {
      playerKey,
      firmwareVersion: '1.0.0',
      broker: { url: `ws://127.0.0.1:${relayPort}/` },
      views: { ...DEFAULT_VIEW_SETTINGS, minDwellMs: 1, intervalMs: 1 },
      timing: { paceMarginMs: 1, statusIntervalMs: 1 },
      requestData: () => Promise.reject(new Error('no MSX')),
      log: () => undefined, // the figures say whether it works
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    },
    { openConnection: openSocket, ladder: () => [createMemoryKv()], random: () => 0.5 },
  );
  tv.start();
  while (tv.snapshot().connection.state !== 'connected') await pause(LOOK_MS);
  await pause(PICTURE_MS);
  const connectBytes = { ...bytes };
  const packetsBefore = packetsTo(relayPort);
  for (let postId = 12_000; postId < 12_000 + PICTURES; postId++) {
    const properties = { 'makapix:post_id': postId };
    tv.handleData({
      slider: { index: postId, listIndex: postId, listSize: 99_999, url: `${postId}.png`, properties },
    });
    await pause(PICTURE_MS);
  }
  while (tv.snapshot().views.waiting > 0) await pause(LOOK_MS);
  const packetsAfter = packetsTo(relayPort);
  const { up, down } = bytes;
  tv.stop();
  await server.endAsync();
  relay.close();
  await broker.close();
  if (views !== PICTURES) throw new Error(`${views} views have arrived, not ${PICTURES}`);

  fact('to connect, from the TV (HTTP upgrade, CONNECT, SUBSCRIBE, status)', connectBytes.up, 'bytes');
  fact('to connect, to the TV', connectBytes.down, 'bytes');
  fact('a picture (status, view, ack), from the TV', (up - connectBytes.up) / PICTURES, 'bytes');
  fact('a picture, to the TV', (down - connectBytes.down) / PICTURES, 'bytes');
  if (packetsBefore !== null && packetsAfter !== null) {
    const packets = (packetsAfter - packetsBefore) / PICTURES;
    fact('a picture, both ways', packets, 'IP packets');
    fact(
      'a picture, both ways, with the headers of TCP and IP',
      (up + down - connectBytes.up - connectBytes.down) / PICTURES + packets * HEADER_BYTES,
      'bytes',
    );
  }
  return facts;
}

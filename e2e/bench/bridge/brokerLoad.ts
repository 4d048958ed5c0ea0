import mqtt from 'mqtt';
import { ackText } from '../../../src/makapix/ack.js';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import { aView } from '../../stage/connectPlayer.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { startWatchedBroker } from '../../stage/startWatchedBroker.js';
import { cpuMs } from './processCost.js';
import { connectTvs, statusText, useManyAddresses, type ConnectedTv } from './tvs.js';

const TVS = 200;
const PICTURES = 20_000;

/** A status and a view, as a slideshow sends them, and the wait for the ack. */
async function showPicture(
  { playerKey, connection }: ConnectedTv,
  acked: Promise<void>,
  postId: number,
): Promise<void> {
  const topics = topicsOf(playerKey);
  const view = aView(playerKey, { post_id: postId, request_ack: true });
  await Promise.all([
    connection.publish(topics.status, statusText(playerKey, 'online', postId)),
    connection.publish(topics.view, JSON.stringify(view)),
    acked,
  ]);
}

/** What mosquitto has to do for a picture: a status, a view and an ack, each in and out with QoS 1. */
export async function brokerLoad(): Promise<Fact[]> {
  useManyAddresses();
  const facts: Fact[] = [];
  for (const transport of ['WebSocket', 'WebSocket with TLS'] as const) {
    const broker = await startWatchedBroker(() => undefined);
    const pid = broker.pid();
    const url = transport === 'WebSocket' ? broker.url : broker.tlsUrl;
    if (pid === null || broker.tcpPort === null || url === null)
      console.log(`SKIPPED: the load of ${transport} at ${broker.name}`);
    else facts.push(...(await loadOf(transport, url, broker.tcpPort, pid)));
    await broker.close();
  }
  return facts;
}

async function loadOf(transport: string, url: string, tcpPort: number, pid: number): Promise<Fact[]> {
  const { fact, facts } = createFacts('broker', `mosquitto, ${transport}`);
  const server = await mqtt.connectAsync(`mqtt://127.0.0.1:${tcpPort}`, { protocolVersion: 5 });
  server.on('message', (topic) => {
    if (topic.endsWith('/view')) server.publish(`${topic}/ack`, ackText(), { qos: 1 });
  });
  const shared = ['view', 'status'].map((topic) => `$share/ingest/makapix/player/+/${topic}`);
  await server.subscribeAsync(shared, { qos: 1 });
  const tvs = await connectTvs(url, TVS);
  const cpuBefore = cpuMs(pid);
  const beganAt = performance.now();
  await Promise.all(
    tvs.map(async (tv) => {
      for (let picture = 0; picture < PICTURES / TVS; picture++) {
        const acked = new Promise<void>((resolve) => {
          tv.onAck = () => resolve();
        });
        await showPicture(tv, acked, picture);
      }
    }),
  );
  const seconds = (performance.now() - beganAt) / 1000;
  fact('pictures in a second (one process plays all TVs and the server)', PICTURES / seconds, 'pictures/s');
  fact('processor time of mosquitto for a picture', ((cpuMs(pid) - cpuBefore) / PICTURES) * 1000, 'µs');
  for (const { connection } of tvs) connection.close();
  await server.endAsync();
  return facts;
}

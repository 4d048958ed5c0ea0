import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import { openTables } from '../../../src/bridge/storage/openTables.js';
import type { Database } from '../../../src/bridge/storage/sql.js';
import { postgresMissing, startPostgres } from '../../stage/startPostgres.js';
import { spawnBridge, type SpawnedProgram } from '../../stage/program.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { startWatchedBroker } from '../../stage/startWatchedBroker.js';
import { cpuMs, familyCpuMs } from './processCost.js';
import { addPlayersAndPosts, parentOf, playerKeys, viewOf } from './records.js';
import { statusText } from './tvs.js';

/** Each TV sends one picture, a status and a view: the pace lets no more through in so short a time. */
const TVS = 8000;
const WORKERS = [1, 2];
/** Connections that publish for all TVs: who publishes is the broker's business, not the worker's. */
const PUBLISHERS = 4;
const LOOK_MS = 50;
const LONGEST_MS = 120_000;

async function startWorker(broker: string, database: string, part: string): Promise<SpawnedProgram> {
  const worker = spawnBridge(['ingest', '--broker', broker, '--database', database, '--part', part], {
    program: ['--import', 'tsx', 'src/bridge/cli.ts'],
    sign: 'Connected to',
  });
  await worker.started;
  return worker;
}

const countOf = async (database: Database): Promise<number> =>
  Number((await database.query('SELECT COUNT(*) AS views FROM views'))[0]?.views);

/** What workers take from mosquitto into PostgreSQL, all of it on this machine. */
export async function ingest(): Promise<Fact[]> {
  const missing = postgresMissing();
  const broker = await startWatchedBroker(() => undefined);
  const brokerPid = broker.pid();
  if (missing !== undefined || broker.tcpPort === null || brokerPid === null) {
    console.log(missing ?? `SKIPPED: ${broker.name}`);
    await broker.close();
    return [];
  }
  const brokerUrl = `mqtt://127.0.0.1:${broker.tcpPort}`;
  const postgres = await startPostgres({ syncs: true });
  const { fact, facts } = createFacts('ingest', 'mosquitto, PostgreSQL');
  try {
    const publishers = await Promise.all(
      Array.from({ length: PUBLISHERS }, () => mqtt.connectAsync(brokerUrl)),
    );
    for (const count of WORKERS) {
      const url = postgres.url(await postgres.createDatabase());
      const database = await openTables(url, () => undefined);
      const keys = playerKeys(TVS);
      await addPlayersAndPosts(database, keys);
      const databasePid = await parentOf(database);
      const workers = await Promise.all(
        Array.from({ length: count }, (_, i) => startWorker(brokerUrl, url, `${i + 1}/${count}`)),
      );
      const before = {
        broker: cpuMs(brokerPid),
        database: familyCpuMs(databasePid),
        workers: workers.reduce((sum, { child }) => sum + cpuMs(child.pid!), 0),
      };
      const beganAt = performance.now();
      const published = Promise.all(
        keys.map((key, tv) => {
          const topics = topicsOf(key);
          const publisher = publishers[tv % PUBLISHERS]!;
          const arrival = viewOf(keys, tv, 0);
          if (arrival.kind !== 'view') throw new Error('not a view');
          return Promise.all([
            publisher.publishAsync(topics.status, statusText(key, 'online', arrival.view.post_id), {
              qos: 1,
            }),
            publisher.publishAsync(topics.view, JSON.stringify(arrival.view), { qos: 1 }),
          ]);
        }),
      );
      while ((await countOf(database)) < TVS) {
        if (performance.now() - beganAt > LONGEST_MS) throw new Error('the workers did not take all views');
        await pause(LOOK_MS);
      }
      const seconds = (performance.now() - beganAt) / 1000;
      await published;
      const each = (ms: number): number => (ms / TVS) * 1000;
      const name = `${count} ${count === 1 ? 'worker' : 'workers'}`;
      fact(`${name}: pictures (a status, a view, its ack) in a second`, TVS / seconds, 'pictures/s');
      fact(
        `${name}: processor time of the workers for a picture`,
        each(workers.reduce((sum, { child }) => sum + cpuMs(child.pid!), 0) - before.workers),
        'µs',
      );
      fact(
        `${name}: processor time of PostgreSQL for a picture`,
        each(familyCpuMs(databasePid) - before.database),
        'µs',
      );
      fact(
        `${name}: processor time of mosquitto for a picture`,
        each(cpuMs(brokerPid) - before.broker),
        'µs',
      );
      for (const worker of workers) await worker.end('SIGTERM');
      await database.close();
    }
    for (const publisher of publishers) await publisher.endAsync();
  } finally {
    await postgres.close();
    await broker.close();
  }
  return facts;
}

import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import type { Database } from '../../src/bridge/storage/sql.js';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { cpuMs, familyCpuMs } from '../bench/bridge/processCost.js';
import { parentOf } from '../bench/bridge/records.js';
import { formatColumns } from '../stage/formatColumns.js';
import { MOSQUITTO } from '../stage/startMosquitto.js';
import { POST_ID, keyOf, setStage, viewText } from '../workers/stage.js';
import { viewTimeMs } from '../workers/workersTv.js';
import { PASSWORD } from '../stage/rabbitUsers.js';
import { setClusterStage } from './clusterStage.js';
import { countViews } from './watchFlow.js';

/** A view each: nobody is too fast. */
const TVS = 6000;
const UNDER_WAY = 200;
const POLL_MS = 50;
const WORKERS = [1, 2, 3];

interface WorkerProcess {
  pid: number;
  stop: () => Promise<unknown>;
}

/** A broker, a database, and workers that take from one to the other. */
interface Setting {
  url: string;
  database: Database;
  /** Processor time that the broker has used. */
  brokerCpuMs: () => number;
  startWorkers: (count: number) => Promise<WorkerProcess[]>;
  close: () => Promise<void>;
}

async function mosquitto(): Promise<Setting> {
  const stage = await setStage(TVS, 0, ['max_inflight_messages 500']);
  return {
    url: stage.url,
    database: stage.database,
    brokerCpuMs: () => cpuMs(stage.broker.pid()),
    startWorkers: (count) =>
      Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const worker = await stage.startWorker(`worker${i}`, '--part', `${i + 1}/${count}`);
          return { pid: worker.pid(), stop: () => worker.stop() };
        }),
      ),
    close: () => stage.close(),
  };
}

async function rabbit(): Promise<Setting> {
  const stage = await setClusterStage(TVS, POST_ID, { users: 0 });
  return {
    url: stage.url,
    database: stage.database,
    brokerCpuMs: () => stage.rabbit.nodes.reduce((sum, node) => sum + familyCpuMs(node.pid()), 0),
    startWorkers: (count) =>
      Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const worker = await stage.startWorker(`worker${i}`);
          return { pid: worker.child.pid!, stop: () => worker.end('SIGTERM') };
        }),
      ),
    close: () => stage.close(),
  };
}

/** Publishes a view of each TV, so many at a time, by one connection. */
async function publishAll(url: string): Promise<void> {
  const client = await mqtt.connectAsync(url, { username: 'server', password: PASSWORD, reconnectPeriod: 0 });
  let next = 0;
  const lost = new Promise<never>((_resolve, reject) => {
    client.once('close', () => reject(new Error(`the broker has ended the connection after ${next} views`)));
  });
  const published = Promise.all(
    Array.from({ length: UNDER_WAY }, async () => {
      for (let tv = next++; tv < TVS; tv = next++)
        await client.publishAsync(topicsOf(keyOf(tv)).view, viewText(tv, viewTimeMs(0), false), { qos: 1 });
    }),
  );
  await Promise.race([published, lost]);
  lost.catch(() => undefined); // it ends now
  await client.endAsync();
}

/** Resolves when all are there. @returns views a second, from the first that is recorded to the last */
async function taken(database: Database): Promise<number> {
  let first: { atMs: number; views: number } | undefined;
  for (;;) {
    const views = (await countViews(database)) ?? 0;
    const atMs = performance.now();
    if (views > 0) first ??= { atMs, views };
    if (first && views === TVS) return ((views - first.views) / (atMs - first.atMs)) * 1000;
    await pause(POLL_MS);
  }
}

/** Views are published while the workers are away, and then they start. @returns a line of figures */
async function measure(name: string, set: () => Promise<Setting>, count: number): Promise<string[]> {
  const setting = await set();
  try {
    for (const worker of await setting.startWorkers(count)) await worker.stop(); // now there is a place for views
    const databasePid = await parentOf(setting.database);
    const before = { broker: setting.brokerCpuMs(), database: familyCpuMs(databasePid) };
    const beganAt = performance.now();
    await publishAll(setting.url);
    const publishedS = (performance.now() - beganAt) / 1000;
    const workers = await setting.startWorkers(count);
    const atStart = workers.reduce((sum, { pid }) => sum + cpuMs(pid), 0);
    const rate = await taken(setting.database);
    const workerMs = workers.reduce((sum, { pid }) => sum + cpuMs(pid), 0) - atStart;
    const microseconds = (ms: number): string => String(Math.round((ms * 1000) / TVS));
    return [
      ...[name, String(count), String(Math.round(TVS / publishedS)), String(Math.round(rate))],
      microseconds(setting.brokerCpuMs() - before.broker),
      microseconds(workerMs),
      microseconds(familyCpuMs(databasePid) - before.database),
    ];
  } finally {
    await setting.close();
  }
}

/** How fast workers take what waits for them, and what it costs, from a cluster and from mosquitto. */
export async function rates(print: (line: string) => void): Promise<void> {
  print(
    `${TVS.toLocaleString('en')} views that wait, everything on this machine; µs of processor time a view`,
  );
  const lines = [['broker', 'workers', 'published/s', 'taken/s', 'broker µs', 'worker µs', 'database µs']];
  for (const [name, set] of [
    ['RabbitMQ, three nodes', rabbit],
    ...(MOSQUITTO === null ? [] : ([['mosquitto', mosquitto]] as const)),
  ] as const)
    for (const count of WORKERS) lines.push(await measure(name, set, count));
  print(formatColumns(lines, (column) => column > 0));
}

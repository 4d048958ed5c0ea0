import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { timestampOf } from '../../src/makapix/timestamp.js';
import { aView } from '../stage/connectPlayer.js';
import { openTables } from '../../src/bridge/storage/openTables.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { postgresMissing, startPostgres } from '../stage/startPostgres.js';
import { spawnBridge, type SpawnedProgram } from '../stage/program.js';
import { MOSQUITTO, startMosquitto, type Mosquitto } from '../stage/startMosquitto.js';

export const POST_ID = 7;
/** Has the rights that docs/bridge.md says a worker needs. */
const WORKER = 'worker';
const SERVER = 'server';
/** Rows of one INSERT. */
const PIECE = 1000;

/** A broker, a database and as many workers as one wants, each a process of its own. */
export interface Stage {
  /** ws://… of the broker. */
  url: string;
  /** The password of every user: of each TV, and of the server. */
  password: string;
  database: Database;
  /** @param options `--part 1/2` and the like */
  startWorker(name: string, ...options: string[]): Promise<Worker>;
  broker: Mosquitto;
  close(): Promise<void>;
}

export interface Worker {
  name: string;
  /** Of the process, to see what it costs. */
  pid(): number;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Ends it as systemd does. @returns the exit code */
  stop(): Promise<number | null>;
  /** The sum of what it has said it has taken. */
  counts(): Record<string, number>;
  /** Lines that are no news of every minute. */
  said(): string[];
}

/** @returns why it cannot run here, in words; undefined when it can */
export function stageMissing(): string | undefined {
  if (MOSQUITTO === null) return 'mosquitto is not installed (apt-get install mosquitto)';
  const missing = postgresMissing();
  return missing?.replace('SKIPPED: ', '');
}

export const keyOf = (tv: number): string => playerKeyOf(`tv${tv}`);

/** A view of a TV, as it goes to its topic. */
export const viewText = (tv: number, atMs: number, asksForAck: boolean): string =>
  JSON.stringify(
    aView(keyOf(tv), { post_id: POST_ID, timestamp: timestampOf(atMs), request_ack: asksForAck }),
  );

/** @param tvs how many TVs are registered; only those below `withUser` get a user of the broker, which takes time */
export async function setStage(tvs: number, withUser: number, settings: readonly string[]): Promise<Stage> {
  const password = 'secret';
  const names = [SERVER, WORKER, ...Array.from({ length: withUser }, (_, i) => keyOf(i))];
  const users = Object.fromEntries(names.map((name) => [name, password]));
  const broker = await startMosquitto(users, ['persistence true', 'max_queued_messages 0', ...settings]);
  const postgres = await startPostgres();
  const databaseUrl = postgres.url(await postgres.createDatabase());
  const database = await openTables(databaseUrl, () => undefined);
  await fillTables(database, tvs);
  const running = new Set<SpawnedProgram>();

  return {
    url: broker.url,
    password,
    database,
    broker,
    async startWorker(name, ...options) {
      const worker = spawnBridge(
        [
          'ingest',
          ...['--broker', `mqtt://${WORKER}:${password}@127.0.0.1:${broker.tcpPort}`],
          ...['--database', databaseUrl, '--name', name, '--log', 'json'],
          ...options,
        ],
        { sign: '"event":"connected"' },
      );
      worker.child.stderr.pipe(process.stderr);
      running.add(worker);
      void worker.exitCode.then(() => running.delete(worker));
      await worker.started;
      const lines = (): Line[] =>
        worker.printed.out
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Line);
      return {
        name,
        pid: () => worker.child.pid!,
        async kill() {
          await worker.end('SIGKILL');
        },
        stop: () => worker.end('SIGTERM'),
        counts: () => sumOf(lines()),
        said: () =>
          lines()
            .filter(({ event }) => event !== 'counts')
            .map(({ msg }) => `${name}: ${msg}`),
      };
    },
    async close() {
      await Promise.all([...running].map((worker) => worker.end('SIGKILL')));
      await database.close();
      await postgres.close();
      await broker.close();
    },
  };
}

type Line = Record<string, unknown> & { event: string; msg: string };

function sumOf(lines: readonly Line[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const line of lines.filter(({ event }) => event === 'counts'))
    for (const [name, value] of Object.entries(line))
      if (typeof value === 'number' && name !== 'level') sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

/** The rows that a server of one's own has to put there: docs/bridge.md, Workers. */
async function fillTables(database: Database, tvs: number): Promise<void> {
  await database.query(
    `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (?, '', 'image', 'Seven', 0, 0, '')`,
    [POST_ID],
  );
  for (let from = 0; from < tvs; from += PIECE) {
    const piece = Array.from({ length: Math.min(PIECE, tvs - from) }, (_, i) => from + i);
    await database.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms)
       VALUES ${piece.map(() => "(?, ?, '', 'home', '', '', '', 0, 0)").join(', ')}`,
      piece.flatMap((tv) => [`msx_tv${tv}`, keyOf(tv)]),
    );
  }
}

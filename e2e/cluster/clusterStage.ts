import { queuesOf } from '../../src/bridge/worker/queues.js';
import { openTables } from '../../src/bridge/storage/openTables.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { BUILT_PROGRAM, FREE_PORTS, spawnBridge, type SpawnedProgram } from '../stage/program.js';
import { startBalancer } from '../stage/startBalancer.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../stage/startPostgres.js';
import { fillIn, readRabbitPage } from '../stage/rabbitPage.js';
import { MAY_ALL, PASSWORD, WORKER, rightsOf } from '../stage/rabbitUsers.js';
import { rabbitMissing, startRabbit, type RabbitCluster } from '../stage/startRabbit.js';

/** In what a worker or a bridge prints. */
const COMPLAINTS = ['had forgotten', '"event":"put-aside"', '"event":"refused"', '"event":"dropped"'];
/** Rows of one INSERT. */
const PIECE = 500;

/** Whether RabbitMQ asks the bridges what a TV may do, every third one; the others are users of its own. */
const isAskedFor = (tv: number): boolean => tv % 3 === 2;

/** Three nodes, a database, and as many workers and bridges as one wants, each a process of its own. */
export interface ClusterStage {
  rabbit: RabbitCluster;
  postgres: TestPostgres;
  database: Database;
  /** ws://… that leads to any node that answers. */
  url: string;
  /** Resolves when it is connected. */
  startWorker(name: string): Promise<SpawnedProgram>;
  /** Resolves when it takes requests. */
  startBridge(): Promise<SpawnedProgram>;
  /** What workers and bridges have said so far of messages that went nowhere, or that were not taken. */
  complaints(): string[];
  /** How many messages workers have put aside, since they cannot be taken. */
  putAside(): Promise<number>;
  close(): Promise<void>;
}

/** @returns why it cannot run here, in words; undefined when it can */
export const clusterMissing = (): string | undefined =>
  rabbitMissing() ?? postgresMissing()?.replace('SKIPPED: ', '');

export const keyOf = (tv: number): string => playerKeyOf(`tv${tv}`);

/** As bridges call the TV that says of itself that it is `tv7`. */
export const playerIdOf = (tv: number): string => `msx_tv${tv}`;

/**
 * @param tvs registered in the database
 * @param posts their IDs are 1 and so on
 * @param users how many of the TVs may sign in at the broker: users of its own take time
 * @param program the workers'; what `npm run build` has made unless told otherwise
 */
export async function setClusterStage(
  tvs: number,
  posts: number,
  { users = tvs, syncs = false, program = BUILT_PROGRAM } = {},
): Promise<ClusterStage> {
  const keys = Array.from({ length: tvs }, (_, tv) => keyOf(tv));
  const ends: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const bridges = new Set<SpawnedProgram>();
    const bridgesAt = await startBalancer(() =>
      [...bridges].map((bridge) => ({ host: '127.0.0.1', port: bridge.port() })),
    );
    ends.push(() => bridgesAt.close());
    const page = await readRabbitPage();
    const rabbit = await startRabbit({
      nodes: 3,
      users: {
        ...{ worker: WORKER, server: MAY_ALL },
        ...Object.fromEntries(
          keys
            .slice(0, users)
            .filter((_, tv) => !isAskedFor(tv))
            .map((key) => [key, rightsOf(key)]),
        ),
      },
      plugins: [...page.plugins, ...page.askingPlugins],
      settings: [fillIn(page.askingConf, { 'bridge.example:8080': `127.0.0.1:${bridgesAt.port}` })],
    });
    ends.push(() => rabbit.close());
    await rabbit.shell(page.policy);
    const postgres = await startPostgres({ syncs });
    ends.push(() => postgres.close());
    const databaseUrl = postgres.url(await postgres.createDatabase());
    const database = await openTables(databaseUrl, () => undefined);
    ends.push(() => database.close());
    await fillTables(database, keys, posts);
    const nodes = rabbit.nodes.map(({ host, webPort }) => ({ host, port: webPort }));
    const balancer = await startBalancer(() => nodes);
    ends.push(() => balancer.close());
    const all: SpawnedProgram[] = [];
    const running = new Set<SpawnedProgram>();
    ends.push(() => Promise.all([...running].map((one) => one.end('SIGKILL'))));
    const url = `ws://127.0.0.1:${balancer.port}/ws`;
    const shared = ['--broker', rabbit.amqpUrls('worker', PASSWORD), '--database', databaseUrl];
    const isUp = async (started: SpawnedProgram): Promise<SpawnedProgram> => {
      all.push(started);
      running.add(started);
      void started.exitCode.then(() => running.delete(started));
      await started.started;
      return started;
    };
    return {
      ...{ rabbit, postgres, database, close, url },
      startWorker: (name) =>
        isUp(
          spawnBridge(['ingest', ...shared, '--name', name, '--log', 'json'], {
            program: [program],
            sign: '"event":"connected"',
          }),
        ),
      async startBridge() {
        const places = ['--broker-url', url, '--public-url', `http://127.0.0.1:${bridgesAt.port}`];
        const bridge = await isUp(
          spawnBridge([...FREE_PORTS, ...shared, ...places, '--broker-nodes', '127.0.0.0/8']),
        );
        bridges.add(bridge);
        void bridge.exitCode.then(() => bridges.delete(bridge));
        return bridge;
      },
      complaints: () =>
        all.flatMap(({ printed }) =>
          `${printed.out}${printed.err}`
            .split('\n')
            .filter((line) => COMPLAINTS.some((words) => line.includes(words))),
        ),
      async putAside() {
        const { dead } = queuesOf('ingest');
        const lines = await rabbit.shell('sudo rabbitmqctl list_queues --silent name messages');
        return Number(
          lines
            .split('\n')
            .find((line) => line.startsWith(dead))
            ?.split('\t')[1],
        );
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fillTables(database: Database, keys: readonly string[], posts: number): Promise<void> {
  for (let postId = 1; postId <= posts; postId++)
    await database.query(
      `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (?, '', 'image', '', 0, 0, '')`,
      [postId],
    );
  for (let from = 0; from < keys.length; from += PIECE) {
    const piece = keys.slice(from, from + PIECE);
    await database.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms)
       VALUES ${piece.map(() => "(?, ?, '', 'home', '', '', '', 0, 0)").join(', ')}`,
      piece.flatMap((key, i) => [playerIdOf(from + i), key]),
    );
  }
}

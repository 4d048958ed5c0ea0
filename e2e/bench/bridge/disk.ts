import { createRecorder } from '../../../src/bridge/ingest/createRecorder.js';
import type { Arrival } from '../../../src/bridge/ingest/ingestStore.js';
import { ingestStore } from '../../../src/bridge/storage/ingestStore.js';
import type { Database } from '../../../src/bridge/storage/sql.js';
import { testDatabases } from '../../stage/testDatabases.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { familyCpuMs } from './processCost.js';
import { addPlayersAndPosts, parentOf, playerKeys, START_MS, TVS, viewOf } from './records.js';

const VIEWS = 100_000;
/** What a busy ingest puts into one transaction. */
const BATCH = 500;
/** What a quiet one does. */
const SINGLE_VIEWS = 500;

/** Bytes of the views with their indexes, and of the indexes alone. */
async function sizes(
  database: Database,
): Promise<{ all: number; indexes: number | null; log: number | null }> {
  if (database.kind === 'sqlite') {
    await database.query('PRAGMA wal_checkpoint(TRUNCATE)');
    const [pages] = await database.query('PRAGMA page_count');
    const [size] = await database.query('PRAGMA page_size');
    return { all: Number(pages?.page_count) * Number(size?.page_size), indexes: null, log: null };
  }
  const [row] = await database.query(
    `SELECT pg_total_relation_size('views') AS all_bytes, pg_indexes_size('views') AS index_bytes,
       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS log_bytes`,
  );
  return { all: Number(row?.all_bytes), indexes: Number(row?.index_bytes), log: Number(row?.log_bytes) };
}

const ownCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** What a recorded view costs on disk and in processor time: SQLite, PostgreSQL. */
export async function disk(): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const kind of testDatabases()) {
    if (kind.skip !== undefined) {
      console.log(kind.skip);
      continue;
    }
    const measured = createFacts('disk', kind.name);
    const { database, close } = await kind.open();
    const keys = playerKeys(TVS);
    await addPlayersAndPosts(database, keys);
    let nowMs = START_MS;
    const recorder = createRecorder(ingestStore(database), () => nowMs);
    const before = await sizes(database);
    const pid = await parentOf(database);
    const take = async (arrivals: Arrival[]): Promise<void> => {
      nowMs = arrivals.at(-1)!.atMs;
      const taken = await recorder.record(arrivals);
      if (!taken.every((one) => one.kind === 'recorded')) throw new Error('a view was not recorded');
    };

    const cpuBefore = { own: ownCpuMs(), server: familyCpuMs(pid) };
    const beganAt = performance.now();
    for (let first = 0; first < VIEWS; first += BATCH)
      await take(
        Array.from({ length: BATCH }, (_, i) =>
          viewOf(keys, (first + i) % TVS, Math.floor((first + i) / TVS)),
        ),
      );
    const seconds = (performance.now() - beganAt) / 1000;
    const after = await sizes(database);
    measured.fact(`views in a second, ${BATCH} to a transaction`, VIEWS / seconds, 'views/s');
    measured.fact('processor time of a view, ours', ((ownCpuMs() - cpuBefore.own) / VIEWS) * 1000, 'µs');
    if (database.kind === 'postgres')
      measured.fact(
        'processor time of a view, the server',
        ((familyCpuMs(pid) - cpuBefore.server) / VIEWS) * 1000,
        'µs',
      );
    measured.fact('on disk, a view with its indexes', (after.all - before.all) / VIEWS, 'bytes');
    if (after.indexes !== null && before.indexes !== null)
      measured.fact('of that, the indexes', (after.indexes - before.indexes) / VIEWS, 'bytes');
    if (after.log !== null && before.log !== null)
      measured.fact('written to the log (WAL)', (after.log - before.log) / VIEWS, 'bytes');

    const rounds = VIEWS / TVS;
    const singleAt = performance.now();
    for (let i = 0; i < SINGLE_VIEWS; i++) await take([viewOf(keys, i, rounds)]);
    measured.fact(
      'views in a second, one to a transaction',
      SINGLE_VIEWS / ((performance.now() - singleAt) / 1000),
      'views/s',
    );
    await close();
    await kind.end?.();
    facts.push(...measured.facts);
  }
  return facts;
}

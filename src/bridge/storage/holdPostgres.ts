import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { reasonOf } from '../text/reasonOf.js';
import type { Release } from './holdFile.js';

/** Any number that no other program takes. A bridge that uses the database alone has it alone. */
export const ADVISORY_LOCK = 5_247_002;

const CONNECT_MS = 10_000;

/** How often a hold whose connection broke is tried to be had again. */
const AGAIN_MS = 5000;

/** The longest `application_name` (PostgreSQL, NAMEDATALEN). */
export const LONGEST_NAME_BYTES = 63;

/**
 * Takes a PostgreSQL database for one process, by a lock that lasts as long as a connection of its own. Where
 * that breaks (the server was restarted), it is taken again.
 * @param onFault gets a sentence where another process was faster, and where the server does not answer
 * @returns who has it, in words, if somebody has
 * @throws what the driver throws
 */
export async function holdPostgres(
  url: string,
  onFault: (sentence: string) => void,
): Promise<Release | string> {
  const released = new AbortController();
  const isReleased = (): boolean => released.signal.aborted;
  let client: pg.Client | undefined;

  async function take(): Promise<string | undefined> {
    const own = await connect(url);
    try {
      const holder = await holderAfterTrying(own);
      if (holder !== undefined || isReleased()) {
        await own.end();
        return holder;
      }
    } catch (error) {
      await own.end();
      throw error;
    }
    client = own;
    own.once('end', () => void takeAgain());
    return undefined;
  }

  async function takeAgain(): Promise<void> {
    let told = '';
    while (!isReleased()) {
      const holder = await take().catch((error: unknown) => ({ error }));
      if (holder === undefined) return;
      const sentence =
        typeof holder === 'string'
          ? `Another bridge (${holder}) uses the same database: stop one of them.`
          : `The database does not answer: ${reasonOf(holder.error)}.`;
      if (sentence !== told) onFault(sentence);
      told = sentence;
      await pause(AGAIN_MS, undefined, { ref: false });
    }
  }

  return (
    (await take()) ??
    (async () => {
      released.abort();
      await client?.end();
    })
  );
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `process ${process.pid} on ${hostname()}`.slice(0, LONGEST_NAME_BYTES),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined); // `end` follows
  await client.connect();
  return client;
}

/** @returns undefined = it is ours now */
async function holderAfterTrying(client: pg.Client): Promise<string | undefined> {
  // A machine without power says no goodbye: the server asks for it.
  await client.query(
    'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
  );
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    ADVISORY_LOCK,
  ]);
  if (rows[0]?.taken) return undefined;
  const holders = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND objid = $1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [ADVISORY_LOCK],
  );
  return holders.rows[0]?.name ?? 'which is just ending';
}

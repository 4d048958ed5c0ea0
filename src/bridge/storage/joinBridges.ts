import { hostname } from 'node:os';
import pg from 'pg';
import { pause } from '../limits/pause.js';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { reasonOf } from '../text/reasonOf.js';
import { redact } from '../text/redact.js';
import { ADVISORY_LOCK, LONGEST_NAME_BYTES } from './holdPostgres.js';
import { CHANNEL, readNotice, type Notice } from './notice.js';

/** Any number that no other program takes: who has it leads. */
const LEADER_LOCK = 5_247_004;

/** A server that takes longer is away: then somebody else may lead, and what it tells is missed. */
const ANSWER_MS = 10_000;
/** How often a bridge looks whether it is to lead, and whether its connection still is one. */
const LOOK_MS = 1000;

/** A bridge among those on the same database. */
interface Membership {
  close(): Promise<void>;
}

interface JoinOptions {
  url: string;
  onNotice: (notice: Notice) => void;
  /** It hears again after a time in which it may have missed something; also the first time. */
  onBack: () => void;
  /** It leads from now on, or no longer. One at a time does. */
  onLead: (leads: boolean) => void;
  onFault: (sentence: string) => void;
}

/**
 * Joins the bridges on a PostgreSQL database, by a connection of its own: what they tell each other comes on it, and
 * the one whose connection has the lock leads. Where the connection breaks, the bridge leads no longer, and joins anew.
 * @throws a BridgeProblem `data_in_use` where a bridge uses the database alone; what the driver throws
 */
export async function joinBridges(options: JoinOptions): Promise<Membership> {
  const { url, onNotice, onBack, onLead, onFault } = options;
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  let leads = false;

  function setLeads(now: boolean): void {
    if (leads === now) return;
    leads = now;
    onLead(now);
  }

  /** @returns a new connection, on which the bridge hears; `ended` is aborted when it is over, or the bridge */
  async function join(): Promise<{ client: pg.Client; ended: AbortSignal }> {
    const client = await connect(url);
    const ending = new AbortController();
    client.once('end', () => ending.abort());
    over.signal.addEventListener('abort', () => ending.abort());
    try {
      // A machine without power says no goodbye: the server asks for it.
      await client.query(
        'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
      );
      await beTogether(client, url);
      client.on('notification', ({ payload }) => {
        const notice = readNotice(payload ?? '');
        if (notice) onNotice(notice);
      });
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    onBack();
    return { client, ended: ending.signal };
  }

  /** Looks again and again whether it is to lead, until the connection or the bridge is over. */
  async function look(client: pg.Client, ended: AbortSignal): Promise<void> {
    try {
      while (!ended.aborted) {
        if (leads) await client.query('SELECT 1');
        else if (await tryLock(client, 'pg_try_advisory_lock', LEADER_LOCK)) setLeads(true);
        await pause(LOOK_MS, ended);
      }
    } catch (error) {
      if (!ended.aborted) onFault(`The database does not answer bridges: ${reasonOf(error)}`);
    }
    setLeads(false);
    await client.end();
  }

  async function joinAgain(): Promise<Awaited<ReturnType<typeof join>> | undefined> {
    let told = '';
    while (!isOver()) {
      try {
        return await join();
      } catch (error) {
        const sentence = `The bridge does not hear of the others: ${reasonOf(error)}`;
        if (sentence !== told) onFault(sentence);
        told = sentence;
      }
      await pause(LOOK_MS, over.signal);
    }
    return undefined;
  }

  async function stay(first: Awaited<ReturnType<typeof join>>): Promise<void> {
    for (let joined: typeof first | undefined = first; joined; joined = await joinAgain())
      await look(joined.client, joined.ended);
  }

  const staying = stay(await join());
  return {
    async close() {
      over.abort();
      await staying;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `bridge ${process.pid} on ${hostname()}`.slice(0, LONGEST_NAME_BYTES),
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined); // `end` follows
  await client.connect();
  return client;
}

async function tryLock(client: pg.Client, how: string, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT ${how}($1) AS taken`, [lock]);
  return rows[0]?.taken === true;
}

/** Bridges of this kind go together, and none with one that has a broker of its own. */
async function beTogether(client: pg.Client, url: string): Promise<void> {
  if (await tryLock(client, 'pg_try_advisory_lock_shared', ADVISORY_LOCK)) return;
  throw bridgeProblem(
    'data_in_use',
    `${redact(url)} is in use by a bridge with a broker of its own: stop that one, or start it with --broker as well.`,
  );
}

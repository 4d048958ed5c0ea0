import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readViewTime } from '../ingest/readViewTime.js';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { createRecorder, type Taken } from '../ingest/createRecorder.js';
import type { Arrival } from '../ingest/ingestStore.js';
import { ingestStore } from './ingestStore.js';
import { ownerStore } from './ownerStore.js';
import { playerStore } from './playerStore.js';
import { postStore } from './postStore.js';
import { aPost } from '../../../e2e/stage/aPost.js';
import type { Database } from './sql.js';

const NOW_MS = Date.parse('2026-01-02T12:00:00Z');
const SECOND_MS = 1000;

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

describe.each(testDatabases())('records in $name', (kind) => {
  let database: Database;
  let close: () => Promise<void>;
  beforeEach(async (context) => {
    if (kind.skip !== undefined) context.skip(kind.skip);
    ({ database, close } = await kind.open());
    await addPlayer('key', 'home');
    await postStore(database).save([aPost({ postId: 7 }), aPost({ postId: 8, author: 'anna' })]);
  }, STARTING_MS);
  afterEach(async () => {
    if (kind.skip === undefined) await close();
  });
  afterAll(() => kind.end?.(), STARTING_MS);

  async function addPlayer(playerKey: string, owner: string | null): Promise<void> {
    await playerStore(database).save([
      {
        playerId: `msx_${playerKey}`,
        playerKey,
        deviceId: playerKey,
        displayName: playerKey,
        owner,
        platform: '',
        msxVersion: null,
        userAgent: '',
        address: '',
        registeredAtMs: 0,
        lastActivityAtMs: 0,
      },
    ]);
  }
  const view = (fields: object = {}, atMs = NOW_MS, topicKey = 'key'): Arrival => {
    const payload = aView(topicKey, fields);
    return { kind: 'view', topicKey, view: payload, time: readViewTime(payload.timestamp)!, atMs };
  };
  const status = (fields: object, topicKey = 'key', atMs = NOW_MS): Arrival => ({
    kind: 'status',
    topicKey,
    status: { playerKey: topicKey, status: 'online', ...fields },
    atMs,
  });
  const code = (taken: Taken | undefined) => (taken?.kind === 'refused' ? taken.code : taken?.kind);
  /** The server looks at its clock when all of them have come. */
  const take = async (...arrivals: Arrival[]) => {
    const nowMs = Math.max(...arrivals.map(({ atMs }) => atMs));
    return (await createRecorder(ingestStore(database), () => nowMs).record(arrivals)).map(code);
  };
  const views = () => database.query('SELECT * FROM views ORDER BY view_id');

  it('hold every field of a view', async () => {
    await take(view({ channel: 'by_user', channel_user_sqid: 'sq', play_order: 2, intent: 'artwork' }));
    expect(await views()).toMatchObject([
      {
        player_key: 'key',
        player_id: 'msx_key',
        post_id: 7,
        viewed_at_ms: Date.parse('2024-01-15T10:30:00Z'),
        received_at_ms: NOW_MS,
        intent: 'artwork',
        play_order: 2,
        channel: 'by_user',
        channel_user_sqid: 'sq',
        channel_hashtag: null,
      },
    ]);
  });

  it('hold a view once, however often and however late it comes again, in any spelling of its time', async () => {
    const yearLater = NOW_MS + 365 * 86_400 * SECOND_MS;
    expect(
      await take(
        view(),
        view({}, NOW_MS + 1),
        view({ timestamp: '2024-01-15T10:30:00.000Z' }, NOW_MS + 6000),
        view({ timestamp: '2024-01-15T12:30:00+02:00' }, yearLater),
      ),
    ).toEqual(['recorded', 'duplicate', 'duplicate', 'duplicate']);
    expect(await views()).toHaveLength(1);
  });

  it('tell views of other players, posts and times apart', async () => {
    await addPlayer('other', 'home');
    expect(
      await take(
        view(),
        view({}, NOW_MS, 'other'),
        view({ post_id: 8 }, NOW_MS + 5000),
        view({ timestamp: '2024-01-15T10:30:01Z' }, NOW_MS + 10_000),
      ),
    ).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
  });

  it('have the time of the server for a view of unknown time, which is a duplicate for a minute', async () => {
    const unknown = { timestamp: '1970-01-01T00:00:00Z' };
    expect(
      await take(
        view(unknown),
        view(unknown, NOW_MS + 59_999),
        view({ ...unknown, post_id: 8 }, NOW_MS + 59_999),
        view(unknown, NOW_MS + 65_000),
      ),
    ).toEqual(['recorded', 'duplicate', 'recorded', 'recorded']);
    expect((await views()).map((row) => row.viewed_at_ms)).toEqual([
      NOW_MS,
      NOW_MS + 59_999,
      NOW_MS + 65_000,
    ]);
  });

  it('hold one view in 5 s and player; what is refused does not count', async () => {
    const at = (second: number, ms: number) =>
      view({ timestamp: `2024-01-15T10:30:0${second}Z` }, NOW_MS + ms);
    expect(await take(at(1, 0), at(2, 3000), at(3, 5000), at(4, 9999), at(5, 10_000))).toEqual([
      'recorded',
      'rate_limited',
      'recorded',
      'rate_limited',
      'recorded',
    ]);
  });

  it('need a player with an owner who may sign in, and a post', async () => {
    await addPlayer('orphan', null);
    await addPlayer('banned', 'eve');
    await ownerStore(database).add('eve');
    await ownerStore(database).setPermitted('eve', false);
    expect(
      await take(
        view({}, NOW_MS, 'nobody'),
        view({}, NOW_MS, 'orphan'),
        view({}, NOW_MS, 'banned'),
        view({ post_id: 9 }),
        view({ player_key: 'other' }),
      ),
    ).toEqual([
      'player_not_registered',
      'player_no_owner',
      'owner_not_permitted',
      'post_not_found',
      'player_key_mismatch',
    ]);
    expect(await views()).toEqual([]);
  });

  it("leave out a view of one's own work, which counts for the pace", async () => {
    await addPlayer('annas', 'anna');
    await ownerStore(database).add('anna');
    expect(
      await take(
        view({ post_id: 8 }, NOW_MS, 'annas'),
        view({ post_id: 7 }, NOW_MS + 1, 'annas'),
        view({ post_id: 7 }, NOW_MS + 5000, 'annas'),
      ),
    ).toEqual(['own_post', 'rate_limited', 'recorded']);
    expect(await views()).toMatchObject([{ post_id: 7 }]);
  });

  it('tell what a player reports of itself, in the order in which it comes', async () => {
    expect(
      await take(
        status({ currentPostId: 7, firmwareVersion: '2.1.0' }),
        status({ currentPostId: 8 }, 'key', NOW_MS + 1),
        status({ playerKey: 'other', currentPostId: 9 }),
        status({}, 'nobody'),
      ),
    ).toEqual(['applied', 'applied', 'ignored', 'ignored']);
    expect(await playerStore(database).all()).toMatchObject([
      { connectionStatus: 'online', currentPostId: 8, currentSinceMs: NOW_MS + 1, firmwareVersion: '2.1.0' },
    ]);
  });

  it('are all or none', async () => {
    const broken = { ...view({ timestamp: '2024-01-15T10:31:00Z' }), time: undefined } as unknown as Arrival;
    await expect(
      createRecorder(ingestStore(database), () => NOW_MS).record([view(), broken]),
    ).rejects.toThrow();
    expect(await views()).toEqual([]);
  });

  it('hold the pace also for a view that comes late, from a worker that was slow', async () => {
    const late = (second: number, ms: number, nowMs: number) =>
      createRecorder(ingestStore(database), () => nowMs).record([
        view({ timestamp: `2024-01-15T10:30:0${second}Z` }, NOW_MS + ms),
      ]);
    expect(code((await late(1, 5000, NOW_MS + 5001))[0])).toBe('recorded');
    expect(await late(2, 0, NOW_MS + 5002)).toEqual([
      { kind: 'refused', code: 'rate_limited', message: 'Rate limited, retry after 5s' },
    ]);
    expect(code((await late(3, 0, NOW_MS + 10_000))[0])).toBe('recorded');
    expect((await views()).map((row) => row.received_at_ms)).toEqual([NOW_MS + 5000, NOW_MS + 10_000]);
  });

  it('hold each view without an ack that has waited at a broker, whose TV has kept the pace', async () => {
    const SENT = 20;
    const from = (topicKey: string, fields: object): Arrival[] =>
      Array.from({ length: SENT }, (_, i) => {
        const timestamp = new Date(Date.now() - (SENT - i) * 6 * SECOND_MS).toISOString();
        return view({ timestamp, ...fields }, Date.now(), topicKey);
      });
    await addPlayer('other', 'home');
    const taken = await createRecorder(ingestStore(database), Date.now, 'database').record([
      ...from('key', {}),
      ...from('other', { request_ack: true }),
    ]);
    const RECORDED = Array.from({ length: SENT }, () => 'recorded');
    expect(taken.slice(0, SENT).map(code)).toEqual(RECORDED);
    // Those that asked for one are told, and come again.
    expect(taken.slice(SENT).map(code)).toEqual(['recorded', ...RECORDED.slice(1).map(() => 'rate_limited')]);
  });

  it('do not wait for a time to which the clock was set back', async () => {
    await take(view({}, NOW_MS + 3_600_000));
    await take(status({ currentPostId: 7 }, 'key', NOW_MS + 3_600_000));
    expect(await take(view({ timestamp: '2024-01-15T10:31:00Z' }))).toEqual(['recorded']);
    expect(await take(status({ currentPostId: 8 }))).toEqual(['applied']);
  });

  it('take a view of unknown time for no duplicate of one from before the clock was set back', async () => {
    const unknown = { timestamp: '1970-01-01T00:00:00Z' };
    await take(view(unknown, NOW_MS + 3_600_000));
    expect(await take(view(unknown), view(unknown, NOW_MS + 1000))).toEqual(['recorded', 'duplicate']);
  });

  it('are never of the future, also when the clock is set back while a message waits', async () => {
    await createRecorder(ingestStore(database), () => NOW_MS).record([view({}, NOW_MS + 3_600_000)]);
    await createRecorder(ingestStore(database), () => NOW_MS).record([status({}, 'key', NOW_MS + 3_600_000)]);
    expect(await views()).toMatchObject([{ received_at_ms: NOW_MS }]);
    expect(await playerStore(database).all()).toMatchObject([{ lastSeenAtMs: NOW_MS }]);
  });

  it('are not changed by a status that is older than the last one', async () => {
    expect(await take(status({ currentPostId: 8 }, 'key', NOW_MS + 2))).toEqual(['applied']);
    const late = [status({ currentPostId: 7, status: 'offline' }, 'key', NOW_MS + 1)];
    expect(await createRecorder(ingestStore(database), () => NOW_MS + 3).record(late)).toEqual([
      { kind: 'ignored' },
    ]);
    expect(await playerStore(database).all()).toMatchObject([
      { connectionStatus: 'online', currentPostId: 8, lastSeenAtMs: NOW_MS + 2 },
    ]);
  });

  it('are right whatever comes, to whichever of two, in whatever pieces', async () => {
    const second = await kind.open(database);
    const both = [database, second.database];
    let run = 0;
    const anArrival = fc.record({
      player: fc.nat(3),
      viewedS: fc.nat(5),
      arrivedMs: fc.nat(20_000),
      worker: fc.nat(1),
      startsBatch: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anArrival, { maxLength: 40 }), async (arrivals) => {
        run++;
        const keys = [0, 1, 2, 3].map((player) => `run${run}-${player}`);
        for (const key of keys) await addPlayer(key, 'home');
        const batches: [Arrival[][], Arrival[][]] = [[], []];
        for (const { player, viewedS, arrivedMs, worker, startsBatch } of arrivals) {
          const one = view({ timestamp: `2024-01-15T10:30:0${viewedS}Z` }, NOW_MS + arrivedMs, keys[player]);
          const mine = batches[worker]!;
          if (startsBatch || mine.length === 0) mine.push([one]);
          else mine.at(-1)!.push(one);
        }
        const outcomes = await Promise.all(
          batches.map(async (mine, worker) => {
            const recorder = createRecorder(ingestStore(both[worker]!), () => NOW_MS + 20_000);
            const all: Taken[] = [];
            for (const batch of mine) all.push(...(await recorder.record(batch)));
            return all;
          }),
        );
        const rows = (await database.query(
          `SELECT player_key, viewed_at_ms, received_at_ms FROM views WHERE player_key LIKE 'run${run}-%' ORDER BY player_key, received_at_ms`,
        )) as { player_key: string; viewed_at_ms: number; received_at_ms: number }[];
        expect(outcomes.flat().filter((one) => one.kind === 'recorded')).toHaveLength(rows.length);
        expect(new Set(rows.map((row) => `${row.player_key} ${row.viewed_at_ms}`)).size).toBe(rows.length);
        rows.slice(1).forEach((row, i) => {
          if (row.player_key === rows[i]!.player_key)
            expect(row.received_at_ms - rows[i]!.received_at_ms).toBeGreaterThanOrEqual(5000);
        });
        // Who sent anything that could be recorded has something recorded.
        const senders = new Set(arrivals.map(({ player }) => player));
        expect(new Set(rows.map((row) => row.player_key)).size).toBe(senders.size);
      }),
      { numRuns: 25 },
    );
    await second.close();
  }, 60_000);

  it('are right with two who write at the same time', async () => {
    const second = await kind.open(database);
    const recorders = [database, second.database].map((one) =>
      createRecorder(ingestStore(one), () => NOW_MS),
    );
    for (let i = 0; i < 10; i++) await addPlayer(`p${i}`, 'home');
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        recorders[i % 2]!.record([
          view({ timestamp: `2024-01-15T10:30:${10 + (i % 4)}Z` }, NOW_MS, `p${i % 10}`),
          view({}, NOW_MS, `p${(i * 7) % 10}`),
        ]),
      ),
    );
    expect(outcomes.flat().filter(({ kind }) => kind === 'recorded')).toHaveLength(10);
    expect(await views()).toHaveLength(10);
    await second.close();
  });
});

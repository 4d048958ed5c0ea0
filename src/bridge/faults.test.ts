import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startBridge, type Bridge } from './startBridge.js';
import { viewStore } from './storage/viewStore.js';
import { openSqlite } from './storage/openSqlite.js';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer, openMenu, type TestPlayer } from '../../e2e/stage/connectPlayer.js';
import { startProgram, type RunningProgram } from '../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

const MINUTE_MS = 60_000;
let sample: SamplePackage;
let folder: string;
beforeEach(async () => {
  sample = await samplePackage();
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
});
afterEach(async () => {
  await sample.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('a hundred TVs at once', () => {
  let bridge: Bridge;
  const clock = { nowMs: 1_700_000_000_000 };
  beforeEach(async () => {
    bridge = await startBridge({
      folders: sample.folders,
      database: join(folder, 'bridge.db'),
      attemptsPerMinute: 10_000,
      now: () => clock.nowMs,
    });
  });
  afterEach(() => bridge.close());
  const ids = Array.from({ length: 100 }, (_, i) => `tv-${i}`);
  const listed = async () =>
    (JSON.parse((await ask(bridge.port, '/api/players')).text) as { players: { registered: boolean }[] })
      .players;

  it('are registered, report, leave and are unregistered, each once', async () => {
    await Promise.all([...ids, ...ids].map((id) => openMenu(bridge.port, id)));
    expect(await listed()).toHaveLength(100);
    const url = `ws://127.0.0.1:${bridge.port}/mqtt`;
    const tvs = await Promise.all(ids.map((id) => connectPlayer(url, id)));
    const acks = await Promise.all(tvs.map((tv) => tv.acked({ post_id: 7 })));
    expect(acks).toEqual(ids.map(() => ({ success: true })));
    await Promise.all(tvs.map(({ client }) => client.endAsync()));
    await vi.waitFor(
      async () => {
        clock.nowMs += 31 * MINUTE_MS;
        await bridge.registry.sweep();
        expect((await listed()).filter(({ registered }) => registered)).toEqual([]);
      },
      { timeout: 10_000 },
    );
    expect(JSON.parse((await ask(bridge.port, '/api/stats')).text)).toMatchObject({ total: 100 });
  }, 30_000);

  it('that come while they are unregistered are all there afterwards', async () => {
    await Promise.all(ids.map((id) => openMenu(bridge.port, id)));
    clock.nowMs += 31 * MINUTE_MS;
    const sweeping = bridge.registry.sweep();
    await Promise.all([sweeping, ...ids.map((id) => openMenu(bridge.port, id))]);
    expect((await listed()).filter(({ registered }) => registered)).toHaveLength(100);
  }, 30_000);
});

describe('a bridge that is killed while it writes', () => {
  let program: RunningProgram | undefined;
  afterEach(() => program?.child.kill('SIGKILL'));

  it('has lost no view that it acknowledged', async () => {
    const data = join(folder, 'data');
    program = await startProgram(sample, '--data', data);
    const { child, port, ended: dead } = program;
    const url = `ws://127.0.0.1:${port}/mqtt`;
    // Ten TVs for each address, which is the limit of attempts; where loopback has one address only, ten in all.
    const addresses = process.platform === 'linux' ? 10 : 1;
    const tvs = await Promise.all(
      Array.from({ length: addresses * 10 }, async (_, i) => {
        const localAddress = `127.0.0.${1 + Math.floor(i / 10)}`;
        await openMenu(port, `tv${i}`);
        return connectPlayer(url, `tv${i}`, { wsOptions: { localAddress } });
      }),
    );
    const acknowledged: string[] = [];
    const killAt = tvs.length / 2;
    await Promise.all(
      tvs.map(async (tv, i) => {
        const answer = await Promise.race([tv.acked({ post_id: 7 }).catch(() => undefined), dead]);
        if (typeof answer !== 'object' || answer === null) return;
        acknowledged.push(`msx_tv${i}`);
        if (acknowledged.length === killAt) child.kill('SIGKILL');
      }),
    );
    await dead;
    for (const { client } of tvs) client.end(true);
    const database = openSqlite(join(data, 'bridge.db'));
    const kept = (await viewStore(database).page({}, 1000)).map(({ playerId }) => playerId);
    expect(acknowledged.length).toBeGreaterThanOrEqual(killAt);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(await database.query('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
    await database.close();
  }, 30_000);
});

describe('a view that cannot be written', () => {
  let bridge: Bridge;
  let tv: TestPlayer;
  let faults: string[];
  /** What the TV is answered. */
  let answers: unknown[];
  const clock = { nowMs: Date.parse('2026-01-02T12:00:00Z') };
  beforeEach(async () => {
    [faults, answers] = [[], []];
    bridge = await startBridge({
      folders: sample.folders,
      database: join(folder, 'bridge.db'),
      now: () => clock.nowMs,
      onFault: (sentence) => faults.push(sentence),
    });
    await openMenu(bridge.port, 'tv');
    tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv');
    tv.client.on('message', (_topic, payload) => answers.push(JSON.parse(payload.toString())));
  });
  afterEach(async () => {
    await tv.client.endAsync(true);
    await bridge.close();
  });

  it('is told to the player, which sends its view again, where the database will not take this one', async () => {
    await bridge.database.query(
      `CREATE TRIGGER refusal BEFORE INSERT ON views WHEN NEW.channel_hashtag = 'odd'
       BEGIN SELECT RAISE(ABORT, 'not this one'); END`,
    );
    expect(await tv.acked({ post_id: 7, channel_hashtag: 'odd' })).toEqual({
      success: false,
      error: 'Server error',
      error_code: 'processing_error',
    });
    expect(faults.join()).toMatch(/A view of [0-9a-f-]+ could not be written: .*not this one/);
    expect(await tv.acked({ post_id: 7 })).toEqual({ success: true });
  });

  it('is left to the player without an answer while the disk is full; TVs get their menu all the same', async () => {
    // SQLite says the same when its file may not grow as when the disk is full: SQLITE_FULL.
    await bridge.database.query('PRAGMA max_page_count = 1');
    const long = { post_id: 7, channel_hashtag: 'x'.repeat(100_000) };
    void tv.acked(long);
    await vi.waitFor(() =>
      expect(faults.join()).toMatch(
        /^A message of a TV could not be written: .*full\. Views stay on the TVs/,
      ),
    );
    expect((await ask(bridge.port, '/gallery/menu.json?device_id=other')).status).toBe(200);
    await bridge.database.query('PRAGMA max_page_count = 1000000');
    await tv.acked(long);
    expect(answers).toEqual([{ success: true }]);
    const { text } = await ask(bridge.port, '/metrics');
    expect(text).toContain('msx_views_total{result="left"} 1\n');
  });

  it('ends the connection of a player that wants no answer, which then sends it again', async () => {
    await bridge.database.query('PRAGMA max_page_count = 1');
    const closed = new Promise<void>((resolve) => tv.client.once('close', () => resolve()));
    void tv.view({ post_id: 7, channel_hashtag: 'x'.repeat(100_000) }).catch(() => undefined);
    await closed;
    expect(faults.join()).toContain('could not be written');
    await bridge.database.query('PRAGMA max_page_count = 1000000');
  });
});

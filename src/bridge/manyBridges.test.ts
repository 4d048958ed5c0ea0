import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer } from '../../e2e/stage/connectPlayer.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { MOSQUITTO, startMosquitto, type Mosquitto } from '../../e2e/stage/startMosquitto.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../e2e/stage/startPostgres.js';
import { playerKeyOf } from '../makapix/playerKeyOf.js';
import { startBridge, type Bridge, type BridgeOptions } from './startBridge.js';
import { ingestStore } from './storage/ingestStore.js';
import { openPostgres } from './storage/openPostgres.js';
import type { Database } from './storage/sql.js';
import { readBrokerUrl } from './worker/readBrokerUrl.js';
import { work } from './worker/work.js';

const missing = postgresMissing() ?? (MOSQUITTO === null ? 'SKIPPED: mosquitto is not installed' : undefined);
if (missing !== undefined) console.warn(`${missing}: several bridges on one database`);

describe.skipIf(missing !== undefined)('several bridges on one database', () => {
  let postgres: TestPostgres;
  let broker: Mosquitto;
  let sample: SamplePackage;
  let url: string;
  let database: Database;
  let bridges: Bridge[];
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    broker = await startMosquitto(null);
    sample = await samplePackage();
  }, 60_000);
  afterAll(async () => {
    await sample.remove();
    await broker.close();
    await postgres.close();
  });

  const shared = () => ({ broker: readBrokerUrl(broker.url), urlForTvs: broker.url });
  const start = async (options: BridgeOptions = {}): Promise<Bridge> => {
    const bridge = await startBridge({
      folders: sample.folders,
      database: url,
      shared: shared(),
      onFault: () => undefined,
      ...options,
    });
    ends.push(() => bridge.close());
    return bridge;
  };
  const startWorker = async (): Promise<void> => {
    const over = new AbortController();
    const said: string[] = [];
    const ended = work(
      {
        broker: readBrokerUrl(broker.url),
        group: randomUUID(),
        division: { kind: 'parts', part: 1, of: 1 },
        name: 'one',
        inHand: 500,
        sessionHours: 1,
        leave: false,
      },
      {
        store: ingestStore(database),
        now: Date.now,
        stopped: over.signal,
        log: (_level, event) => said.push(event),
      },
    );
    ends.push(async () => {
      over.abort();
      await ended;
    });
    await vi.waitFor(() => expect(said).toContain('connected'), { timeout: 10_000 });
  };

  beforeEach(async () => {
    url = postgres.url(await postgres.createDatabase());
    database = openPostgres(url, () => undefined);
    ends.push(() => database.close());
    bridges = [await start(), await start(), await start()];
  }, 30_000);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const menu = (bridge: Bridge, deviceId: string, headers: Record<string, string> = {}) =>
    ask(bridge.port, `/gallery/menu.json?device_id=${deviceId}`, { headers });
  const json = async (bridge: Bridge, path: string, options = {}): Promise<unknown> =>
    JSON.parse((await ask(bridge.port, path, options)).text);
  const asJson = (body: object, method = 'POST') => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const rows = (text: string) => database.query(text);
  /** Until every bridge has heard of it. */
  const soon = (look: () => unknown) => vi.waitFor(look, { timeout: 10_000, interval: 20 });

  it('names the shared broker to TVs, and none of its own', async () => {
    for (const bridge of bridges) {
      expect(await json(bridge, '/plugin.config.json')).toMatchObject({ broker: { url: broker.url } });
      expect(bridge.mqttPort).toBeUndefined();
      await expect(
        mqtt.connectAsync(`ws://127.0.0.1:${bridge.port}/mqtt`, { reconnectPeriod: 0 }),
      ).rejects.toThrow();
    }
  });

  it('registers one player for each TV, with one key, whichever bridges it asks', async () => {
    const tvs = Array.from({ length: 20 }, (_, i) => `tv${i}`);
    let seed = 7;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const asked = Array.from({ length: 300 }, () => ({
      tv: tvs[Math.floor(random() * tvs.length)]!,
      bridge: bridges[Math.floor(random() * bridges.length)]!,
    }));
    await Promise.all(asked.map(({ tv, bridge }) => menu(bridge, tv)));
    const players = await rows('SELECT device_id, player_key FROM players ORDER BY device_id');
    expect(players).toEqual(
      [...new Set(asked.map(({ tv }) => tv))]
        .sort()
        .map((tv) => ({ device_id: tv, player_key: playerKeyOf(tv) })),
    );
  });

  it('does not take two TVs at one address for the same', async () => {
    const agents = ['Tizen', 'Web0S', 'Android'];
    await Promise.all(
      agents.flatMap((agent) =>
        bridges.map((bridge) => ask(bridge.port, '/gallery/menu.json', { headers: { 'user-agent': agent } })),
      ),
    );
    const players = await rows('SELECT user_agent FROM players ORDER BY user_agent');
    expect(players.map((row) => row.user_agent)).toEqual([...agents].sort());
  });

  it('gives a key to one player only, when two bridges bind it at the same time', async () => {
    const [one, two] = bridges as [Bridge, Bridge];
    for (let i = 0; i < 10; i++) {
      const key = randomUUID();
      const ids = [`a${i}`, `b${i}`].map((name) => ({ headers: { 'user-agent': name } }));
      await Promise.all([
        ask(one.port, '/gallery/menu.json', ids[0]),
        ask(two.port, '/gallery/menu.json', ids[1]),
      ]);
      const [a, b] = (await rows('SELECT player_id FROM players ORDER BY registered_at_ms DESC LIMIT 2')).map(
        (row) => String(row.player_id),
      ) as [string, string];
      await soon(() =>
        expect([one, two].every(({ registry }) => registry.find(a) && registry.find(b))).toBe(true),
      );
      const bound = await Promise.all([one.registry.bindKey(a, key), two.registry.bindKey(b, key)]);
      expect(bound.filter(Boolean)).toHaveLength(1);
    }
    const twice = await rows(
      'SELECT player_key FROM players GROUP BY player_key HAVING COUNT(player_key) > 1',
    );
    expect(twice).toEqual([]);
  });

  it('has every bridge know of a change and of a removal', async () => {
    const [one, two, three] = bridges as [Bridge, Bridge, Bridge];
    await menu(one, 'x');
    const { id } = ((await json(two, '/api/players')) as { players: { id: string }[] }).players[0]!;
    // A moment after the first bridge has registered it, with no wait for anything.
    expect(
      await json(three, `/api/players/${id}`, asJson({ displayName: 'Kitchen' }, 'PATCH')),
    ).toMatchObject({
      displayName: 'Kitchen',
    });
    await soon(() =>
      expect(bridges.map(({ registry }) => registry.find(id)?.displayName)).toEqual(Array(3).fill('Kitchen')),
    );
    expect((await ask(two.port, `/api/players/${id}`, { method: 'DELETE' })).status).toBe(204);
    await soon(() =>
      expect(bridges.map(({ registry }) => registry.find(id))).toEqual(Array(3).fill(undefined)),
    );
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer } from '../../e2e/stage/connectPlayer.js';
import { mediaFolder } from '../../e2e/stage/mediaFolder.js';
import { FREE_PORTS, addProgram, spawnProgram, type SpawnedProgram } from '../../e2e/stage/program.js';
import { pairTv } from '../../e2e/stage/pairTv.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { MOSQUITTO, startMosquitto, type Mosquitto } from '../../e2e/stage/startMosquitto.js';
import { poll, provision, typeCode, type Provision } from '../../e2e/stage/pairTv.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../e2e/stage/startPostgres.js';
import { playerKeyOf } from '../makapix/playerKeyOf.js';
import type { SharedRegistry } from './players/createSharedRegistry.js';
import { startBridge, type Bridge, type BridgeOptions } from './startBridge.js';
import { ingestStore } from './storage/ingestStore.js';
import { wordStore } from './storage/wordStore.js';
import { joinBridges } from './storage/joinBridges.js';
import { migrate } from './storage/migrate.js';
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

  const shared = () => ({
    broker: readBrokerUrl(broker.url),
    urlForTvs: broker.url,
    publicUrl: 'https://tv.example',
  });
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
        words: wordStore(database),
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
  }, 30_000);

  const menu = (bridge: Bridge, deviceId: string, headers: Record<string, string> = {}) =>
    ask(bridge.port, `/gallery/menu.json?device_id=${deviceId}`, { headers });
  const json = async (bridge: Bridge, path: string, options = {}): Promise<unknown> =>
    JSON.parse((await ask(bridge.port, path, options)).text);
  const asJson = (body: object, method = 'POST') => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  /** A dashboard that listens. */
  const listen = async (bridge: Bridge): Promise<{ heard: () => string }> => {
    const over = new AbortController();
    ends.push(() => over.abort());
    const answer = await fetch(`http://127.0.0.1:${bridge.port}/api/events`, { signal: over.signal });
    let text = '';
    void (async () => {
      for await (const part of answer.body!) text += Buffer.from(part).toString();
    })().catch(() => undefined); // it is ended with the test
    return { heard: () => text };
  };
  const rows = (text: string) => database.query(text);
  /** Until every bridge has heard of it. */
  const soon = (look: () => unknown) => vi.waitFor(look, { timeout: 10_000, interval: 20 });

  it('names the shared broker to TVs, and has none of its own', async () => {
    for (const bridge of bridges) {
      expect(await json(bridge, '/plugin.config.json')).toMatchObject({ broker: { url: broker.url } });
      expect((await ask(bridge.port, '/mqtt')).status).toBe(404);
      expect(bridge.mqttPort).toBeUndefined();
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

  it('knows a TV of which it has not heard yet, when it is asked about it', async () => {
    await database.query(
      `INSERT INTO players (player_id, display_name, owner, platform, user_agent, address, registered_at_ms,
         last_activity_at_ms) VALUES ('msx_new', '', 'home', '', '', '', 0, 0)`,
    );
    for (const bridge of bridges)
      expect((await ask(bridge.port, '/api/players/msx_new/token', { method: 'POST' })).status).toBe(200);
    expect((await ask(bridges[0]!.port, '/api/players/msx_none/token', { method: 'POST' })).status).toBe(404);
  });

  it('has every bridge know of a TV again that has come back to one of them', async () => {
    await menu(bridges[0]!, 'x');
    const [id] = (await rows('SELECT player_id FROM players')).map((row) => String(row.player_id));
    await Promise.all(bridges.map(({ registry }) => registry.close())); // what they know of is written
    await database.query('UPDATE players SET last_activity_at_ms = last_activity_at_ms - 31 * 60000');
    for (const { registry } of bridges) await (registry as SharedRegistry).heard(null);
    expect(bridges.map(({ registry }) => registry.isRegistered(id!))).toEqual([false, false, false]);
    await menu(bridges[1]!, 'x');
    await soon(() =>
      expect(bridges.map(({ registry }) => registry.isRegistered(id!))).toEqual([true, true, true]),
    );
  });

  it('reads everything anew when the connection broke on which it hears of changes', async () => {
    await menu(bridges[0]!, 'x');
    const [id] = (await rows('SELECT player_id FROM players')).map((row) => String(row.player_id));
    await soon(() => expect(bridges.every(({ registry }) => registry.find(id!))).toBe(true));
    await database.query(`UPDATE players SET display_name = 'unheard'`); // and nobody tells
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'bridge %' AND datname = current_database()`,
    );
    await soon(() =>
      expect(bridges.map(({ registry }) => registry.find(id!)?.displayName)).toEqual(
        Array(3).fill('unheard'),
      ),
    );
  });

  it('serves TVs while the database is away, and registers the new ones when it is back', async () => {
    await menu(bridges[0]!, 'known');
    await postgres.stop();
    try {
      for (const bridge of bridges.slice(0, 2))
        for (const tv of ['known', 'new']) expect((await menu(bridge, tv)).status).toBe(200);
    } finally {
      await postgres.start();
    }
    for (const bridge of bridges)
      await soon(async () => expect((await menu(bridge, 'new')).status).toBe(200));
    await soon(async () =>
      expect(
        (await rows('SELECT device_id FROM players ORDER BY device_id')).map((row) => row.device_id),
      ).toEqual(['known', 'new']),
    );
    // They hear of each other again.
    const [id] = (await rows(`SELECT player_id FROM players WHERE device_id = 'new'`)).map((row) =>
      String(row.player_id),
    );
    await soon(async () => {
      await bridges[0]!.registry.update(id!, { displayName: 'Back' });
      await vi.waitFor(() => expect(bridges[1]!.registry.find(id!)?.displayName).toBe('Back'));
    });
  });

  it('gives a TV its files from another bridge than its menu, also to a player of its own without an ID', async () => {
    const media = await mediaFolder(['a.mp3']);
    ends.push(() => media.remove());
    const [one, two] = [await start({ media: media.path }), await start({ media: media.path })];
    for (const { library } of [one, two]) await library!.rescan();
    for (let i = 0; i < 10; i++) {
      const { text } = await ask(one.port, `/msx/albums/music.json?device_id=tv${i}`);
      const link = /\/msx\/audio\/[^"]*/.exec(text)![0].replace(/&device_id=[^&]*/, '');
      expect((await ask(two.port, link)).status).toBe(200);
    }
  });

  it('does not say that TVs are offline when one more bridge starts', async () => {
    await menu(bridges[0]!, 'x');
    await database.query(`UPDATE players SET connection_status = 'online'`);
    await start();
    expect(await rows('SELECT connection_status AS is FROM players')).toEqual([{ is: 'online' }]);
  });

  it('does not go together with a bridge that has a broker of its own', async () => {
    await expect(startBridge({ folders: sample.folders, database: url })).rejects.toMatchObject({
      code: 'data_in_use',
    });
    const other = postgres.url(await postgres.createDatabase());
    const own = await startBridge({ folders: sample.folders, database: other });
    ends.push(() => own.close());
    await expect(start({ database: other })).rejects.toMatchObject({ code: 'data_in_use' });
  });

  it('tells every dashboard what a worker takes', async () => {
    await startWorker();
    await menu(bridges[0]!, 'x');
    const dashboards = await Promise.all(bridges.map(listen));
    const tv = await connectPlayer(broker.url, 'x');
    ends.push(() => tv.client.endAsync(true));
    await tv.status();
    for (const { heard } of dashboards) await soon(() => expect(heard()).toContain('"players"'));
    expect(await tv.acked()).toMatchObject({ success: true });
    for (const { heard } of dashboards) await soon(() => expect(heard()).toContain('"view"'));
    for (const bridge of bridges)
      expect(await json(bridge, '/api/players')).toMatchObject({
        players: [{ connectionStatus: 'online', listens: true, registered: true }],
      });
  });

  it('has a command done once, and its answer back, whichever bridge was asked', async () => {
    await startWorker();
    await menu(bridges[0]!, 'x');
    const tv = await connectPlayer(broker.url, 'x');
    ends.push(() => tv.client.endAsync(true));
    const done: string[] = [];
    await tv.client.subscribeAsync(`makapix/player/${tv.playerKey}/command`, { qos: 1 });
    tv.client.on('message', (_topic, payload) => {
      const { command_id } = JSON.parse(payload.toString()) as { command_id: string };
      done.push(command_id);
      void tv.client.publishAsync(
        `makapix/player/${tv.playerKey}/command/ack`,
        JSON.stringify({ command_id, status: 'ok' }),
        { qos: 1 },
      );
    });
    await tv.status();
    await soon(async () =>
      expect(await rows('SELECT connection_status AS is FROM players')).toEqual([{ is: 'online' }]),
    );
    const [id] = (await rows('SELECT player_id FROM players')).map((row) => String(row.player_id));
    const command = asJson({ command_type: 'swap_next', payload: {} });
    const answers = await Promise.all(
      [...bridges, ...bridges].map((bridge) => json(bridge, `/api/players/${id}/commands`, command)),
    );
    expect(answers).toEqual(Array(6).fill(expect.objectContaining({ result: 'ok' })));
    expect(new Set(done).size).toBe(6);
    expect(done).toHaveLength(6);
    for (const bridge of bridges)
      await soon(async () => {
        const { commands } = (await json(bridge, `/api/players/${id}/commands`)) as {
          commands: { command_id: string }[];
        };
        expect(commands.map(({ command_id }) => command_id).sort()).toEqual([...done].sort());
      });
  });

  it('answers a request of a TV once, whichever of them takes it', async () => {
    for (const bridge of bridges) await bridge.close();
    const media = await mediaFolder(['a.png']);
    ends.push(() => media.remove());
    bridges = [await start({ media: media.path }), await start({ media: media.path })];
    for (const { library } of bridges) await library!.rescan();
    for (const { library } of bridges) await library!.detailsRead();
    const { postId } = bridges[0]!.library!.ofKind('image')[0]!;
    await ask(bridges[0]!.port, '/msx/menu.json?device_id=x');
    const tv = await connectPlayer(broker.url, 'x');
    ends.push(() => tv.client.endAsync(true));
    const answers: { request_id: string; post: { art_url: string } }[] = [];
    tv.client.on('message', (_topic, payload) =>
      answers.push(JSON.parse(payload.toString()) as (typeof answers)[number]),
    );
    await tv.client.subscribeAsync(`makapix/player/${tv.playerKey}/response/+`, { qos: 1 });
    const askFor = (requestId: string) =>
      tv.client.publishAsync(
        `makapix/player/${tv.playerKey}/request/${requestId}`,
        JSON.stringify({
          request_id: requestId,
          request_type: 'get_post',
          player_key: tv.playerKey,
          post_id: postId,
        }),
        { qos: 1 },
      );
    // Until one of them hears; a TV may ask ten times a second.
    await vi.waitFor(
      async () => {
        await askFor('first');
        expect(answers.length).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 1000 },
    );
    answers.length = 0;
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await askFor(id);
    const rest = () => answers.filter(({ request_id }) => !['first', 'end'].includes(request_id));
    await soon(() => expect(rest().length).toBeGreaterThanOrEqual(6));
    await askFor('end'); // time for what would come twice
    await soon(() => expect(answers.map(({ request_id }) => request_id)).toContain('end'));
    expect(
      rest()
        .map(({ request_id }) => request_id)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(rest()[0]!.post.art_url).toMatch(/^https:\/\/tv\.example\/vault\//);
  });

  it('lets a TV in at every bridge once it is paired at one, and nowhere from its unpairing on', async () => {
    for (const bridge of bridges) await bridge.close();
    const media = await mediaFolder(['a.mp3']);
    ends.push(() => media.remove());
    const [one, two] = [
      await start({ media: media.path, auth: 'token' }),
      await start({ media: media.path, auth: 'token' }),
    ];
    for (const { library } of [one, two]) await library!.rescan();
    for (let i = 0; i < 5; i++) {
      const tv = await pairTv(one.port, `tv${i}`);
      const album = await ask(two.port, '/msx/albums/music.json', { headers: tv.headers });
      const link = /\/msx\/audio\/[^"]*/.exec(album.text)![0];
      expect((await ask(two.port, link)).status).toBe(200);
      expect((await ask(one.port, `/api/players/${tv.playerId}/token`, { method: 'DELETE' })).status).toBe(
        204,
      );
      // It would be remembered for 5 s.
      await vi.waitFor(async () => expect((await ask(two.port, link)).status).toBe(403), {
        timeout: 4000,
        interval: 5,
      });
    }
  });

  it('is not ready while the broker is away, and is again when it is back', async () => {
    const ready = () => Promise.all(bridges.map(({ port }) => ask(port, '/readyz')));
    await soon(async () => expect((await ready()).map(({ status }) => status)).toEqual([200, 200, 200]));
    await broker.kill();
    try {
      await soon(async () => {
        const answers = await ready();
        expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
        expect(answers[0]!.text).toContain('broker-away');
      });
    } finally {
      await broker.restart();
    }
    await soon(async () => expect((await ready()).map(({ status }) => status)).toEqual([200, 200, 200]));
  });

  it('tells the others what is in its media folder, which is the same for the same files', async () => {
    const [media, other] = [await mediaFolder(['a.png', 'b.mp3']), await mediaFolder(['a.png'])];
    const told = new Map<string, string | null>();
    const membership = await joinBridges({
      url,
      onNotice: (notice) =>
        'bridge' in notice && told.set(notice.bridge.name.replace(/.*:/, ''), notice.bridge.library),
      onBack: () => undefined,
      onLead: () => undefined,
      onFault: () => undefined,
    });
    ends.push(() => Promise.all([media.remove(), other.remove(), membership.close()]));
    const some = await Promise.all([media, media, other].map(({ path }) => start({ media: path })));
    const libraries = () => some.map(({ port }) => told.get(String(port)) ?? null);
    await vi.waitFor(() => expect(libraries()).not.toContain(null), { timeout: 20_000 });
    expect(new Set(libraries()).size).toBe(2);
    expect(libraries()[0]).toBe(libraries()[1]);
  });

  it('pairs a TV with all of them, and has it forgotten by all', async () => {
    const folder = await mediaFolder();
    ends.push(() => folder.remove());
    await folder.sparse('film.mp4', 512 * 1024 * 1024);
    const paired = async () => Promise.all([0, 1].map(() => start({ auth: 'token', media: folder.path })));
    const [one, other] = (await paired()) as [Bridge, Bridge];
    await Promise.all([one, other].map((bridge) => bridge.library!.rescan()));
    const asked = JSON.parse((await provision(one.port, { device_id: 'tv' })).text) as Provision;
    expect((await typeCode(other.port, { code: asked.registration_code })).status).toBe(200);
    expect((await typeCode(one.port, { code: asked.registration_code })).status).toBe(404);
    const { api_token: token } = JSON.parse((await poll(one.port, asked)).text) as { api_token: string };
    const headers = { authorization: `Bearer ${token}` };
    const films = await ask(other.port, '/msx/menu.json', { headers }).then(({ text }) =>
      /http[^"]*films[^"]*/.exec(text)![0].replace(/^http:\/\/[^/]+/, ''),
    );
    const { text } = await ask(one.port, films);
    const film = /http[^"]*film\.mp4[^"]*/.exec(text)![0].replace(/^http:\/\/[^/]+/, '');
    const isGiven = async (bridge: Bridge) =>
      (await ask(bridge.port, film, { headers: { range: 'bytes=0-9' } })).status === 206;
    expect([await isGiven(one), await isGiven(other)]).toEqual([true, true]);

    const over = new AbortController();
    ends.push(() => over.abort());
    const answer = await fetch(`http://127.0.0.1:${other.port}${film}`, { signal: over.signal });
    const reader = answer.body!.getReader();
    await reader.read();
    await ask(one.port, '/api/players/msx_tv/token', { method: 'DELETE' });
    expect(await isGiven(one)).toBe(false);
    await vi.waitFor(async () => expect(await isGiven(other)).toBe(false), { timeout: 3000, interval: 20 });
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow();
    expect((await ask(other.port, '/msx/menu.json', { headers })).status).toBe(401);
  });

  it('says at once that a TV is not there', async () => {
    await menu(bridges[0]!, 'x');
    const [id] = (await rows('SELECT player_id FROM players')).map((row) => String(row.player_id));
    expect(
      await json(
        bridges[1]!,
        `/api/players/${id}/commands`,
        asJson({ command_type: 'swap_next', payload: {} }),
      ),
    ).toMatchObject({ result: 'no_answer', error: expect.stringContaining('is not connected') as string });
  });

  it('gives a file of the media folder one ID, whichever bridges find it', async () => {
    const media = await mediaFolder(['a.png', 'b/c.png', 'b/d.mp3']);
    ends.push(() => media.remove());
    const some = await Promise.all(Array.from({ length: 3 }, () => start({ media: media.path })));
    await Promise.all(some.map(({ library }) => library!.rescan()));
    const idsOf = ({ library }: Bridge) =>
      library!.ofKind('image').map(({ postId, path }) => ({ postId, path }));
    expect(idsOf(some[0]!).length).toBeGreaterThan(0);
    for (const bridge of some) expect(idsOf(bridge)).toEqual(idsOf(some[0]!));
    expect(
      await rows(`SELECT path FROM posts WHERE fingerprint <> '' GROUP BY path HAVING COUNT(*) > 1`),
    ).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)('bridges that are killed', { timeout: 60_000 }, () => {
  const children: SpawnedProgram[] = [];
  afterEach(() => {
    for (const { child } of children.splice(0)) child.kill('SIGKILL');
  });

  it('leave the lead to another one, which removes old views, and leave every TV', async () => {
    const [postgres, broker, sample] = [
      await startPostgres(),
      await startMosquitto(null),
      await samplePackage(),
    ];
    await addProgram(sample);
    const url = postgres.url(await postgres.createDatabase());
    const database = openPostgres(url, () => undefined);
    try {
      const addOldView = () =>
        database.query(
          `INSERT INTO views (player_key, player_id, post_id, viewed_at_ms, time_known, received_at_ms, intent, play_order, channel)
           VALUES ('k', 'p', 1, 1000, 1, 1000, 'channel', 0, 'all')`,
        );
      /** Which a bridge sees to when it begins to lead, and then for ten minutes no more. */
      const oldViewsAreGone = () =>
        vi.waitFor(
          async () =>
            expect(await database.query('SELECT COUNT(*) AS views FROM views')).toEqual([{ views: 0 }]),
          { timeout: 20_000 },
        );
      await migrate(database);
      await addOldView();
      for (let i = 0; i < 3; i++) {
        const options = ['--broker', broker.url, '--broker-url', broker.url, '--keep-views', '1d'];
        const one = spawnProgram(sample, [...FREE_PORTS, ...options], { BRIDGE_DATABASE: url });
        children.push(one);
        await one.started;
      }
      const leader = async (): Promise<number> => {
        const [row] = await database.query(
          `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
           WHERE locktype = 'advisory' AND granted AND objid = 5247004`,
        );
        return Number(/^bridge (\d+) on/.exec(String(row?.name))?.[1] ?? 0);
      };
      const ask = async (port: number, tv: string) =>
        fetch(`http://127.0.0.1:${port}/gallery/menu.json?device_id=${tv}`);
      await oldViewsAreGone();
      for (let round = 0; children.length > 1; round++) {
        await vi.waitFor(
          async () => expect(children.map(({ child }) => child.pid)).toContain(await leader()),
          {
            timeout: 20_000,
          },
        );
        const leading = await leader();
        const gone = children.splice(
          children.findIndex(({ child }) => child.pid === leading),
          1,
        )[0]!;
        await addOldView();
        // While it is killed, TVs ask it and the others.
        const asking = children.flatMap((one) => [0, 1].map((i) => ask(one.port(), `tv${round}-${i}`)));
        const cutOff = [0, 1].map((i) => ask(gone.port(), `tv${round}-${i}`).catch(() => undefined));
        await gone.end('SIGKILL');
        expect((await Promise.all(asking)).map(({ status }) => status)).toEqual(asking.map(() => 200));
        await Promise.all(cutOff);
        await oldViewsAreGone();
      }
      const there = await database.query('SELECT device_id FROM players ORDER BY device_id');
      expect(there.map((row) => row.device_id)).toEqual(['tv0-0', 'tv0-1', 'tv1-0', 'tv1-1']);
      expect(await children[0]!.end('SIGINT')).toBe(0);
    } finally {
      await database.close();
      await broker.close();
      await postgres.close();
      await sample.remove();
    }
  });
});

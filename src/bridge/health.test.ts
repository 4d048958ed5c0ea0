// What a machine asks a bridge: does it live, does it do its work, and how much of it.
import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer, openMenu, type TestPlayer } from '../../e2e/stage/connectPlayer.js';
import { mediaFolder } from '../../e2e/stage/mediaFolder.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { healthText, type Health } from '../makapix/health.js';
import { startBridge, type Bridge, type BridgeOptions } from './startBridge.js';

let sample: SamplePackage;
const bridges: Bridge[] = [];

beforeEach(async () => {
  sample = await samplePackage();
});
afterEach(async () => {
  for (const bridge of bridges.splice(0)) await bridge.close();
  await sample.remove();
});

async function started(options: BridgeOptions = {}): Promise<Bridge> {
  const bridge = await startBridge({ folders: sample.folders, ...options });
  bridges.push(bridge);
  return bridge;
}

const WELL: Health = {
  waiting: 0,
  unanswered: 0,
  dropped: 0,
  oldestAtMs: null,
  storage: 'indexeddb',
  clockOffsetMs: 0,
  clockSource: 'server',
  msxVersion: null,
  tvxVersion: null,
  engine: null,
  startedAtMs: null,
};

const READY = { ready: true, checks: { database: null, library: null, broker: null } };

describe('GET /healthz and /readyz', () => {
  it('answer whoever asks that all is well', async () => {
    const { port } = await started({ auth: 'token', adminToken: 'secret', mqttPort: 0 });
    expect(await ask(port, '/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    const ready = await ask(port, '/readyz');
    expect([ready.status, JSON.parse(ready.text)]).toEqual([200, READY]);
    expect(ready.headers['cache-control']).toBe('no-store');
  });

  it('say that the database takes nothing, while the process lives', async () => {
    const said: string[] = [];
    const { port, database } = await started({ onFault: (sentence) => said.push(sentence) });
    await database.query('PRAGMA query_only = ON');
    const ready = await ask(port, '/readyz');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toEqual({
      ready: false,
      checks: {
        ...READY.checks,
        database: {
          code: 'database-away',
          reason: 'The database does not take what is written: the log says why.',
        },
      },
    });
    expect(said).toEqual([expect.stringMatching(/^Not ready: database fails: .*readonly/)]);
    expect((await ask(port, '/healthz')).status).toBe(200);
  });

  it('say that the media folder is gone, and that it is back', async () => {
    const media = await mediaFolder(['a.png']);
    let nowMs = 0;
    const { port, library } = await started({ media: media.path, monotonicMs: () => nowMs });
    await library!.rescan();
    expect((await ask(port, '/readyz')).status).toBe(200);
    await rename(media.path, `${media.path}-away`);
    nowMs += 2000;
    const gone = await ask(port, '/readyz');
    expect([gone.status, JSON.parse(gone.text)]).toMatchObject([
      503,
      { checks: { library: { code: 'library-gone' }, database: null } },
    ]);
    await rename(`${media.path}-away`, media.path);
    nowMs += 2000;
    expect((await ask(port, '/readyz')).status).toBe(200);
    await media.remove();
  });
});

/** The value of a line such as `msx_views_total{result="recorded"}`; undefined where there is none. */
const valueOf = (text: string, line: string): number | undefined => {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

describe('GET /metrics', () => {
  const metricsOf = async (port: number): Promise<string> => (await ask(port, '/metrics')).text;

  it('counts TVs, views by what became of them, and what the broker refused', async () => {
    const { port } = await started();
    await openMenu(port, 'tv');
    const tv = await connectPlayer(`ws://127.0.0.1:${port}/mqtt`, 'tv');
    await tv.status();
    expect(await tv.acked()).toEqual({ success: true });
    expect(await tv.acked()).toMatchObject({ error_code: 'duplicate' });
    expect(await tv.acked({ post_id: 99 })).toMatchObject({ error_code: expect.any(String) as string });
    await tv.client.publishAsync(`makapix/player/${tv.playerKey}/view`, 'no JSON', { qos: 1 });
    const text = await metricsOf(port);
    expect(valueOf(text, 'msx_tvs_online')).toBe(1);
    expect(valueOf(text, 'msx_views_total{result="recorded"}')).toBe(1);
    expect(valueOf(text, 'msx_views_total{result="duplicate"}')).toBe(1);
    expect(valueOf(text, 'msx_views_total{result="dropped"}')).toBe(1);
    expect(valueOf(text, 'msx_statuses_total{result="applied"}')).toBe(1);
    expect(valueOf(text, 'msx_ingest_seconds_count')).toBe(5);
    expect(valueOf(text, 'msx_view_age_seconds_count')).toBe(1);
    expect(valueOf(text, 'msx_ready{check="database"}')).toBe(1);
    await tv.client.subscribeAsync('makapix/player/+/view').catch(() => undefined);
    await tv.client.endAsync();
    expect(await metricsOf(port)).toMatch(/msx_broker_refusals_total\{code="[a-z-]+"\} 1/);
  });

  it('counts the views that wait in all TVs that it knows, and commands by what became of them', async () => {
    const { port, registry } = await started();
    for (const device of ['one', 'two']) await openMenu(port, device);
    const [one, two] = await Promise.all(
      ['one', 'two'].map((device) => connectPlayer(`ws://127.0.0.1:${port}/mqtt`, device)),
    );
    const say = (tv: TestPlayer, waiting: number) =>
      tv.client.publishAsync(`makapix/player/${tv.playerKey}/health`, healthText({ ...WELL, waiting }), {
        qos: 1,
      });
    await say(one!, 40);
    await say(two!, 2);
    expect(valueOf(await metricsOf(port), 'msx_views_waiting')).toBe(42);
    await two!.client.endAsync();
    await registry.remove('msx_two');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ command_type: 'swap_next', payload: {} });
    const path = '/api/players/msx_one/commands';
    const sent = await ask(port, path, { method: 'POST', headers, body });
    expect(JSON.parse(sent.text)).toMatchObject({ result: 'no_answer' }); // it has not subscribed
    const text = await metricsOf(port);
    expect(valueOf(text, 'msx_views_waiting')).toBe(40);
    expect(valueOf(text, 'msx_commands_total{result="no_answer"}')).toBe(1);
    expect(valueOf(text, 'msx_commands_total{result="ok"}')).toBe(0);
    await one!.client.endAsync();
  });

  it('measures answers by the template of the route, however many addresses are asked for', async () => {
    const { port } = await started();
    for (let i = 0; i < 20; i++) await ask(port, `/api/players/msx_${i}/check`);
    for (let i = 0; i < 20; i++) await ask(port, `/no/such/file${i}`);
    const text = await metricsOf(port);
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route));
    expect([...routes].filter((route) => /msx_\d|file\d/.test(route!))).toEqual([]);
    expect(
      valueOf(
        text,
        'msx_http_request_seconds_count{method="GET",route="/api/players/:id/check",status="404"}',
      ),
    ).toBe(20);
    expect(text).toMatch(/\nprocess_resident_memory_bytes \d/);
    expect(text).toMatch(/\nmsx_build_info\{version="[^"]+"\} 1\n/);
  });

  it('is as open as the API: not without the token where there is one', async () => {
    const { port } = await started({ auth: 'token', adminToken: 'secret' });
    expect(await ask(port, '/metrics')).toMatchObject({ status: 401 });
    expect(await ask(port, '/%6detrics')).toMatchObject({ status: 401 });
    const headers = { authorization: 'Bearer secret' };
    const answer = await ask(port, '/metrics', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('version=0.0.4');
  });

  it('is neither for pages of other sites nor by a name that may be theirs', async () => {
    const { port } = await started();
    expect(await ask(port, '/metrics', { headers: { origin: 'http://evil.example' } })).toMatchObject({
      status: 403,
    });
    expect(await ask(port, '/metrics', { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 });
    expect((await ask(port, '/metrics')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('leaves the TVs out while nobody can count them', async () => {
    const { port, database } = await started();
    await database.query('ALTER TABLE players RENAME TO gone');
    const text = await metricsOf(port);
    expect(valueOf(text, 'msx_tvs_online')).toBeUndefined();
    expect(valueOf(text, 'msx_views_total{result="recorded"}')).toBe(0);
    await database.query('ALTER TABLE gone RENAME TO players');
    expect(valueOf(await metricsOf(port), 'msx_tvs_online')).toBe(0);
  });
});

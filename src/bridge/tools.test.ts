// What people run beside a bridge: a copy, another database, and what is wrong.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer, openMenu } from '../../e2e/stage/connectPlayer.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../e2e/stage/startPostgres.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { run } from './run.js';
import { startBridge, type Bridge } from './startBridge.js';

let sample: SamplePackage;
let folder: string;
const bridges: Bridge[] = [];

beforeEach(async () => {
  sample = await samplePackage();
  folder = await mkdtemp(join(tmpdir(), 'tools-'));
});
afterEach(async () => {
  for (const bridge of bridges.splice(0)) await bridge.close();
  await sample.remove();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

async function started(database: string): Promise<Bridge> {
  const bridge = await startBridge({ folders: sample.folders, database });
  bridges.push(bridge);
  return bridge;
}

async function stop(): Promise<void> {
  for (const bridge of bridges.splice(0)) await bridge.close();
}

async function tool(...argv: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const take = (line: string): void => void said.push(line);
  const code = await run(argv, { env: {}, out: take, err: take, stopped: new Promise(() => undefined) });
  return { code, said: said.join('\n') };
}

const views = async ({ port }: Bridge): Promise<unknown> =>
  (JSON.parse((await ask(port, '/api/stats')).text) as { total: number }).total;

async function showOn(bridge: Bridge, timestamp: string, device = 'tv'): Promise<void> {
  await openMenu(bridge.port, device);
  const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, device);
  expect(await tv.acked({ timestamp })).toEqual({ success: true });
  await tv.client.endAsync();
}

describe('msx-bridge backup', () => {
  it('copies the database of a bridge that runs, and a bridge starts from the copy', async () => {
    await showOn(await started(at('bridge.db')), '2026-01-01T00:00:00Z');
    expect(await tool('backup', '--data', folder, '--to', at('copy.db'))).toEqual({
      code: 0,
      said: `${at('copy.db')} is a copy of ${at('bridge.db')}, with 1 views.`,
    });
    await stop();
    const restored = await started(at('copy.db'));
    expect(await views(restored)).toBe(1);
    await ask(restored.port, '/gallery/menu.json?device_id=other');
    expect(JSON.parse((await ask(restored.port, '/api/players')).text)).toMatchObject({
      players: expect.arrayContaining([expect.objectContaining({ id: 'msx_tv' })]) as unknown,
    });
  });

  it.each([
    [['--to', 'copy.db'], /^There is no database \S+: name it/],
    [[], /^--to is missing/],
    [['--to', 'x', '--database', 'postgres://h/db'], /pg_dump/],
  ])('says what is wrong with %j, and makes no file', async (argv, sentence) => {
    const own = argv.map((word) => (word === 'copy.db' ? at(word) : word));
    const { code, said } = await tool('backup', ...own, '--data', at('none'));
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(existsSync(at('copy.db'))).toBe(false);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('leaves alone what has the name of the copy, and what is no database', async () => {
    await writeFile(at('bridge.db'), 'no database');
    await writeFile(at('there.db'), 'mine');
    expect((await tool('backup', '--data', folder, '--to', at('there.db'))).said).toMatch(/is there already/);
    expect((await tool('backup', '--data', folder, '--to', at('copy.db'))).said).toMatch(
      /could not be copied/,
    );
    expect([existsSync(at('copy.db')), existsSync(at('copy.db.part'))]).toEqual([false, false]);
  });
});

const missing = postgresMissing();

describe.skipIf(missing !== undefined)('msx-bridge migrate', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.close(), 60_000);

  it('moves a bridge to PostgreSQL, where it goes on with the next numbers', async () => {
    const before = await started(at('bridge.db'));
    await showOn(before, '2026-01-01T00:00:00Z');
    await before.database.query("INSERT INTO albums (path, author) VALUES ('a', 'anna'), ('b', NULL)");
    await before.database.query("DELETE FROM albums WHERE path = 'b'");
    const to = server.url(await server.createDatabase());
    expect((await tool('migrate', '--from', at('bridge.db'), '--to', to)).said).toMatch(
      /in use by another bridge/,
    );
    await stop();
    const { code, said } = await tool('migrate', '--from', at('bridge.db'), '--to', to);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/views: 1 rows, in both\n[^]*Everything is in postgres:/),
    ]);
    const after = await started(to);
    expect(await views(after)).toBe(1);
    await after.database.query("INSERT INTO albums (path) VALUES ('c')");
    expect(await after.database.query('SELECT album_id, path FROM albums ORDER BY album_id')).toEqual([
      { album_id: 1, path: 'a' },
      { album_id: 3, path: 'c' },
    ]);
    await showOn(after, '2026-01-01T00:01:00Z', 'another'); // within the pace of the first one
    expect(await views(after)).toBe(2);
  }, 60_000);

  it('fills only an empty database, and leaves another one as it was', async () => {
    const to = server.url(await server.createDatabase());
    await showOn(await started(to), '2026-01-01T00:00:00Z');
    await stop();
    await started(at('bridge.db'));
    await stop();
    expect(await tool('migrate', '--from', at('bridge.db'), '--to', to)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/has rows already.*give an empty database/) as string,
    });
    expect(await views(await started(to))).toBe(1);
  }, 60_000);
});

describe('msx-bridge doctor', () => {
  const LOCAL = ['--host', '127.0.0.1'];

  it('says of each thing that a bridge needs whether it is well, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await mkdir(at('data'));
    await writeFile(at('data/bridge.db'), 'no database');
    const given = ['--port', String(port), '--data', at('data'), '--media', at('none')];
    const { code, said } = await tool(
      'doctor',
      ...LOCAL,
      ...given,
      '--broker',
      'mqtt://u:secret@127.0.0.1:1',
    );
    expect(code).toBe(1);
    expect(said).toMatch(/ {2}well {3}The clock says 20/);
    expect(said).toMatch(
      / {2}WRONG {2}Port \d+ of 127\.0\.0\.1 cannot be opened .*: choose another one with --port\./,
    );
    expect(said).toMatch(/ {2}WRONG {2}No TV can reach it/);
    expect(said).toMatch(/ {2}WRONG {2}The media folder \S+ cannot be used/);
    expect(said).toMatch(
      / {2}WRONG {2}The database \S+bridge\.db cannot be used .*: put a backup in its place\./,
    );
    expect(said).toMatch(/ {2}WRONG {2}The broker mqtt:\/\/u:…@127\.0\.0\.1:1 does not let this user in/);
    expect(said).not.toContain('secret');
    other.close();
  });

  it('finds a bridge that runs, and its database, well', async () => {
    const { port } = await started(at('bridge.db'));
    const { said } = await tool('doctor', ...LOCAL, '--port', String(port), '--data', folder);
    expect(said).toContain(`Port ${port} is in use by a bridge that runs`);
    expect(said).toMatch(/ {2}well {3}The database \S+bridge\.db can be read, version \d+/);
  });

  it('makes nothing', async () => {
    await tool('doctor', ...LOCAL, '--port', '0', '--data', at('new'));
    expect(existsSync(at('new'))).toBe(false);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildPrograms } from '../../../e2e/stage/program.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../../e2e/stage/startPostgres.js';
import type { Release } from './holdFile.js';
import { lockData } from './lockData.js';

let folder: string;
const releases: Release[] = [];
const faults: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await buildPrograms(folder, { lockData: 'src/bridge/storage/lockData.ts' });
  await symlink(folder, join(folder, 'other-way'));
});
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
  faults.length = 0;
});
afterAll(() => rm(folder, { recursive: true }));

const take = async (name: string, patienceMs = 0): Promise<Release> => {
  const release = await lockData(name, (sentence) => faults.push(sentence), patienceMs);
  releases.push(release);
  return release;
};

/** Another process that has a database until it is killed. */
async function holder(name: string) {
  await writeFile(
    join(folder, 'holds.js'),
    `import { lockData } from './lockData.js';
     await lockData(process.argv[2], console.error);
     console.log('holds');
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, [join(folder, 'holds.js'), name]);
  await once(child.stdout, 'data');
  return {
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a SQLite database', () => {
  it('is for one bridge at a time, however its folder is called', async () => {
    const release = await take(join(folder, 'a.db'));
    const mine = {
      code: 'data_in_use',
      message: expect.stringContaining(`(process ${process.pid})`) as string,
    };
    await expect(take(join(folder, 'a.db'))).rejects.toMatchObject(mine);
    await expect(take(join(folder, 'other-way/a.db'))).rejects.toMatchObject(mine);
    await take(join(folder, 'b.db'));
    await release();
    await take(join(folder, 'other-way/a.db'));
  });

  it('of another process is named with it, and is free when that was killed', async () => {
    const name = join(folder, 'c.db');
    const other = await holder(name);
    await expect(take(name)).rejects.toMatchObject({
      message: `${name} is in use by another bridge (process ${other.pid}): stop that one, or choose another place with --data.`,
    });
    await other.kill();
    await take(name);
  });

  it('of a bridge that is just ending is waited for', async () => {
    const name = join(folder, 'd.db');
    const release = await take(name);
    const waiting = take(name, 60_000);
    await release();
    await waiting;
  });

  it('is free where somebody has left the files of another process', async () => {
    const name = join(folder, 'e.db');
    await writeFile(`${name}.lock`, '');
    await writeFile(`${name}.pid`, `${process.pid}\n`);
    await take(name);
  });
});

const missing = postgresMissing();
describe.skipIf(missing !== undefined)('a PostgreSQL database', () => {
  let server: TestPostgres;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    url = server.url(await server.createDatabase());
  }, 60_000);
  afterAll(() => server.close(), 60_000);

  it('is for one bridge at a time, and free when that was killed', async () => {
    const other = await holder(url);
    await expect(take(url)).rejects.toMatchObject({
      code: 'data_in_use',
      message: expect.stringMatching(new RegExp(`\\(process ${other.pid} on .+\\)`)) as string,
    });
    await take(server.url(await server.createDatabase()));
    await other.kill();
    await take(url, 10_000);
  });

  it('is taken again when the connection broke', async () => {
    await take(url);
    const client = new pg.Client(url);
    await client.connect();
    const holders = async (): Promise<number[]> =>
      (
        await client.query<{ pid: number }>(
          `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database =
             (SELECT oid FROM pg_database WHERE datname = current_database())`,
        )
      ).rows.map(({ pid }) => pid);
    const [first] = await holders();
    await client.query('SELECT pg_terminate_backend($1)', [first]);
    // That it is ended takes a moment, in which it still has the lock.
    await vi.waitFor(async () => expect((await holders()).filter((pid) => pid !== first)).toHaveLength(1), {
      timeout: 10_000,
    });
    await client.end();
    await expect(take(url)).rejects.toMatchObject({ code: 'data_in_use' });
    expect(faults).toEqual([]);
  });
});

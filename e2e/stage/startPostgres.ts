import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** A PostgreSQL server of its own, on a socket in a folder of its own: it opens no port. */
export interface TestPostgres {
  /** @param database made by createDatabase */
  url(database: string): string;
  createDatabase(): Promise<string>;
  /** Ends it as systemd does. */
  stop(): Promise<void>;
  /** With the same data. Resolves when it takes connections. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL refuses to run as root; the Debian package has a user for it. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Debian keeps the server's programs off the PATH, in a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/** @returns the folder of the newest server that is installed; undefined when there is none */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** @returns why it cannot run here, in words; undefined when it can */
export function postgresMissing(): string | undefined {
  if (programs() === undefined)
    return 'SKIPPED: PostgreSQL is not installed (apt-get install postgresql), or not on the PATH';
  try {
    account();
    return undefined;
  } catch {
    return 'SKIPPED: PostgreSQL does not run as root, and there is no user postgres';
  }
}

/** What initdb makes takes a second of processor time, a copy of it a moment. */
async function fillData(data: string, initdb: string, as: ReturnType<typeof account>): Promise<void> {
  const copy = (from: string, to: string): void =>
    void execFileSync('cp', ['-a', from, to], { stdio: 'pipe' }); // with its owner
  const kept = resolve('.cache', `data${dirname(initdb).replace(/\W+/g, '-')}-${as.uid ?? userInfo().uid}`);
  if (existsSync(kept)) {
    copy(kept, data);
    return;
  }
  execFileSync(initdb, ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync'], {
    ...as,
    cwd: dirname(data),
    stdio: 'pipe',
  });
  const whole = `${kept}.${process.pid}`;
  await mkdir(dirname(kept), { recursive: true });
  copy(data, whole);
  await rename(whole, kept).catch(() => rm(whole, { recursive: true })); // another test was faster
}

/**
 * @param options.syncs waits until what is committed is on the disk, as a real one does: for measurements. A
 *   killed process loses nothing without it either.
 */
export async function startPostgres({ syncs = false } = {}): Promise<TestPostgres> {
  const program = (name: string): string => join(programs() ?? '', name);
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  const as = account();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  await fillData(data, program('initdb'), as);
  const run = async () => {
    const started = spawn(
      program('postgres'),
      ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...(syncs ? [] : ['-F'])],
      {
        ...as,
        cwd: folder,
      },
    );
    let said = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!said.includes('ready to accept connections')) {
      if (started.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`);
      await once(started.stderr, 'data');
    }
    return started;
  };
  let server = await run();
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const end = once(server, 'exit');
    server.kill('SIGINT'); // fast shutdown: waits for no client
    await end;
  };
  let count = 0;
  return {
    url: (database) => `postgres://test@/${database}?host=${encodeURIComponent(folder)}`,
    createDatabase: () => {
      const name = `test${++count}`;
      execFileSync(program('createdb'), ['-h', folder, '-U', 'test', name], { stdio: 'pipe' });
      return Promise.resolve(name);
    },
    stop,
    async start() {
      server = await run();
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

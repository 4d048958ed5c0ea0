import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.js';
import { startBridge, type BridgeOptions } from './startBridge.js';
import { addProgram, spawnProgram } from '../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

const LOCAL = ['--host', '127.0.0.1', '--port', '0'];
let sample: SamplePackage;
const children: ChildProcess[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  sample = await samplePackage();
  await addProgram(sample);
  await mkdir(at('folder/bridge.db'), { recursive: true });
  await writeFile(at('file'), 'no database, and no folder');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) server.close();
  await sample.remove();
});

const at = (path: string): string => join(sample.root, path);

function program(...argv: string[]) {
  const one = spawnProgram(sample, argv);
  children.push(one.child);
  return one;
}

/** Somebody who accepts connections and says nothing. */
async function silence(): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

/** Nothing was printed but one sentence, and the process is gone. */
async function failure(...argv: string[]): Promise<string> {
  const { exitCode, printed } = program(...argv);
  expect([await exitCode, printed.out]).toEqual([1, '']);
  expect(printed.err).toMatch(/^[^\n]+\.\n$/);
  return printed.err.trimEnd();
}

/** The same without a process of its own. */
async function refusal(...argv: string[]): Promise<string> {
  const said: string[] = [];
  const stopped = new Promise(() => undefined);
  const code = await run(argv, { env: {}, out: () => undefined, err: (line) => said.push(line), stopped });
  expect([code, said.length]).toEqual([1, 1]);
  return said[0]!;
}

const start = (options: BridgeOptions) =>
  startBridge({ folders: sample.folders, ...options }).then(
    () => 'started',
    (error: unknown) => (error as Error).message,
  );

describe.concurrent('a program that cannot start', { timeout: 60_000 }, () => {
  it('names the port of MQTT when that is in use, and ends', async () => {
    const { port } = await silence();
    expect(await failure(...LOCAL, '--mqtt-port', String(port))).toBe(
      `Port ${port} is in use by another program: stop it, or choose another port with --mqtt-port.`,
    );
  });

  it('names the process that uses the same data folder, and ends', async () => {
    const data = ['--data', at('shared')];
    const first = program(...LOCAL, ...data);
    await first.started;
    expect(await failure(...LOCAL, ...data)).toBe(
      `${at('shared/bridge.db')} is in use by another bridge (process ${first.child.pid}): stop that one, or choose another place with --data.`,
    );
    first.child.kill('SIGKILL');
    await first.exitCode;
    const next = program(...LOCAL, ...data);
    await next.started;
  }, 60_000);

  it('names the data folder that cannot be made, and ends', async () =>
    expect(await failure(...LOCAL, '--data', at('file/data'))).toMatch(
      /^The folder \S+\/file\/data cannot be made \(.*ENOTDIR.*\): choose another one with --data\.$/,
    ));

  it('names the PostgreSQL server that does not answer, without its password, and ends', async () => {
    const { port } = await silence();
    expect(await failure(...LOCAL, '--database', `postgres://u:se%2Fcret@127.0.0.1:${port}/db`)).toMatch(
      new RegExp(
        `^The database postgres://u:…@127\\.0\\.0\\.1:${port}/db cannot be used \\(.*timeout.*\\): `,
      ),
    );
  }, 60_000); // it is asked for ten seconds
});

describe.concurrent('a program that starts', { timeout: 60_000 }, () => {
  it.each([
    ['bridge', LOCAL],
    ['worker', ['ingest', '--broker', 'mqtt://127.0.0.1:1']],
  ])('as a %s ends on SIGTERM while it waits for its database', async (_what, argv) => {
    const { port, server } = await silence();
    const connected = once(server, 'connection');
    const { child, exitCode, printed } = program(...argv, '--database', `postgres://u@127.0.0.1:${port}/db`);
    await connected;
    child.kill('SIGTERM');
    expect([await exitCode, printed.err]).toEqual([0, '']);
  });
});

describe('a bridge that cannot start', () => {
  it('names the port of HTTP when that is in use, whatever port MQTT has', async () => {
    const { port } = await silence();
    expect(await start({ port, mqttPort: 0 })).toBe(
      `Port ${port} is in use by another program: stop it, or choose another port with --port.`,
    );
  });

  it.each([
    ['--port', { host: '192.0.2.1' }], // RFC 5737: nobody's address
    ['--port', { host: 'no-such-host.invalid' }], // RFC 6761, 6.4
    ['--mqtt-port', { host: '192.0.2.1', mqttPort: 0 }],
  ])('names %s when the address is not this machine’s', async (option, options) =>
    expect(await start(options)).toMatch(
      new RegExp(`^Port 0 of \\S+ cannot be opened \\(.+\\): choose others with ${option} and --host\\.$`),
    ),
  );

  it.each([
    ['is a folder', 'folder/bridge.db'],
    ['is no database', 'file'],
    ['is in no folder', 'none/bridge.db'],
  ])('names the database that %s', async (_what, path) =>
    expect(await start({ database: at(path) })).toMatch(
      /^The database \S+(?:bridge\.db|file) cannot be used \(.+\): choose another one with --data or --database\.$/,
    ),
  );

  it('names the PostgreSQL server that is not there', async () =>
    expect(await start({ database: 'postgres://u:se%2Fcret@127.0.0.1:1/db' })).toMatch(
      /^The database postgres:\/\/u:…@127\.0\.0\.1:1\/db cannot be used \(.*ECONNREFUSED.*\): /,
    ));

  it.each(['none', 'file'])('names the media folder that is not one (%s)', async (path) =>
    expect(await start({ media: at(path) })).toMatch(
      /^The media folder \S+ cannot be read \(.+\): give another one with --media\.$/,
    ),
  );

  it('names the sample gallery that is damaged', async () => {
    const damaged = await samplePackage();
    await writeFile(join(damaged.folders.gallery, 'album.json'), '{');
    expect(await start({ folders: damaged.folders })).toMatch(
      /^The sample gallery \S+ cannot be read \(.+\): run "npm run build" first\.$/,
    );
    await damaged.remove();
  });
});

describe('a command line that cannot be used', () => {
  it('is told that one port cannot be both', async () =>
    expect(await refusal('--port', '4711', '--mqtt-port', '4711')).toBe(
      '--mqtt-port must be another port than --port, not 4711 as well: MQTT over WebSocket is at /mqtt of --port.',
    ));

  it('with a password as it is, is told how to write that', async () => {
    for (const argv of [[], ['ingest', '--broker', 'mqtt://h']])
      expect(await refusal(...argv, '--database', 'postgres://u:se/cret@h/db')).toBe(
        '--database takes postgres://user:password@host/name (user name and password percent-encoded: / is %2F) or a file, not "postgres://u:…@h/db".',
      );
  });

  it.each([
    'postgres://u:se/cret@h/db',
    '--data=mysql://u:se/cret@h/db',
    '--port=u:se/cret@h',
    'ingest mqtt://u:se/cret@h',
    'ingest --database x --broker u:se/cret@h',
  ])('with a password in the wrong place does not have it repeated (%s)', async (line) =>
    expect(await refusal(...line.split(' '))).toMatch(/^[^\n]*u:…@h/),
  );
});

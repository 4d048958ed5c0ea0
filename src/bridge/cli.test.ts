import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed, vi } from 'vitest';
import { playerKeyOf } from '../makapix/playerKeyOf.js';
import { ask } from '../../e2e/stage/ask.js';
import { mediaFolder } from '../../e2e/stage/mediaFolder.js';
import { addProgram, spawnProgram } from '../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
const children: ChildProcess[] = [];

beforeAll(async () => {
  sample = await samplePackage();
  await addProgram(sample);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => sample.remove());

/** Starts the built program. */
function program(...argv: string[]) {
  const one = spawnProgram(sample, argv);
  const { child, printed } = one;
  children.push(child);
  return {
    ...one,
    port: async () => {
      await one.started;
      return Number(/http:\/\/localhost:(\d+)\/preview/.exec(printed.out)?.[1]);
    },
  };
}

describe('the program', { timeout: 60_000 }, () => {
  it('serves, prints a line per event, and ends with 0 on SIGINT while a player is connected', async () => {
    const { child, printed, exitCode, port } = program('--port', '0', '--host', '127.0.0.1');
    await ask(await port(), '/gallery/menu.json?device_id=tv1');
    const key = playerKeyOf('tv1');
    const client = await mqtt.connectAsync(`ws://127.0.0.1:${await port()}/mqtt`, {
      clientId: key,
      username: key,
      reconnectPeriod: 0,
    });
    const online = JSON.stringify({ player_key: key, status: 'online' });
    await client.publishAsync(`makapix/player/${key}/status`, online, { qos: 1 });
    await vi.waitFor(() => expect(printed.out).toMatch(/\n\d\d:\d\d:\d\d {2}[0-9a-f-]{36} {2}online\n$/), {
      timeout: 10_000,
    });
    child.kill('SIGINT');
    expect(await exitCode).toBe(0);
    expect(printed.err).toBe('');
    client.end(true);
  });

  it('prints names that anybody chose without what steers a terminal', async () => {
    const media = await mediaFolder();
    await media.write('\u001b]0;x\u0007\u009b1m\u202e\u2066\u200f\n.txt', 'x');
    const { printed, port } = program(
      '--port',
      '0',
      '--host',
      '127.0.0.1',
      '--media',
      media.path,
      '--data',
      join(sample.root, 'data'),
    );
    await port();
    const told = '\\u001b]0;x\\u0007\\u009b1m\\u202e\\u2066\\u200f\\u000a.txt is left out: ';
    await vi.waitFor(() => expect(printed.err).toContain(told), { timeout: 10_000 });
    expect(printed.err).not.toMatch(/[\u001b\u0007\u009b\u202e\u2066\u200f]/);
    await media.remove();
  });

  it('ends with 0 on SIGTERM', async () => {
    const { child, exitCode, port } = program('--port', '0', '--host', '127.0.0.1');
    await port();
    child.kill('SIGTERM');
    expect(await exitCode).toBe(0);
  });

  it('ends with the shell that npm has started it in, which hands no signal on', async () => {
    const command = `"${process.execPath}" dist/bridge/cli.js --port 0 --host 127.0.0.1; :`;
    const shell = spawn('sh', ['-c', command], {
      cwd: sample.root,
      env: { ...process.env, TVX_LIBRARY: undefined, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a group of its own
    });
    onTestFailed(() => void process.kill(-shell.pid!, 'SIGKILL'));
    let out = '';
    const gone = once(shell, 'close'); // when the last one that could print is gone
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    await vi.waitFor(() => expect(out).toContain('Ctrl-C'), { timeout: 10_000 });
    shell.kill('SIGTERM');
    await gone;
  });

  it('lets an address connect as often in a minute as it was told', async () => {
    const allowed = ['--attempts-per-minute', '2'];
    const { printed, port } = program('--port', '0', '--host', '127.0.0.1', ...allowed);
    await ask(await port(), '/gallery/menu.json?device_id=tv1');
    const key = playerKeyOf('tv1');
    const url = `ws://127.0.0.1:${await port()}/mqtt`;
    const connect = () => mqtt.connectAsync(url, { clientId: key, username: key, reconnectPeriod: 0 }, false);
    for (let i = 0; i < 2; i++) (await connect()).end(true);
    await expect(connect()).rejects.toThrow();
    await vi.waitFor(() => expect(printed.out).toContain('more than 2 times in a minute'), {
      timeout: 10_000,
    });
  });

  it('says in one sentence that the port is in use, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { exitCode, printed } = program('--port', String(port), '--host', '127.0.0.1');
    expect(await exitCode).toBe(1);
    expect(printed).toEqual({
      out: '',
      err: `Port ${port} is in use by another program: stop it, or choose another port with --port.\n`,
    });
    other.close();
  });

  it('says in one sentence what is missing before a build, and ends with 1', async () => {
    const page = join(sample.folders.plugin, 'plugin.html');
    await rm(page);
    const { exitCode, printed } = program('--port', '0');
    expect(await exitCode).toBe(1);
    expect(printed).toEqual({ out: '', err: `${page} is missing: run "npm run build" first.\n` });
    await writeFile(page, 'The plugin');
  });

  it('says in one sentence what is wrong with an option, and ends with 1', async () => {
    const { exitCode, printed } = program('--port', 'http');
    expect(await exitCode).toBe(1);
    expect(printed.err).toBe('--port must be a number from 0 to 65535, not "http".\n');
  });

  it('explains its options', async () => {
    const { exitCode, printed } = program('--help');
    expect(await exitCode).toBe(0);
    expect(printed.out).toContain('--port <number>');
  });

  it('says in one sentence with a code why a worker cannot go on, and ends with 1', async () => {
    const missing = program('ingest');
    expect(await missing.exitCode).toBe(1);
    expect(missing.printed.err).toBe(
      '--broker is missing: name the broker, such as mqtt://broker.example.\n',
    );
    const folder = program(
      'ingest',
      '--broker',
      'mqtt://127.0.0.1:1',
      '--database',
      '/no/such/folder/views.db',
      '--log',
      'json',
    );
    expect(await folder.exitCode).toBe(1);
    expect(JSON.parse(folder.printed.out)).toMatchObject({
      level: 50,
      event: 'problem',
      code: 'database_unusable',
      msg: expect.stringMatching(/^The database \/no\/such\/folder\/views\.db cannot be used/) as string,
    });
  });

  it('waits as a worker for a broker that is away, and ends with 0 on SIGTERM', async () => {
    const database = join(sample.root, 'views.db');
    const { child, exitCode, printed } = program(
      'ingest',
      '--broker',
      'mqtt://u:secret@127.0.0.1:1',
      '--database',
      database,
    );
    await vi.waitFor(() => expect(printed.err).toContain('trying again'), { timeout: 10_000 });
    expect(printed.err).toMatch(
      /^\d\d:\d\d:\d\d {2}mqtt:\/\/u:…@127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\): trying again\n$/,
    );
    child.kill('SIGTERM');
    expect(await exitCode).toBe(0);
  });
});

// `npm start` and `npm run ingest` as a service manager has them: it signals what it has started, and nothing else.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addProgram } from '../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
const groups: ChildProcess[] = [];

/** This package's own scripts, with a build that takes no time. */
beforeAll(async () => {
  sample = await samplePackage();
  await addProgram(sample);
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  await writeFile(
    join(sample.root, 'package.json'),
    JSON.stringify({ type: 'module', scripts: { ...scripts, build: 'echo was built' } }),
  );
});
afterEach(() => {
  for (const { pid } of groups.splice(0))
    try {
      process.kill(-pid!, 'SIGKILL');
    } catch (error) {
      expect(error).toMatchObject({ code: 'ESRCH' }); // nothing is left of it
    }
});
afterAll(() => sample.remove());

function npm(...argv: string[]) {
  const child = spawn('npm', argv, {
    cwd: sample.root,
    env: { ...process.env, TVX_LIBRARY: undefined, npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own
  });
  groups.push(child);
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed.text += text));
  return { child, printed, ended: once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]> };
}

/** Whether somebody listens there. */
async function isOpen(port: number): Promise<boolean> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

describe('what npm starts', { timeout: 60_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with its port on %s, before npm does', async (signal) => {
    const { child, printed, ended } = npm('start', '--', '--port', '0', '--host', '127.0.0.1');
    await vi.waitFor(() => expect(printed.text).toContain('Ctrl-C'), { timeout: 30_000 });
    expect(printed.text).toContain('was built');
    const port = Number(/http:\/\/localhost:(\d+)\/preview/.exec(printed.text)?.[1]);
    expect(await isOpen(port)).toBe(true);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(await isOpen(port)).toBe(false);
  });

  it('ends as a worker, and says so, before npm does', async () => {
    const broker = ['--broker', 'mqtt://127.0.0.1:1', '--database', join(sample.root, 'views.db')];
    const { child, printed, ended } = npm('run', 'ingest', '--', ...broker);
    await vi.waitFor(() => expect(printed.text).toContain('trying again'), { timeout: 30_000 });
    expect(printed.text).toContain('was built');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(printed.text).toMatch(/Stopped\n$/);
  });
});

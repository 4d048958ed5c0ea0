import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestTask } from '../../../e2e/stage/helperProgram.js';
import { buildPrograms } from '../../../e2e/stage/program.js';
import { createHelper, type Helper, type HelperOptions } from './createHelper.js';

type Answer = { said: string; pid: number };
let folder: string;
const helpers: Helper<TestTask, Answer>[] = [];
const faults: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helper-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await buildPrograms(folder, {
    helperProgram: 'e2e/stage/helperProgram.ts',
    helper: 'src/bridge/media/createHelper.ts',
  });
});
afterEach(() => {
  for (const helper of helpers.splice(0)) helper.close();
  faults.length = 0;
});
afterAll(() => rm(folder, { recursive: true }));

function open(options: Partial<HelperOptions> = {}): Helper<TestTask, Answer> {
  const helper = createHelper<TestTask, Answer>({
    program: join(folder, 'helperProgram.js'),
    atOnce: 3,
    limitMs: 60_000,
    idleMs: 60_000,
    onFault: (sentence) => faults.push(sentence),
    ...options,
  });
  helpers.push(helper);
  return helper;
}
const pidOf = (answer: Answer | string): number => (typeof answer === 'string' ? 0 : answer.pid);
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // there is no such process
  }
}
const words = ['one', 'two', 'three', 'four', 'five', 'six'];

describe('a helper', () => {
  it('answers each task, from one process', async () => {
    const helper = open();
    const answers = await Promise.all(words.map((say) => helper.ask({ say })));
    expect(answers).toEqual(words.map((said) => ({ said, pid: pidOf(answers[0]!) })));
    expect(pidOf(answers[0]!)).not.toBe(process.pid);
  });

  it.each(['crash', 'reject'] as const)('survives a task that ends the process: %s', async (task) => {
    const helper = open();
    const [bad, ...good] = await Promise.all([helper.ask(task), ...words.map((say) => helper.ask({ say }))]);
    expect(bad).toBe('lost');
    expect(good).toMatchObject(words.map((said) => ({ said })));
    expect(await helper.ask({ say: 'on' })).toMatchObject({ said: 'on' });
  });

  it.each(['loop', 'wait'] as const)(
    'gives a task up that takes too long, and no other: %s',
    async (task) => {
      const helper = open({ limitMs: 1500 });
      const [bad, ...good] = await Promise.all([
        helper.ask(task),
        ...words.map((say) => helper.ask({ say })),
      ]);
      expect(bad).toBe('lost');
      expect(good).toMatchObject(words.map((said) => ({ said })));
    },
  );

  it('ends a process that has nothing to do, and starts another one for the next task', async () => {
    const helper = open({ idleMs: 50 });
    const first = pidOf(await helper.ask({ say: 'a' }));
    await vi.waitFor(() => expect(isRunning(first)).toBe(false), { timeout: 10_000 });
    const second = await helper.ask({ say: 'b' });
    expect(second).toMatchObject({ said: 'b' });
    expect(pidOf(second)).not.toBe(first);
  });

  it.each(['loop', 'wait'] as const)('is closed at once, whatever its process does: %s', async (task) => {
    const helper = open({ atOnce: 1 });
    const pid = pidOf(await helper.ask({ say: 'a' }));
    const open_ = [helper.ask(task), helper.ask({ say: 'b' })];
    helper.close();
    expect(await Promise.all(open_)).toEqual(['away', 'away']);
    expect(await helper.ask({ say: 'c' })).toBe('away');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  it('tells once of a program that cannot be run', async () => {
    const helper = open({ program: join(folder, 'none.js') });
    expect(await Promise.all(words.map((say) => helper.ask({ say })))).toEqual(words.map(() => 'away'));
    expect(await helper.ask({ say: 'again' })).toBe('away');
    expect(faults).toEqual([`${join(folder, 'none.js')} cannot be run: it ended with 1.`]);
  });

  it('leaves no process behind when the program that asks is killed', async () => {
    await writeFile(
      join(folder, 'asks.js'),
      `import { createHelper } from './createHelper.js';
       const program = ${JSON.stringify(join(folder, 'helperProgram.js'))};
       setInterval(() => undefined, 1000);
       const helper = createHelper({ program, atOnce: 2, limitMs: 60000, idleMs: 60000, onFault: console.error });
       console.log((await helper.ask({ say: 'a' })).pid);
       void helper.ask('wait');`,
    );
    const asks = spawn(process.execPath, [join(folder, 'asks.js')]);
    const pid = await new Promise<number>((found) => asks.stdout.once('data', (text) => found(Number(text))));
    expect(isRunning(pid)).toBe(true);
    asks.kill('SIGKILL');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });
});

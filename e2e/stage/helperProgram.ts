import { serveTasks } from '../../src/bridge/media/createHelper.js';

/** What tests of a helper make its process do. */
export type TestTask = { say: string } | 'crash' | 'reject' | 'loop' | 'wait';

serveTasks(async (task: TestTask) => {
  if (task === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (task === 'reject') throw new Error('not expected');
  if (task === 'loop') for (;;);
  if (typeof task === 'string') await new Promise(() => undefined);
  return { said: typeof task === 'string' ? task : task.say, pid: process.pid };
});

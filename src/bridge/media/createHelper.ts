import { createJobs } from './createJobs.js';
import { startProgram, type Program } from './startProgram.js';

/**
 * Work that damaged files may keep busy, fill memory with, or crash, in a process of its own: a thread could
 * be stopped only between two steps, and the end of the program would wait for it.
 */
export interface Helper<Task, Answer extends object> {
  /**
   * @returns `lost` for a task that ends the process or takes too long; `away` where there is no process, since
   *   it cannot be started or the helper is closed
   */
  ask(task: Task): Promise<Answer | 'lost' | 'away'>;
  /** Ends the process at once, whatever it does. */
  close(): void;
}

export interface HelperOptions {
  /** A JavaScript file that calls `serveTasks`. */
  program: string;
  /** Tasks that the process has at once. */
  atOnce: number;
  /** The longest that a task may take. */
  limitMs: number;
  /** A process with nothing to do is ended after this; the next task starts another one. */
  idleMs: number;
  /** Gets a sentence when the process cannot be started. */
  onFault: (sentence: string) => void;
}

/** A helper whose process is started when there is something to do. */
export function createHelper<Task, Answer extends object>(options: HelperOptions): Helper<Task, Answer> {
  const { program, atOnce, limitMs, idleMs, onFault } = options;
  const onTooLong = (): void => lost('it does not answer');
  const jobs = createJobs<Task, Answer>({ atOnce, limitMs, onTooLong });
  let running: Program | undefined;
  let isClosed = false;
  let told = '';
  let idle: NodeJS.Timeout | undefined;

  const start = (): Program =>
    startProgram<Answer>(program, {
      onReady: next,
      onAnswer(id, answer) {
        jobs.answer(id, answer);
        next();
      },
      onLost: lost,
    });

  function next(): void {
    clearTimeout(idle);
    if (jobs.areWaiting()) running ??= start();
    if (!running?.isReady()) return;
    for (let job = jobs.next(); job; job = jobs.next()) running.send(job);
    if (!jobs.areInHand()) idle = setTimeout(end, idleMs).unref();
  }

  /** The process has ended, or has to. */
  function lost(reason: string): void {
    const wasReady = running?.isReady();
    end();
    if (wasReady) {
      jobs.lose();
      next();
      return;
    }
    jobs.giveUp();
    const sentence = `${program} cannot be run: ${reason}.`;
    if (sentence !== told) onFault(sentence);
    told = sentence;
  }

  function end(): void {
    running?.end();
    running = undefined;
  }

  return {
    ask: (task) =>
      new Promise((resolve) => {
        if (isClosed) resolve('away');
        else {
          jobs.add(task, resolve);
          next();
        }
      }),
    close() {
      isClosed = true;
      clearTimeout(idle);
      end();
      jobs.giveUp();
    },
  };
}

/** The other end, in the process: answers each task, and ends with the program that asked. */
export function serveTasks(work: (task: never) => Promise<object>): void {
  process.on('message', ({ id, task }: { id: number; task: unknown }) => {
    void work(task as never).then((answer) => process.send?.({ id, answer }));
  });
  // At once: `exit` would wait for a picture that is being read.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Sent to all processes of a terminal or a service; the program that asked says when it is over.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.send?.('ready');
}

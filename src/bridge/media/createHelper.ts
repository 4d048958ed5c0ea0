import { fork, type ChildProcess } from 'node:child_process';

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

/** A small machine that is busy takes some seconds. */
const LONGEST_START_MS = 60_000;

interface Job<Task, Answer> {
  task: Task;
  resolve: (answer: Answer | 'lost' | 'away') => void;
  /** It was there when a process with several tasks had to be ended: now it has one for itself. */
  isSuspect: boolean;
  limit?: NodeJS.Timeout;
}

/** A helper whose process is started when there is something to do. */
export function createHelper<Task, Answer extends object>(options: HelperOptions): Helper<Task, Answer> {
  type OneJob = Job<Task, Answer>;
  const waiting: OneJob[] = [];
  const inHand = new Map<number, OneJob>();
  let child: ChildProcess | undefined;
  let isReady = false;
  let isClosed = false;
  let told = '';
  let jobs = 0;
  let idle: NodeJS.Timeout | undefined;

  function next(): void {
    clearTimeout(idle);
    if (waiting.length > 0) child ??= start();
    while (child && isReady && waiting[0] && hasRoomFor(waiting[0])) give(child, waiting.shift()!);
    if (child && isReady && inHand.size === 0) idle = setTimeout(end, options.idleMs).unref();
  }

  function hasRoomFor({ isSuspect }: OneJob): boolean {
    if (isSuspect) return inHand.size === 0;
    return inHand.size < options.atOnce && ![...inHand.values()].some((job) => job.isSuspect);
  }

  function give(to: ChildProcess, job: OneJob): void {
    const id = ++jobs;
    inHand.set(id, job);
    job.limit = setTimeout(() => lost('it does not answer'), options.limitMs).unref();
    to.send({ id, task: job.task }, () => undefined); // a process that has ended is seen by its end
  }

  function start(): ChildProcess {
    const started = fork(options.program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    isReady = false;
    const limit = setTimeout(() => started === child && lost('it does not start'), LONGEST_START_MS).unref();
    started.on('message', (message: 'ready' | { id: number; answer: Answer }) => {
      if (started !== child) return;
      if (message === 'ready') {
        clearTimeout(limit);
        isReady = true;
      } else take(message.id)?.resolve(message.answer);
      next();
    });
    started.once('error', (error) => started === child && lost(error.message));
    started.once('exit', (code, signal) => started === child && lost(`it ended with ${signal ?? code}`));
    started.unref();
    started.channel?.unref();
    return started;
  }

  function take(id: number): OneJob | undefined {
    const job = inHand.get(id);
    inHand.delete(id);
    clearTimeout(job?.limit);
    return job;
  }

  /** The process has ended, or has to. Which task was it? The only one; else each is done once more, alone. */
  function lost(reason: string): void {
    end();
    if (!isReady) {
      answerAll();
      const sentence = `${options.program} cannot be run: ${reason}.`;
      if (sentence !== told) options.onFault(sentence);
      told = sentence;
      return;
    }
    const jobsInHand = [...inHand.keys()].map((id) => take(id)!);
    if (jobsInHand.length === 1) jobsInHand[0]!.resolve('lost');
    else waiting.push(...jobsInHand.map((job) => ({ ...job, isSuspect: true })));
    next();
  }

  function end(): void {
    child?.kill('SIGKILL');
    child = undefined;
  }

  function answerAll(): void {
    for (const id of [...inHand.keys()]) waiting.push(take(id)!);
    for (const job of waiting.splice(0)) job.resolve('away');
  }

  return {
    ask: (task) =>
      new Promise((resolve) => {
        if (isClosed) resolve('away');
        else {
          waiting.push({ task, resolve, isSuspect: false });
          next();
        }
      }),
    close() {
      isClosed = true;
      clearTimeout(idle);
      end();
      answerAll();
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

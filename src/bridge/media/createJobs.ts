interface Job<Task, Answer> {
  task: Task;
  resolve: (answer: Answer | 'lost' | 'away') => void;
  /** It was there when a process with several tasks had to be ended: now it has one for itself. */
  isSuspect: boolean;
  limit?: NodeJS.Timeout;
}

/** The tasks of a helper: those that wait, and those that its process has in hand. */
interface Jobs<Task, Answer> {
  add(task: Task, resolve: Job<Task, Answer>['resolve']): void;
  areWaiting(): boolean;
  areInHand(): boolean;
  /** The next task that the process may have now; it is in hand from then on. */
  next(): { id: number; task: Task } | null;
  /** A task that is not in hand any more is left alone. */
  answer(id: number, answer: Answer): void;
  /** The process is gone. Which task was it? The only one; else each is done once more, alone. */
  lose(): void;
  /** Answers all of them with `away`. */
  giveUp(): void;
}

interface Limits {
  /** Tasks that the process has at once. */
  atOnce: number;
  limitMs: number;
  /** A task has been in hand for longer than that. */
  onTooLong: () => void;
}

export function createJobs<Task, Answer>({ atOnce, limitMs, onTooLong }: Limits): Jobs<Task, Answer> {
  type OneJob = Job<Task, Answer>;
  const waiting: OneJob[] = [];
  const inHand = new Map<number, OneJob>();
  let lastId = 0;

  function hasRoomFor({ isSuspect }: OneJob): boolean {
    if (isSuspect) return inHand.size === 0;
    return inHand.size < atOnce && ![...inHand.values()].some((job) => job.isSuspect);
  }

  function takeBack(id: number): OneJob | undefined {
    const job = inHand.get(id);
    inHand.delete(id);
    clearTimeout(job?.limit);
    return job;
  }

  const takeAllBack = (): OneJob[] => [...inHand.keys()].map((id) => takeBack(id)!);

  return {
    add: (task, resolve) => void waiting.push({ task, resolve, isSuspect: false }),
    areWaiting: () => waiting.length > 0,
    areInHand: () => inHand.size > 0,
    next() {
      const job = waiting[0];
      if (!job || !hasRoomFor(job)) return null;
      waiting.shift();
      const id = ++lastId;
      inHand.set(id, job);
      job.limit = setTimeout(onTooLong, limitMs).unref();
      return { id, task: job.task };
    },
    answer: (id, answer) => takeBack(id)?.resolve(answer),
    lose() {
      const jobs = takeAllBack();
      if (jobs.length === 1) jobs[0]!.resolve('lost');
      else waiting.push(...jobs.map((job) => ({ ...job, isSuspect: true })));
    },
    giveUp() {
      for (const job of [...waiting.splice(0), ...takeAllBack()]) job.resolve('away');
    },
  };
}

import { fork } from 'node:child_process';

/** A small machine that is busy takes some seconds. */
const LONGEST_START_MS = 60_000;

/** A process that answers tasks, see `serveTasks`. */
export interface Program {
  isReady(): boolean;
  send(message: { id: number; task: unknown }): void;
  /** Ends it at once, whatever it does; nothing is heard of it after that. */
  end(): void;
}

interface Hearing<Answer> {
  onReady: () => void;
  onAnswer: (id: number, answer: Answer) => void;
  /** It has ended, or has to, and `end` is to be called. */
  onLost: (reason: string) => void;
}

/** @param file a JavaScript file that calls `serveTasks` */
export function startProgram<Answer>(file: string, hearing: Hearing<Answer>): Program {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  let isReady = false;
  let isEnded = false;
  const lost = (reason: string): void => {
    if (!isEnded) hearing.onLost(reason);
  };
  const limit = setTimeout(() => lost('it does not start'), LONGEST_START_MS).unref();
  child.on('message', (message: 'ready' | { id: number; answer: Answer }) => {
    if (isEnded) return;
    if (message === 'ready') {
      clearTimeout(limit);
      isReady = true;
      hearing.onReady();
    } else hearing.onAnswer(message.id, message.answer);
  });
  child.once('error', (error) => lost(error.message));
  child.once('exit', (code, signal) => lost(`it ended with ${signal ?? code}`));
  child.unref();
  child.channel?.unref();

  return {
    isReady: () => isReady,
    send: (message) => void child.send(message, () => undefined), // a process that has ended is seen by its end
    end() {
      isEnded = true;
      clearTimeout(limit);
      child.kill('SIGKILL');
    },
  };
}

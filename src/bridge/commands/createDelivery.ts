import { commandText, commandTopics } from './commandText.js';
import type { CommandResult } from './commandStore.js';
import type { Command } from './commandTypes.js';
import type { CommandAck } from './readPlayerWord.js';

/** How a command has ended. */
export interface Answer {
  result: CommandResult;
  /** A sentence: why it is not `ok`. */
  error: string | null;
}

export const noAnswer = (error: string): Answer => ({ result: 'no_answer', error });

/** Commands that are under way, each until its answer has come or is waited for no longer. */
interface Delivery {
  /**
   * Sends a command and waits, counted from the moment at which it is to be done.
   * @param publish gives on how many connections the text went out
   * @returns null = it did not go out
   */
  deliver(
    player: { playerKey: string; commandId: string },
    command: Command,
    publish: (topic: string, text: string) => number | Promise<number>,
  ): Promise<Answer | null>;
  take(playerKey: string, ack: CommandAck): void;
  /** Ends the wait for all of them. */
  giveUp(why: string): void;
}

/** @param now ms since 1970 */
export function createDelivery(now: () => number, answerWithinMs: number): Delivery {
  /** By the ID of the command. */
  const waiting = new Map<string, { playerKey: string; answer: (answer: Answer) => void }>();
  const tooLate = noAnswer(`The TV did not answer within ${answerWithinMs / 1000} s.`);

  return {
    async deliver({ playerKey, commandId }, command, publish) {
      const sentAtMs = now();
      const { at } = command.payload;
      const delayMs = typeof at === 'number' ? Math.max(0, at - sentAtMs) : 0;
      const answered = new Promise<Answer>((answer) => waiting.set(commandId, { playerKey, answer }));
      const patience = setTimeout(() => waiting.get(commandId)?.answer(tooLate), delayMs + answerWithinMs);
      try {
        const sent = publish(commandTopics(playerKey).command, commandText(commandId, command, sentAtMs));
        // A broker elsewhere may have the command, and the TV's answer be here, before it confirms.
        return (await Promise.race([sent, answered])) === 0 ? null : await answered;
      } finally {
        clearTimeout(patience);
        waiting.delete(commandId);
      }
    },
    take(playerKey, { commandId, status, error }) {
      const one = waiting.get(commandId);
      // An answer that comes too late, or once more, is no news; nor does a TV answer for another one.
      if (one?.playerKey === playerKey) one.answer({ result: status, error: status === 'ok' ? null : error });
    },
    giveUp(why) {
      for (const { answer } of waiting.values()) answer(noAnswer(why));
    },
  };
}

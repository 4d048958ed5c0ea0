import { randomUUID } from 'node:crypto';
import { attemptLimit } from '../limits/attemptLimit.js';
import type { Player } from '../players/player.js';
import { commandText, commandTopics } from './commandText.js';
import type { Command } from './commandTypes.js';
import type { CommandRecord, CommandResult, CommandStore, Sender } from './commandStore.js';
import { createHistory } from './createHistory.js';
import { createReports, type PlayerReports } from './createReports.js';
import type { CommandAck, PlayerWord } from './readPlayerWord.js';

/** What became of a command. */
export interface Outcome {
  commandId: string;
  result: CommandResult;
  /** A sentence: why it is not `ok`. */
  error: string | null;
  /** It was not even sent: the TV has had too many. */
  isTooMany: boolean;
}

/** Whether a player can be told anything: `deaf` = it is connected, and has not subscribed to its commands. */
export type Hearing = 'listens' | 'deaf' | 'away';

/** The way to the players. */
export interface Wire {
  hearingOf(playerKey: string): Hearing;
  /** Where a player has found the bridge, as `http://192.168.1.20:8080`; null = it did not say, or is away. */
  originOf(playerKey: string): string | null;
  /** @returns on how many connections of the player the message went out */
  publish(playerKey: string, topic: string, payload: string): number;
}

/** Sends commands to TVs, and hears what they say. */
export interface Commands {
  /** There is a way to the players from now on; before, all are away. */
  connect(wire: Wire): void;
  /**
   * Sends a command to a TV and waits for what becomes of it: so long as the options say, counted from the moment
   * at which it is to be done. A TV that cannot hear is told at once. Never rejected.
   */
  send(player: Player, command: Command, sender: Sender): Promise<Outcome>;
  /** Takes what a player says. */
  take(word: PlayerWord): void;
  /** The last commands of a player, the newest first. @throws what the store throws */
  last(playerId: string): Promise<CommandRecord[]>;
  reportsOf(playerKey: string | null): PlayerReports;
  hearingOf(playerKey: string | null): Hearing;
  /** See Wire. */
  originOf(playerKey: string | null): string | null;
  /** Waits for nothing any more, and writes down what became of everything. */
  close(): Promise<void>;
}

interface CommandsOptions {
  store: CommandStore;
  /** So long a TV may take for an answer; default 10 s. */
  answerWithinMs?: number | undefined;
  /** ms since 1970 */
  now: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** A TV has said something new of itself. */
  onNews: () => void;
  onFault: (sentence: string) => void;
}

/** Facts of the protocol, Commands. */
const COMMANDS_PER_MINUTE = 300;

/** A page says `ok` when MSX has done it, within 5 s; the rest is for the network. */
const ANSWER_WITHIN_MS = 10_000;

type Answer = Pick<Outcome, 'result' | 'error'>;

export function createCommands(options: CommandsOptions): Commands {
  const { now, answerWithinMs = ANSWER_WITHIN_MS, onNews } = options;
  const limit = attemptLimit(COMMANDS_PER_MINUTE, options.monotonicMs);
  const history = createHistory(options.store, options.onFault);
  const reports = createReports();
  let wire: Wire | undefined;
  /** What is waited for, by the ID of the command. */
  const waiting = new Map<string, { playerKey: string; answer: (answer: Answer) => void }>();

  const hearingOf = (playerKey: string | null): Hearing =>
    (playerKey === null ? undefined : wire?.hearingOf(playerKey)) ?? 'away';

  /** @returns what became of it; null = it did not go out */
  async function ask(playerKey: string, commandId: string, command: Command): Promise<Answer | null> {
    const sentAtMs = now();
    const answered = new Promise<Answer>((answer) => waiting.set(commandId, { playerKey, answer }));
    const { at } = command.payload;
    const delayMs = typeof at === 'number' ? Math.max(0, at - sentAtMs) : 0;
    const patience = setTimeout(
      () =>
        waiting.get(commandId)?.answer(noAnswer(`The TV did not answer within ${answerWithinMs / 1000} s.`)),
      delayMs + answerWithinMs,
    );
    try {
      const text = commandText(commandId, command, sentAtMs);
      const sent = wire?.publish(playerKey, commandTopics(playerKey).command, text);
      return sent ? await answered : null;
    } finally {
      clearTimeout(patience);
      waiting.delete(commandId);
    }
  }

  function takeAck(playerKey: string, { commandId, status, error }: CommandAck): void {
    const one = waiting.get(commandId);
    // An answer that comes too late, or once more, is no news; nor does a TV answer for another one.
    if (one?.playerKey === playerKey) one.answer({ result: status, error: status === 'ok' ? null : error });
  }

  return {
    connect: (to) => void (wire = to),
    async send({ playerId, playerKey, displayName }, command, sender) {
      const commandId = randomUUID();
      if (!limit.allows(playerId))
        return { commandId, result: 'error', error: tooMany(displayName), isTooMany: true };
      const { type, payload } = command;
      const sent = { commandId, playerId, type, payload, sender, sentAtMs: now() };
      history.begin({ ...sent, result: null, error: null, endedAtMs: null });
      const hearing = hearingOf(playerKey);
      const answer =
        hearing === 'deaf'
          ? noAnswer(deaf(displayName))
          : ((playerKey === null || hearing === 'away' ? null : await ask(playerKey, commandId, command)) ??
            noAnswer(away(displayName)));
      history.end({ ...sent, ...answer, endedAtMs: now() });
      return { commandId, ...answer, isTooMany: false };
    },
    take(word) {
      if (word.kind === 'ack') takeAck(word.playerKey, word.ack);
      else if (word.kind !== 'invalid' && reports.take(word.playerKey, word.kind, word.value)) onNews();
    },
    last: (playerId) => history.of(playerId),
    reportsOf: (playerKey) => reports.of(playerKey ?? ''),
    hearingOf,
    originOf: (playerKey) => (playerKey === null ? null : (wire?.originOf(playerKey) ?? null)),
    async close() {
      for (const { answer } of waiting.values()) answer(noAnswer('The bridge has ended meanwhile.'));
      // Those who wait write down what they are told before this goes on.
      await new Promise((resolve) => setImmediate(resolve));
      await history.idle();
    },
  };
}

const noAnswer = (error: string): Answer => ({ result: 'no_answer', error });

const away = (name: string): string => `${name} is not connected to the broker.`;
const deaf = (name: string): string =>
  `${name} takes no commands: its plugin is too old for them, or "remote" is off in its configuration.`;
const tooMany = (name: string): string =>
  `${name} has had ${COMMANDS_PER_MINUTE} commands within a minute: try again in a minute.`;

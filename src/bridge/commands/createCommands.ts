import { randomUUID } from 'node:crypto';
import { attemptLimit } from '../limits/attemptLimit.js';
import type { Player } from '../players/player.js';
import { reasonOf } from '../text/reasonOf.js';
import type { Command } from './commandTypes.js';
import type { CommandRecord, CommandResult, CommandStore, Sender } from './commandStore.js';
import { createDelivery, noAnswer, type Answer } from './createDelivery.js';
import { createHistory } from './createHistory.js';
import { createReports, type PlayerReports } from './createReports.js';
import type { PlayerWord } from './readPlayerWord.js';

/** What became of a command. */
export interface Outcome extends Answer {
  commandId: string;
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
  /**
   * @returns on how many connections of the player the message went out
   * @throws where the broker is another program, and does not have it
   */
  publish(playerKey: string, topic: string, payload: string): number | Promise<number>;
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
  /** Gets what became of each command; `too_many` = it was not even sent. */
  onEnded: (result: CommandResult | 'too_many') => void;
  onFault: (sentence: string) => void;
}

/** Facts of the protocol, Commands. */
const COMMANDS_PER_MINUTE = 300;

/** A page says `ok` when MSX has done it, within 5 s; the rest is for the network. */
const ANSWER_WITHIN_MS = 10_000;

export function createCommands(options: CommandsOptions): Commands {
  const { now, answerWithinMs = ANSWER_WITHIN_MS, onNews, onEnded } = options;
  const limit = attemptLimit(COMMANDS_PER_MINUTE, options.monotonicMs);
  const history = createHistory(options.store, options.onFault);
  const reports = createReports();
  let wire: Wire | undefined;
  const delivery = createDelivery(now, answerWithinMs);
  const hearingOf = (playerKey: string | null): Hearing =>
    (playerKey === null ? undefined : wire?.hearingOf(playerKey)) ?? 'away';

  const deliver = (playerKey: string, commandId: string, command: Command): Promise<Answer | null> =>
    delivery
      .deliver({ playerKey, commandId }, command, (topic, text) => wire?.publish(playerKey, topic, text) ?? 0)
      .catch((error: unknown) => noAnswer(`It could not be sent: ${reasonOf(error)}.`));

  return {
    connect: (to) => void (wire = to),
    async send({ playerId, playerKey, displayName }, command, sender) {
      const commandId = randomUUID();
      if (!limit.allows(playerId)) {
        onEnded('too_many');
        return { commandId, result: 'error', error: tooMany(displayName), isTooMany: true };
      }
      const { type, payload } = command;
      const sent = { commandId, playerId, type, payload, sender, sentAtMs: now() };
      history.begin({ ...sent, result: null, error: null, endedAtMs: null });
      const said = playerKey === null ? null : await deliver(playerKey, commandId, command);
      const isDeaf = said === null && hearingOf(playerKey) === 'deaf';
      const answer = said ?? noAnswer((isDeaf ? deaf : away)(displayName));
      history.end({ ...sent, ...answer, endedAtMs: now() });
      onEnded(answer.result);
      return { commandId, ...answer, isTooMany: false };
    },
    take(word) {
      if (word.kind === 'ack') delivery.take(word.playerKey, word.ack);
      else if (word.kind !== 'invalid' && reports.take(word.playerKey, word.kind, word.value)) onNews();
    },
    last: (playerId) => history.of(playerId),
    reportsOf: (playerKey) => reports.of(playerKey ?? ''),
    hearingOf,
    originOf: (playerKey) => (playerKey === null ? null : (wire?.originOf(playerKey) ?? null)),
    async close() {
      delivery.giveUp('The bridge has ended meanwhile.');
      // Those who wait write down what they are told before this goes on.
      await new Promise((resolve) => setImmediate(resolve));
      await history.close();
    },
  };
}

const away = (name: string): string => `${name} is not connected to the broker.`;
const deaf = (name: string): string =>
  `${name} takes no commands: its plugin is too old for them, or "remote" is off in its configuration.`;
const tooMany = (name: string): string =>
  `${name} has had ${COMMANDS_PER_MINUTE} commands within a minute: try again in a minute.`;

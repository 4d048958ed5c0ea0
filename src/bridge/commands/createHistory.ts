import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { writeApart } from '../stores/writeApart.js';
import { reasonOf } from '../text/reasonOf.js';
import { COMMANDS_KEPT, type CommandRecord, type CommandStore } from './commandStore.js';

/** The commands that were sent, and what became of them. */
interface History {
  /** A command is on its way: it is shown, and not written yet. */
  begin(record: CommandRecord): void;
  /** It has ended, and is written as soon as the store takes it. What ends together is written together. */
  end(record: CommandRecord): void;
  /** The last COMMANDS_KEPT of a player, written or not, the newest first. @throws what the store throws */
  of(playerId: string): Promise<CommandRecord[]>;
  /**
   * Resolves when everything that has ended is written, or told to be lost: a store that is away is asked once more,
   * for LONGEST_END_MS. Never rejected.
   */
  close(): Promise<void>;
}

/** So much waits at most for a store that is away: one command to as many TVs as a request may name. */
const MOST_WAITING = 10_000;

/** So much is written together at most: SQLite takes 32,766 values in a statement, and answers nobody meanwhile. */
const BATCH = 500;

/** The whole bridge has to end within 4.5 s. */
const LONGEST_END_MS = 2000;

const commands = (count: number): string => (count === 1 ? 'a command' : `${count} commands`);

/** @param onFault gets a sentence where commands could not be written, or have to wait for it */
export function createHistory(store: CommandStore, onFault: (sentence: string) => void): History {
  const underWay = new Map<string, CommandRecord>();
  /** What has ended and is not written, the oldest first. */
  const waiting = new Set<CommandRecord>();
  const closing = new AbortController();
  let working: Promise<void> | undefined;
  let isResting = false;
  /** How many had no room, and were not told yet. */
  let forgotten = 0;

  const lost = (what: string, why: string): void =>
    onFault(`What became of ${what} could not be written: ${why}`);

  /** Not while the store is asked: it may take them. */
  function makeRoom(): void {
    for (const oldest of waiting) {
      if (waiting.size <= MOST_WAITING) return;
      waiting.delete(oldest);
      forgotten++;
    }
  }

  function tellForgotten(why: string): void {
    if (forgotten > 0) lost(commands(forgotten), why);
    forgotten = 0;
  }

  function loseAll(why: string): void {
    forgotten += waiting.size;
    waiting.clear();
    tellForgotten(why);
  }

  async function write(): Promise<void> {
    await writeApart(
      store,
      [...waiting].slice(0, BATCH),
      async (some) => {
        await store.add(some);
        for (const record of some) waiting.delete(record);
        return [];
      },
      (record, error) => {
        waiting.delete(record);
        lost(`the command ${record.commandId}`, reasonOf(error));
      },
    );
  }

  async function rest(attempt: number): Promise<void> {
    isResting = true;
    makeRoom();
    await pause(backoffMs(attempt, Math.random()), closing.signal);
    isResting = false;
  }

  async function work(): Promise<void> {
    for (let attempt = 0; waiting.size > 0;) {
      try {
        await write();
        attempt = 0;
      } catch (error) {
        const reason = reasonOf(error);
        if (closing.signal.aborted) loseAll(reason);
        else {
          if (attempt === 0)
            onFault(
              `What became of commands could not be written yet: ${reason}. The last ${MOST_WAITING} are kept in memory until it can`,
            );
          await rest(attempt++);
          tellForgotten(reason);
        }
      }
    }
    working = undefined;
  }

  return {
    begin: (record) => void underWay.set(record.commandId, record),
    end(record) {
      underWay.delete(record.commandId);
      waiting.add(record);
      if (isResting) makeRoom();
      working ??= work();
    },
    async of(playerId) {
      const isOfPlayer = (record: CommandRecord): boolean => record.playerId === playerId;
      const open = [...underWay.values()].filter(isOfPlayer).reverse();
      const ended = [...waiting].filter(isOfPlayer).reverse();
      const stored = await store.last(playerId);
      // What was written meanwhile counts as it is in the store, where a worker may have written a late answer.
      const known = new Set(stored.map(({ commandId }) => commandId));
      const isNew = ({ commandId }: CommandRecord): boolean => !known.has(commandId);
      const all = [...ended.filter(isNew), ...stored].sort((a, b) => b.sentAtMs - a.sentAtMs);
      return [...open.filter(isNew), ...all].slice(0, COMMANDS_KEPT);
    },
    async close() {
      closing.abort();
      if (working) {
        const ended = new AbortController();
        void working.then(() => ended.abort());
        await pause(LONGEST_END_MS, ended.signal);
      }
      loseAll(`the database did not answer within ${LONGEST_END_MS / 1000} s`);
    },
  };
}

import { reasonOf } from '../text/reasonOf.js';
import { writeApart } from '../stores/writeApart.js';
import { COMMANDS_KEPT, type CommandRecord, type CommandStore } from './commandStore.js';

/** The commands that were sent, and what became of them. */
interface History {
  /** A command is on its way: it is shown, and not written yet. */
  begin(record: CommandRecord): void;
  /** It has ended. What ends together is written together. */
  end(record: CommandRecord): void;
  /** The last COMMANDS_KEPT of a player, the newest first. @throws what the store throws */
  of(playerId: string): Promise<CommandRecord[]>;
  /** Resolves when everything that has ended is written, or told to be lost. Never rejected. */
  idle(): Promise<void>;
}

/** @param onFault gets a sentence where commands could not be written */
export function createHistory(store: CommandStore, onFault: (sentence: string) => void): History {
  const underWay = new Map<string, CommandRecord>();
  let waiting: CommandRecord[] = [];
  let working: Promise<void> | undefined;

  const lost = (what: string, error: unknown): void =>
    onFault(`What became of ${what} could not be written: ${reasonOf(error)}`);

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await writeApart(
          store,
          batch,
          (some) => store.add(some).then(() => []),
          ({ commandId }, error) => lost(`the command ${commandId}`, error),
        );
      } catch (error) {
        lost(batch.length === 1 ? 'a command' : `${batch.length} commands`, error);
      }
    }
    working = undefined;
  }

  return {
    begin: (record) => void underWay.set(record.commandId, record),
    end(record) {
      underWay.delete(record.commandId);
      waiting.push(record);
      working ??= work();
    },
    async of(playerId) {
      await working;
      const open = [...underWay.values()].filter((record) => record.playerId === playerId).reverse();
      return [...open, ...(await store.last(playerId))].slice(0, COMMANDS_KEPT);
    },
    idle: async () => working,
  };
}

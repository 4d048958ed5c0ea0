import { isObject } from '../msx/json.js';
import { decideHistory, joinEntries, NO_HISTORY } from './decideHistory.js';
import type { HistoryEntry, HistoryEvent } from './decideHistory.js';
import type { PageTools } from './pageTools.js';

/** Where a TV that is switched off has left a track is known to so long. */
const LOOK_EVERY_MS = 60_000;

interface HistoryOptions extends Pick<PageTools, 'nowMs' | 'setTimer'> {
  /** What was kept; null where there is nothing. Never rejected. */
  read: () => Promise<string | null>;
  /** Keeps it on the TV; it is sent nowhere. */
  write: (text: string) => void;
  requestData: (dataId: string) => Promise<unknown>;
}

export interface History {
  tell: (event: HistoryEvent) => void;
  /** The last one first, those of earlier days as well. */
  entries: () => Promise<HistoryEntry[]>;
  forget: () => void;
}

function parseEntries(text: string | null): HistoryEntry[] {
  if (!text) return [];
  try {
    const kept: unknown = JSON.parse(text);
    return ([] as unknown[]).concat(kept).filter(isEntry);
  } catch {
    return []; // half written, or somebody else's: there is no history
  }
}

const isEntry = (value: unknown): value is HistoryEntry => isObject(value) && typeof value.url === 'string';

/** Writes down what the TV shows, and asks now and then how far it has got. */
export function createHistory(options: HistoryOptions): History {
  let state = NO_HISTORY;
  let stopLooking: (() => void) | null = null;

  const save = (): void => options.write(JSON.stringify(state.entries));
  const loaded = options.read().then((text) => {
    state = { ...state, entries: joinEntries(state.entries, parseEntries(text)) };
  });

  function look(): void {
    stopLooking = options.setTimer(() => {
      options.requestData('video').then(
        (answer) => {
          const { info, data } = Object(answer) as { info?: unknown; data?: unknown };
          tell({ type: 'video:info', info, data });
        },
        () => undefined, // what MSX does not say now it says when the track stops
      );
      look();
    }, LOOK_EVERY_MS);
  }
  function tell(event: HistoryEvent): void {
    const { entries } = state;
    state = decideHistory(state, event, options.nowMs());
    if (state.isRunning && !stopLooking) look();
    if (!state.isRunning && stopLooking) {
      stopLooking();
      stopLooking = null;
    }
    if (state.entries !== entries) void loaded.then(save);
  }

  return {
    tell,
    entries: () => loaded.then(() => state.entries),
    forget: () => {
      void loaded.then(() => {
        state = { ...state, entries: [] };
        save();
      });
    },
  };
}

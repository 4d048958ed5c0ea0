import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import type { AlertStore } from './alertStore.js';

interface DeliveryOptions {
  store: Pick<AlertStore, 'first' | 'remove'>;
  target: string;
  /** Rejects where the message has not arrived. */
  send: (body: string) => Promise<void>;
  /** ms since 1970 */
  now: () => number;
  random: () => number;
  pauseFor?: typeof pause;
  onFault: (sentence: string) => void;
}

/** Brings messages to one target, one after the other. */
export interface Delivery {
  /** There may be new messages. */
  wake(): void;
  /** Ends it; what has not arrived is sent after the next start. */
  close(): Promise<void>;
}

/** After this nobody wants to know any more. */
const LONGEST_MS = 3 * 24 * 60 * 60_000;

/**
 * A message is forgotten when it has arrived, so that one may arrive twice, never not at all: what fails is sent again
 * after a second, and then twice as long each time, up to a minute, for three days.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, target, send, now, random, onFault, pauseFor = pause } = options;
  const ending = new AbortController();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (let attempt = 0; !ending.signal.aborted;) {
      try {
        const message = await store.first(target);
        if (!message) return;
        if (now() - message.madeAtMs > LONGEST_MS)
          onFault(`An alert is given up after three days: ${message.body}`);
        else await send(message.body);
        await store.remove(message.messageId);
        attempt = 0;
      } catch (error) {
        onFault(`An alert could not be sent to the ${target}: ${reasonOf(error)}`);
        await pauseFor(backoffMs(attempt++, random()), ending.signal);
      }
    }
  }

  return {
    wake() {
      working ??= work().finally(() => (working = null));
    },
    async close() {
      ending.abort();
      await working;
    },
  };
}

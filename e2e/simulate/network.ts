import type { Random } from '../chaos/random.js';
import type { Events } from './events.js';

/** One way, from a home to a broker: some are near, some are not. */
const LEAST_LATENCY_MS = 10;
const MOST_LATENCY_MS = 150;

/** One direction of one connection. */
interface Wire {
  /** Brings something over; never before what was sent earlier (TCP). */
  send(arrive: () => void): void;
}

/** @param isUp what is under way when the connection ends never arrives */
export function createWire(events: Events, random: Random, isUp: () => boolean): Wire {
  let lastAtMs = 0;
  return {
    send: (arrive) => {
      lastAtMs = Math.max(lastAtMs, events.nowMs() + latencyMs(random));
      events.at(lastAtMs, () => {
        if (isUp()) arrive();
      });
    },
  };
}

export const latencyMs = (random: Random): number => random.between(LEAST_LATENCY_MS, MOST_LATENCY_MS);

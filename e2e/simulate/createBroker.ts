import { attemptLimit } from '../../src/bridge/limits/attemptLimit.js';
import type { Random } from '../chaos/random.js';
import { createCounter, type Counter } from './counter.js';
import type { Events } from './events.js';
import { latencyMs } from './network.js';

/** What a broker and the machine below it can do. */
export interface BrokerLimits {
  /** Connections that it accepts in a second, with all that belongs to one: TCP, TLS, CONNECT. */
  acceptsPerS: number;
  /** So many wait for that at most (`net.core.somaxconn`); more are refused at once. */
  backlog: number;
  /** Connection attempts in a minute and address; Infinity = no such limit. */
  attemptsPerMinute: number;
}

/** A broker as far as connections go. */
export interface SimulatedBroker {
  /**
   * Somebody connects. `done` is told once, when it is known at the TV.
   * @param timeoutMs the TV gives up after this; the broker has the work all the same
   */
  connect(address: string, timeoutMs: number, done: (isOpen: boolean) => void): void;
  /** As a power cut; whoever is connected is told by `ended`. */
  stop(): void;
  start(): void;
  isUp(): boolean;
  setLimits(limits: BrokerLimits): void;
  /** Attempts that TVs made, whether the broker was there or not. */
  attempted: Counter;
  /** Attempts that reached a running broker … */
  arrived: Counter;
  /** … those that it accepted … */
  accepted: Counter;
  /** … and those that it did not, by why. */
  refused: { backlog: number; address: number; tooLate: number };
}

const NO_LIMITS: BrokerLimits = {
  acceptsPerS: Infinity,
  backlog: Infinity,
  attemptsPerMinute: Infinity,
};

export function createBroker(events: Events, random: Random): SimulatedBroker {
  let limits = NO_LIMITS;
  let isAllowed: (address: string) => boolean = () => true;
  let isUp = true;
  /** When it has dealt with everybody who is waiting. */
  let freeAtMs = 0;
  const attempted = createCounter();
  const arrived = createCounter();
  const accepted = createCounter();
  const refused = { backlog: 0, address: 0, tooLate: 0 };

  /** @returns when the connection is accepted; null = refused at once */
  function take(address: string): number | null {
    const atMs = events.nowMs();
    if (!isUp) return null;
    arrived.count(atMs);
    if (!isAllowed(address)) {
      refused.address++;
      return null;
    }
    const eachMs = 1000 / limits.acceptsPerS;
    freeAtMs = Math.max(freeAtMs, atMs);
    if (freeAtMs - atMs > limits.backlog * eachMs) {
      refused.backlog++;
      return null;
    }
    freeAtMs += eachMs;
    return freeAtMs;
  }

  return {
    connect: (address, timeoutMs, done) => {
      const openedAtMs = events.nowMs();
      attempted.count(openedAtMs);
      const thereMs = latencyMs(random);
      const backMs = latencyMs(random);
      events.at(openedAtMs + thereMs, () => {
        const acceptedAtMs = take(address);
        if (acceptedAtMs === null) {
          events.at(events.nowMs() + backMs, () => done(false));
          return;
        }
        const isInTime = acceptedAtMs + backMs <= openedAtMs + timeoutMs;
        if (isInTime)
          events.at(acceptedAtMs, () => {
            accepted.count(events.nowMs());
            events.at(events.nowMs() + backMs, () => done(isUp));
          });
        else {
          refused.tooLate++;
          events.at(openedAtMs + timeoutMs, () => done(false));
        }
      });
    },
    stop: () => {
      isUp = false;
    },
    start: () => {
      isUp = true;
      freeAtMs = 0;
    },
    isUp: () => isUp,
    setLimits: (given) => {
      limits = given;
      isAllowed =
        given.attemptsPerMinute === Infinity
          ? () => true
          : attemptLimit(given.attemptsPerMinute, events.nowMs).allows;
    },
    attempted,
    arrived,
    accepted,
    refused,
  };
}

import { DEFAULT_TIMING, type ReportTiming } from '../../src/report/reportTiming.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import { createRandom, type Random } from '../chaos/random.js';
import { createBroker, type SimulatedBroker } from './createBroker.js';
import { createEvents, type Events } from './events.js';
import { createServer, type SimulatedServer } from './createServer.js';
import type { SimulateSettings } from './simulateSettings.js';
import type { Tally } from './line.js';
import { createTv, type Tv } from './tv.js';

/** What is left out, to see what it is good for. */
export interface Without {
  /** Every random number of the TVs is the same. */
  jitter?: boolean;
  /** Views leave one after the other, as fast as the server answers. */
  pacing?: boolean;
}

export interface Fleet {
  events: Events;
  broker: SimulatedBroker;
  server: SimulatedServer;
  tvs: Tv[];
  tally: Tally;
  world: Random;
  addressOf: (i: number) => string;
}

/** In the middle: the mean delay is that of the real thing. */
const FIXED_RANDOM = 0.5;

export function createFleet(settings: SimulateSettings, without: Without): Fleet {
  const { players, tvsPerAddress, seed } = settings;
  const events = createEvents();
  const world = createRandom(seed);
  const own = createRandom(seed + 1);
  const broker = createBroker(events, world);
  const server = createServer(events);
  const tally: Tally = { connected: 0, waiting: 0 };
  const timing: ReportTiming = without.pacing ? { ...DEFAULT_TIMING, paceMarginMs: 0 } : DEFAULT_TIMING;
  const addressOf = (i: number): string => `address ${Math.floor(i / tvsPerAddress)}`;
  const tvs = Array.from({ length: players }, (_, i) =>
    createTv({
      events,
      broker,
      server,
      world,
      tally,
      timing,
      random: without.jitter ? () => FIXED_RANDOM : () => own.next(),
      address: addressOf(i),
      intervalMs: without.pacing ? 0 : DEFAULT_VIEW_SETTINGS.intervalMs,
    }),
  );
  return { events, broker, server, tvs, tally, world, addressOf };
}

/** TVs that people switched on within a minute, long ago: every connection is a good one. */
const SWITCHED_ON_WITHIN_MS = 60_000;
const LONG_AGO_MS = 3 * SWITCHED_ON_WITHIN_MS;

/** Starts all TVs, and lets the time pass until they have been connected for a while. */
export async function settle({ events, tvs, world, tally }: Fleet): Promise<void> {
  for (const tv of tvs) events.at(world.next() * SWITCHED_ON_WITHIN_MS, () => tv.start());
  await events.run(LONG_AGO_MS);
  if (tally.connected !== tvs.length) throw new Error(`only ${tally.connected} TVs have connected`);
}

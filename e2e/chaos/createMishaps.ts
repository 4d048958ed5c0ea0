import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosTv } from './createTv.js';
import { SECOND_MS } from './times.js';
import type { World } from './world.js';

/** CONNACK, MQTT 3.1.1, 3.2.2.3. */
const UNAVAILABLE = 3;

/** These happen twice as often as the others. */
const FREQUENT = ['broker killed', 'connections cut', 'page reloaded', 'browser killed', 'server away'];

/** Lets one thing go wrong, and right again. */
export function createMishaps(
  { playerKey, broker, server, random, ledger }: World,
  tv: ChaosTv,
): () => Promise<void> {
  const mishaps: Record<string, () => Promise<void>> = {
    'broker killed': async () => {
      await broker.kill();
      try {
        await tv.showSome();
        await pause(random.between(0, 150));
      } finally {
        await broker.restart();
      }
    },
    'connections cut': async () => {
      broker.cut();
      await pause(random.between(0, 30));
    },
    'broker slow': async () => {
      broker.slow(random.between(5, 60));
      await pause(random.between(20, 200));
      broker.slow(0);
    },
    'broker refuses': async () => {
      broker.refuse(UNAVAILABLE);
      broker.cut(playerKey);
      await pause(random.between(20, 150));
      broker.refuse(0);
    },
    'server away': async () => {
      await server.away();
      try {
        await tv.showSome();
        await pause(random.between(0, 60 * SECOND_MS));
      } finally {
        await server.back();
      }
    },
    'page reloaded': () => tv.reload(),
    'second page': () => tv.openSecond(),
    'browser killed': () => tv.restart(),
  };
  const names = Object.keys(mishaps).concat(FREQUENT);
  return async () => {
    const name = random.pick(names);
    ledger.note(name);
    await mishaps[name]!();
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openSocket } from '../../src/mqtt/openSocket.js';
import { createClock } from '../../src/report/createClock.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import { createReporter, type Reporter } from '../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { createRandom } from '../chaos/random.js';
import { connectionLimit } from '../stage/connectionLimit.js';
import { MOSQUITTO } from '../stage/startMosquitto.js';
import { createCounter } from './counter.js';
import { createFinding, type Finding } from './finding.js';
import { SHARES } from './restart.js';
import type { SimulateSettings } from './simulateSettings.js';
import { startWatchedBroker } from '../stage/startWatchedBroker.js';

/** The TVs are switched on one after the other, so many in a second. */
const SWITCHED_ON_PER_S = 200;
/** The TVs that are not back after this are left out. */
const LONGEST_BACK_MS = 35_000;
const LOOK_MS = 20;

/** @returns as many TVs of those that are wanted as this machine lets one process connect; it says so */
export async function realPlayers(wanted: number): Promise<number> {
  // Without mosquitto the broker runs in this process, which then holds both ends.
  const most = Math.floor((await connectionLimit()) / (MOSQUITTO === null ? 2 : 1));
  if (wanted <= most) return wanted;
  console.log(`real: only ${most} TVs: this process may hold no more open files ("ulimit -n")`);
  return most;
}

/**
 * The whole reporter as it runs on a TV, with real connections to a real broker that is killed and comes back.
 * The delays are those of a TV; only the number of TVs is what one machine can hold.
 */
export async function realRestart({ players, outageS, seed }: SimulateSettings): Promise<Finding> {
  Object.assign(globalThis, { WebSocket }); // what the reporter finds in a browser
  const accepted = createCounter();
  const beganAt = performance.now();
  const nowMs = (): number => performance.now() - beganAt;
  const broker = await startWatchedBroker(() => accepted.count(nowMs()));
  console.log(`real: ${players} TVs at ${broker.name}`);
  const { finding, row, fact } = createFinding(`broker gone for ${outageS} s`, 'real');
  const random = createRandom(seed);
  const tvs: Reporter[] = [];
  const connected = (): number => tvs.filter((tv) => tv.snapshot().connection.state === 'connected').length;
  const until = async (count: number, untilMs: number): Promise<void> => {
    while (connected() < count && nowMs() < untilMs) await pause(LOOK_MS);
  };
  try {
    for (let i = 0; i < players; i++) {
      tvs.push(startTv(broker.url, i, () => random.next()));
      await pause(1000 / SWITCHED_ON_PER_S);
    }
    await until(players, nowMs() + LONGEST_BACK_MS);
    if (connected() < players) throw new Error(`only ${connected()} of ${players} TVs have connected`);

    const goneAtMs = nowMs();
    await broker.kill();
    await pause(outageS * 1000 - (nowMs() - goneAtMs));
    await broker.restart();
    const backAtMs = nowMs();
    accepted.reset(backAtMs);
    for (const share of SHARES) {
      const count = Math.ceil(share * players);
      await until(count, backAtMs + LONGEST_BACK_MS);
      if (connected() >= count) fact(`${share * 100} % back after`, (nowMs() - backAtMs) / 1000, 's');
    }
    row('accepted', accepted.rates(nowMs()));
    fact('connected', connected(), 'TVs');
  } finally {
    for (const tv of tvs) tv.stop();
    await broker.close();
  }
  return finding;
}

function startTv(url: string, i: number, random: () => number): Reporter {
  const tv = createReporter(
    {
      playerKey: playerKeyOf(`tv${i}`),
      firmwareVersion: 'simulate',
      broker: { url },
      views: DEFAULT_VIEW_SETTINGS,
      requestData: () => Promise.reject(new Error('no MSX')),
      log: () => undefined, // a broker that is gone is what this is about
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    },
    { openConnection: openSocket, ladder: () => [createMemoryKv()], random },
  );
  tv.start();
  return tv;
}

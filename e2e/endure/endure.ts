import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../stage/ask.js';
import { createFacts, type Fact } from '../stage/createFacts.js';
import { freePort } from '../stage/startMosquitto.js';
import { createRandom } from '../chaos/random.js';
import { createFleet, type Fleet } from './createFleet.js';
import { createHouse, readRecorded, spawnOn, type House } from './createHouse.js';

interface EndureOptions {
  tvs: number;
  /** How often the bridge is killed. */
  kills: number;
  seed: number;
}

/** The views that version 0.1.0 has left in the folder. */
const VIEWS_010 = 5;
/** Longer than the pace of 5 s: by then a view that nothing has held up is acknowledged. */
const ROUND_MS = 6500;
/** A kill comes so soon after all TVs have begun to send at the latest: then acknowledgments are under way. */
const LATEST_KILL_MS = 60;
const FULL_ROUNDS = 2;
/** After the last picture all that waits has to be acknowledged within this. */
const LONGEST_END_MS = 60_000;
const LOOK_MS = 50;

/** What is said of a run. */
interface Endured {
  facts: Fact[];
  /** What should not be. */
  failures: string[];
}

/**
 * A bridge in a process of its own, and TVs that report to it for some two minutes, while it is upgraded from 0.1.0,
 * killed, restarted, copied and left without room on its disk. At the end each view is there once.
 */
export async function endure({ tvs, kills, seed }: EndureOptions): Promise<Endured> {
  const port = await freePort();
  const house = createHouse(port);
  const fleet = createFleet(tvs);
  const random = createRandom(seed);
  const { facts, fact } = createFacts('endure', `${tvs} TVs`);
  const failures: string[] = [];
  const must: Must = (isSo, sentence) => {
    if (!isSo) failures.push(sentence);
  };
  /** All TVs show the next picture, something happens, and time passes. */
  const round = async (happen: () => Promise<void> = () => Promise.resolve()): Promise<void> => {
    const untilMs = performance.now() + ROUND_MS;
    fleet.show();
    await happen();
    await pause(Math.max(0, untilMs - performance.now()));
  };
  const silence = (what: string): void =>
    fact(`longest time without an acknowledgment, ${what}`, fleet.longestSilenceMs() / 1000, 's');
  try {
    fact('start with the folder of 0.1.0', await house.start(), 'ms');
    await fleet.start(port);
    await round();
    silence('undisturbed');
    for (let i = 0; i < kills; i++)
      await round(async () => {
        await pause(random.between(0, LATEST_KILL_MS));
        const before = fleet.acknowledged();
        await house.end('SIGKILL');
        const { views, integrity } = await readRecorded(join(house.data, 'bridge.db'));
        must(integrity === 'ok', `kill ${i + 1}: the database is damaged: ${integrity}`);
        must(views >= before + VIEWS_010, `kill ${i + 1}: ${before} acknowledged, ${views - VIEWS_010} kept`);
        await house.start();
      });
    silence('killed');
    await round(async () => {
      await house.end('SIGTERM');
      await house.start();
    });
    silence('restarted');
    await round(() => copyAndRestore(house, fleet, must, fact));
    silence('copied');
    if (house.disk) await withoutRoom(house, house.disk, port, round, must);
    fact('pictures on each TV', fleet.shown().values().next().value!, '');
    await untilAcknowledged(fleet);
    silence(house.disk ? 'with a full disk, until the first after it' : 'at the end');
    await house.end('SIGTERM');
    await judge(house, fleet, must, fact);
  } finally {
    fleet.stop();
    await house.remove();
  }
  return { facts, failures };
}

type Must = (isSo: boolean, sentence: string) => void;
type AddFact = (what: string, value: number, unit: string) => void;

/** A copy that is made while TVs report has all that was acknowledged before, and a bridge starts from it. */
async function copyAndRestore(house: House, fleet: Fleet, must: Must, fact: AddFact): Promise<void> {
  const before = fleet.acknowledged() + VIEWS_010;
  const beganMs = performance.now();
  const copy = await house.backUp('copy.db');
  fact('copied within', performance.now() - beganMs, 'ms');
  const { views } = await readRecorded(copy);
  must(views >= before, `the copy: ${before} acknowledged before, ${views} in it`);
  const restored = spawnOn(copy, 0);
  await restored.started;
  const { text } = await ask(restored.port(), '/api/stats');
  await restored.end('SIGTERM');
  const { total } = JSON.parse(text) as { total: number };
  must(total === views, `the copy: ${views} views in it, a bridge that starts from it says ${total}`);
  fact('views in the copy', views, '');
}

/**
 * The disk is full for a while: no view is acknowledged, and the bridge says why. It is started anew for that, since
 * SQLite's log, once it has been written back, has room of its own in which to go on.
 */
async function withoutRoom(
  house: House,
  disk: NonNullable<House['disk']>,
  port: number,
  round: (happen?: () => Promise<void>) => Promise<void>,
  must: Must,
): Promise<void> {
  await house.end('SIGTERM');
  await house.start();
  disk.fill();
  for (let i = 0; i < FULL_ROUNDS; i++) await round();
  const { status, text } = await ask(port, '/readyz');
  must(status === 503 && text.includes('database-away'), `the full disk: /readyz says ${status} ${text}`);
  disk.empty();
}

async function untilAcknowledged(fleet: Fleet): Promise<void> {
  const untilMs = performance.now() + LONGEST_END_MS;
  while (fleet.waiting() > 0 && performance.now() < untilMs) await pause(LOOK_MS);
}

/** Each view that was shown is there once, and was acknowledged. */
async function judge(house: House, fleet: Fleet, must: Must, fact: AddFact): Promise<void> {
  const { views, ofTvs, integrity } = await readRecorded(join(house.data, 'bridge.db'));
  const [acknowledged, shown] = [fleet.acknowledged(), fleet.shown()];
  const all = [...shown.values()].reduce((a, b) => a + b, 0);
  fact('views shown', all, '');
  fact('acknowledged', acknowledged, '');
  fact('kept, with those of 0.1.0', views, '');
  fact('acknowledged and lost', Math.max(0, acknowledged + VIEWS_010 - views), '');
  must(integrity === 'ok', `the database is damaged: ${integrity}`);
  must(fleet.waiting() === 0, `${fleet.waiting()} views still wait`);
  must(fleet.dropped() === 0, `${fleet.dropped()} views were given up by TVs`);
  for (const [key, count] of shown)
    must(ofTvs.get(key) === count, `${key} has shown ${count}, of which ${ofTvs.get(key) ?? 0} are there`);
  must(views === all + VIEWS_010, `${all + VIEWS_010} views should be there, ${views} are`);
}

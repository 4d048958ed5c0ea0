import type { Database } from '../../../src/bridge/storage/sql.js';
import { COUNT_VIEWS } from '../../../src/bridge/storage/countViews.js';
import { viewStore } from '../../../src/bridge/storage/viewStore.js';
import { testDatabases } from '../../stage/testDatabases.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { addPlayersAndPosts, DWELL_MS, insertRows, playerKeys, postOf, START_MS, TVS } from './records.js';

const VIEWS = 1_000_000;
const DAY_MS = 86_400_000;
const PAGE = 50;
/** No question may hold up TVs for longer. */
const LONGEST_TURN_MS = 50;
/** How the figures that this is about end. */
const TURN = 'the longest turn, in which nobody else is answered';

async function addViews(database: Database, keys: string[]): Promise<void> {
  await database.transaction((sql) =>
    insertRows(
      { ...database, query: (text, values) => sql.query(text, values) },
      'views',
      [
        ...['player_key', 'player_id', 'post_id', 'viewed_at_ms', 'time_known', 'received_at_ms', 'intent'],
        ...['play_order', 'channel'],
      ],
      VIEWS,
      (i) => {
        const tv = i % TVS;
        const round = Math.floor(i / TVS);
        const atMs = START_MS + round * DWELL_MS + tv;
        return [keys[tv]!, `msx_tv${tv}`, postOf(tv, round), atMs, 1, atMs, 'channel', 0, 'all'];
      },
    ),
  );
  for (const statement of COUNT_VIEWS) await database.query(statement);
  if (database.kind === 'postgres') await database.query('ANALYZE');
}

/** Measures turns of the event loop. @returns what ends that, and tells the longest one in ms */
function watchTurns(): () => number {
  let [longestMs, beganAt] = [0, performance.now()];
  const turn = (): void => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - beganAt);
    beganAt = now;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  return () => {
    turn();
    clearImmediate(next);
    return longestMs;
  };
}

/** One sentence for each database: whether its longest turn was short enough, and which question had it. */
function verdicts(facts: readonly Fact[]): string[] {
  const turns = facts.filter(({ what }) => what.endsWith(TURN)).sort((a, b) => b.value - a.value);
  return [...new Set(turns.map(({ variant }) => variant))].map((variant) => {
    const { what, value } = turns.find((turn) => turn.variant === variant)!;
    const verdict = value <= LONGEST_TURN_MS ? 'met' : 'MISSED';
    return `${verdict}: no question holds up TVs for more than ${LONGEST_TURN_MS} ms (${variant}): ${value} ms, ${what}`;
  });
}

/** What the dashboard's questions cost when there are a million views. */
export async function questions(): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const kind of testDatabases()) {
    if (kind.skip !== undefined) {
      console.log(kind.skip);
      continue;
    }
    const measured = createFacts('questions', `${kind.name}, ${VIEWS} views`);
    const { database, close } = await kind.open();
    const keys = playerKeys(TVS);
    await addPlayersAndPosts(database, keys);
    await addViews(database, keys);
    const store = viewStore(database);
    const timed = async (what: string, ask: () => Promise<unknown>): Promise<void> => {
      await ask(); // once for what has to be read first
      const beganAt = performance.now();
      const longest = watchTurns();
      await ask();
      measured.fact(what, performance.now() - beganAt, 'ms');
      measured.fact(`${what}: ${TURN}`, longest(), 'ms');
    };
    await timed(`the newest ${PAGE} views`, () => store.page({}, PAGE));
    await timed(`the newest ${PAGE} of one TV`, () => store.page({ playerId: 'msx_tv7' }, PAGE));
    await timed('counts of everything', () => store.stats({}));
    await timed('counts of one post', () => store.stats({ postId: 7 }));
    await timed('counts of one TV', () => store.stats({ playerId: 'msx_tv7' }));
    const lastMs = START_MS + (VIEWS / TVS) * DWELL_MS;
    await timed('counts of the last hour', () => store.stats({ fromMs: lastMs - DAY_MS / 24 }));
    await timed('a channel that nobody has seen', () => store.page({ channel: 'none' }, PAGE));
    await close();
    await kind.end?.();
    facts.push(...measured.facts);
  }
  for (const verdict of verdicts(facts)) console.log(verdict);
  return facts;
}

import type { Database } from '../../src/bridge/storage/sql.js';
import { keyOf } from './clusterStage.js';
import { asks } from './clusterTv.js';
import type { ClusterTvs } from './clusterTvs.js';
import { countKnown } from './lookAtPlayers.js';
import type { Must, Print } from './must.js';

/** Of those that are lost, so many are told of. */
const MOST_STORIES = 20;

/** @param shown by each TV, the posts from 1 to this, in that order */
export async function lookAtViews(
  database: Database,
  { shown, tvs }: { shown: readonly number[]; tvs: ClusterTvs },
  must: Must,
  print: Print,
): Promise<void> {
  const rows = await database.query('SELECT player_key, post_id FROM views ORDER BY view_id');
  const byKey = new Map<string, number[]>();
  for (const row of rows) {
    const key = String(row.player_key);
    byKey.set(key, [...(byKey.get(key) ?? []), Number(row.post_id)]);
  }
  const all = shown.map((posts, tv) => ({ tv, posts, asks: asks(tv), seen: byKey.get(keyOf(tv)) ?? [] }));
  const lostOf = ({ posts, seen }: (typeof all)[number]): number => posts - new Set(seen).size;
  const sum = <T>(of: readonly T[], figure: (one: T) => number): number =>
    of.reduce((so, one) => so + figure(one), 0);
  for (const isAsking of [true, false]) {
    const some = all.filter((tv) => tv.asks === isAsking);
    const lost = sum(some, lostOf);
    const what = isAsking ? 'asked for an ack' : 'asked for none';
    must(lost === 0, `${lost} of ${sum(some, ({ posts }) => posts)} views that ${what} are lost`);
  }
  const lost = all.flatMap(({ tv, posts, seen }) =>
    Array.from({ length: posts }, (_, i) => i + 1)
      .filter((postId) => !seen.includes(postId))
      .map((postId) => tvs.journal.story(tv, postId)),
  );
  for (const story of lost.slice(0, MOST_STORIES)) print(`     ${story}`);
  const twice = sum(all, ({ seen }) => seen.length - new Set(seen).size);
  must(twice === 0, `${twice} are there twice`);
  const inOrder = all.filter(({ seen }) => seen.every((postId, i) => i === 0 || postId > seen[i - 1]!));
  must(inOrder.length === all.length, `${inOrder.length} of ${all.length} TVs have theirs in order`);
  must(tvs.waiting() === 0, `${tvs.waiting()} views wait in TVs for the server`);
  for (const line of tvs.whoWaits()) print(`     ${line}`);
  must(tvs.givenUp() === 0, `${tvs.givenUp()} were given up by TVs`);
  const known = await countKnown(database, shown);
  must(known === all.length, `${known} TVs are known to show their last picture`);
}

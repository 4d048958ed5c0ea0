import type { Seen, ViewFilter, ViewRecord, ViewStore } from '../ingest/viewStore.js';
import type { Database, SqlRow, SqlValue } from './sql.js';
import { COUNTED, DAY_MS, type Counted } from './countViews.js';
import { textOf, textOrNull } from './rowValues.js';
import { allOf, slices, type Condition, type Way } from './slices.js';
import { valueList } from './valueList.js';

/** So many posts and players are counted one by one. */
const TOP = 100;

export function viewStore(database: Database): ViewStore {
  return {
    async page(filter, limit, before) {
      const found: SqlRow[] = [];
      for await (const slice of slices(database, inOrderOfComing(filter, 'down', before))) {
        const { text, values } = allOf([slice, ...conditions(filter)]);
        const rows = await database.query(
          `SELECT views.*, display_name, title, path FROM views
             LEFT JOIN players ON players.player_id = views.player_id
             LEFT JOIN posts ON posts.post_id = views.post_id
           WHERE ${text} ORDER BY view_id DESC LIMIT ?`,
          [...values, limit - found.length],
        );
        found.push(...rows);
        if (found.length === limit) break;
      }
      return found.map(toRecord);
    },
    async stats(filter) {
      const counts = await (conditions(filter).length === 0 ? keptCounts : countsOf)(database, filter);
      const [posts, players] = [mostSeen(counts.post), mostSeen(counts.player)];
      const titles = await namesOf(
        database,
        'posts',
        'post_id',
        'title',
        posts.map(([id]) => Number(id)),
      );
      const names = await namesOf(
        database,
        'players',
        'player_id',
        'display_name',
        players.map(([id]) => id),
      );
      return {
        ...[...counts.day.values()].reduce(sumOf, NEVER),
        perDay: [...counts.day]
          .sort(([a], [b]) => Number(a) - Number(b))
          .map(([day, seen]) => ({
            day: new Date(Number(day) * DAY_MS).toISOString().slice(0, 10),
            ...seen,
          })),
        perPost: posts.map(([id, seen]) => ({
          postId: Number(id),
          title: titles.get(id) ?? `Post ${id}`,
          ...seen,
        })),
        perPlayer: players.map(([playerId, seen]) => ({
          playerId,
          player: names.get(playerId) ?? playerId,
          ...seen,
        })),
      };
    },
  };
}

/** How often each has been seen, by its name in `view_counts`. */
type Counts = Record<Counted, Map<string, Seen>>;

const NEVER: Seen = { views: 0, impressions: 0, total: 0 };

const sumOf = (a: Seen, b: Seen): Seen => ({
  views: a.views + b.views,
  impressions: a.impressions + b.impressions,
  total: a.total + b.total,
});

/** Sums by intent, in SQL. @param each how much a row counts for */
const seenSums = (each: string): string =>
  `SUM(${each}) AS seen, SUM(CASE intent WHEN 'artwork' THEN ${each} ELSE 0 END) AS seen_as_view, SUM(CASE intent WHEN 'channel' THEN ${each} ELSE 0 END) AS seen_as_impression`;

const KINDS = Object.keys(COUNTED) as Counted[];

/** The counts that are kept as views come. */
async function keptCounts(database: Database): Promise<Counts> {
  const counts = noCounts();
  for (const counted of KINDS) {
    const way: Way = {
      table: 'view_counts',
      where: [{ text: 'counted = ?', values: [counted] }],
      key: ['name', 'intent', 'writer'],
      direction: 'up',
      after: null,
      until: null,
    };
    for await (const { text, values } of slices(database, way))
      add(
        counts[counted],
        await database.query(
          `SELECT name, ${seenSums('views')} FROM view_counts WHERE ${text} GROUP BY name`,
          values,
        ),
      );
  }
  return counts;
}

/** The counts of the views that a filter lets through. */
async function countsOf(database: Database, filter: ViewFilter): Promise<Counts> {
  const counts = noCounts();
  const { postId, fromMs, toMs } = filter;
  const isOfTime = postId === undefined && (fromMs ?? toMs) !== undefined;
  for await (const slice of slices(
    database,
    isOfTime ? inOrderOfTime(filter) : inOrderOfComing(filter, 'up'),
  )) {
    const { text, values } = allOf([slice, ...conditions(filter)]);
    for (const counted of KINDS)
      add(
        counts[counted],
        // By the text: an index of the column would lead SQLite away from the slice.
        await database.query(
          `SELECT CAST(${COUNTED[counted]} AS TEXT) AS name, ${seenSums('1')} FROM views WHERE ${text} GROUP BY 1`,
          values,
        ),
      );
  }
  return counts;
}

const noCounts = (): Counts => ({ day: new Map(), post: new Map(), player: new Map() });

function add(counts: Map<string, Seen>, rows: readonly SqlRow[]): void {
  for (const { name, seen, seen_as_view: views, seen_as_impression: impressions } of rows) {
    const more = { views: Number(views), impressions: Number(impressions), total: Number(seen) };
    counts.set(textOf(name), sumOf(counts.get(textOf(name)) ?? NEVER, more));
  }
}

const mostSeen = (counts: ReadonlyMap<string, Seen>): [string, Seen][] =>
  [...counts].sort(([a, m], [b, n]) => n.total - m.total || (a < b ? -1 : 1)).slice(0, TOP);

/** What posts or players are called, by their IDs as texts; without those that are gone, or have no name. */
async function namesOf(
  database: Database,
  table: string,
  id: string,
  name: string,
  ids: readonly SqlValue[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { text, values } = valueList(
    '?',
    ids.map((one) => [one]),
  );
  const rows = await database.query(
    `SELECT ${id} AS id, ${name} AS name FROM ${table} WHERE ${id} IN (${text}) AND ${name} <> ''`,
    values,
  );
  return new Map(rows.map((row) => [String(row.id), textOf(row.name)]));
}

/** By their numbers; of one post only its own views are looked at. */
const inOrderOfComing = ({ postId }: ViewFilter, direction: Way['direction'], after?: number): Way => ({
  table: 'views',
  where: conditions(postId === undefined ? {} : { postId }),
  key: ['view_id'],
  direction,
  after: after === undefined ? null : [after],
  until: null,
});

/** Numbers of views begin with 1: no view has the key of a bound. */
const inOrderOfTime = ({ fromMs, toMs }: ViewFilter): Way => ({
  table: 'views',
  where: [],
  key: ['viewed_at_ms', 'view_id'],
  direction: 'up',
  after: fromMs === undefined ? null : [fromMs, 0],
  until: toMs === undefined ? null : [toMs, 0],
});

function conditions(filter: ViewFilter): Condition[] {
  const parts: [string, SqlValue | undefined][] = [
    ['views.player_id = ?', filter.playerId],
    ['views.post_id = ?', filter.postId],
    ['channel = ?', filter.channel],
    ['intent = ?', filter.intent],
    // With a sign, so that SQLite keeps to the way that it is given.
    ['+viewed_at_ms >= ?', filter.fromMs],
    ['+viewed_at_ms < ?', filter.toMs],
  ];
  return parts.flatMap(([text, value]) => (value === undefined ? [] : [{ text, values: [value] }]));
}

function toRecord(row: SqlRow): ViewRecord {
  return {
    viewId: Number(row.view_id),
    playerId: textOf(row.player_id),
    playerKey: textOf(row.player_key),
    player: textOf(row.display_name) || textOf(row.player_id),
    postId: Number(row.post_id),
    title: textOf(row.title),
    path: textOf(row.path),
    viewedAtMs: Number(row.viewed_at_ms),
    timeKnown: Number(row.time_known) === 1,
    receivedAtMs: Number(row.received_at_ms),
    intent: textOf(row.intent),
    playOrder: Number(row.play_order),
    channel: textOf(row.channel),
    channelUserSqid: textOrNull(row.channel_user_sqid),
    channelHashtag: textOrNull(row.channel_hashtag),
  };
}

import type { Database, SqlRow, SqlValue } from './sql.js';
import { COUNTED, DAY_MS, type Counted } from './countViews.js';

/** A recorded view. Times are ms since 1970, UTC. */
export interface ViewRecord {
  viewId: number;
  playerId: string;
  playerKey: string;
  /** As the player is called now; its ID where it was removed. */
  player: string;
  postId: number;
  /** As the post is called now. */
  title: string;
  path: string;
  viewedAtMs: number;
  /** false = the player did not know the time: the server's stands in. */
  timeKnown: boolean;
  receivedAtMs: number;
  intent: string;
  playOrder: number;
  channel: string;
  channelUserSqid: string | null;
  channelHashtag: string | null;
}

export interface ViewFilter {
  playerId?: string;
  postId?: number;
  channel?: string;
  /** Seen at this time or later. */
  fromMs?: number;
  /** Seen before this time. */
  toMs?: number;
}

export interface Stats {
  total: number;
  /** `2026-01-02`, UTC; only days with views, the earliest first. */
  perDay: { day: string; views: number }[];
  /** The most seen first. */
  perPost: { postId: number; title: string; views: number }[];
  perPlayer: { playerId: string; player: string; views: number }[];
}

/** The recorded views. Each method throws what the database throws. */
export interface ViewStore {
  /** The newest first. @param before only those with a smaller view ID */
  page(filter: ViewFilter, limit: number, before?: number): Promise<ViewRecord[]>;
  /** Without a filter all views that ever were recorded, whether they are still there or not. */
  stats(filter: ViewFilter): Promise<Stats>;
}

/** So many posts and players are counted one by one. */
const TOP = 100;

export function viewStore(database: Database): ViewStore {
  return {
    async page(filter, limit, before) {
      const { where, values } = conditions(filter, before);
      const rows = await database.query(
        `SELECT views.*, display_name, title, path ${FROM} ${where} ORDER BY view_id DESC LIMIT ?`,
        [...values, limit],
      );
      return rows.map(toRecord);
    },
    async stats(filter) {
      const ofDays = counts('day', filter);
      const days = await database.query(ofDays.select, ofDays.values);
      days.sort((a, b) => Number(a.name) - Number(b.name));
      // Only what is kept is joined: to join a million views takes seconds, and SQLite lets nobody else work.
      const top = (counted: Counted, title: string, join: string) => {
        const { select, values } = counts(counted, filter);
        return database.query(
          `SELECT name, seen, ${title} AS title
           FROM (${select} ORDER BY seen DESC, name LIMIT ${TOP}) AS top LEFT JOIN ${join} ORDER BY seen DESC, name`,
          values,
        );
      };
      const posts = await top('post', 'title', 'posts ON post_id = CAST(name AS BIGINT)');
      const players = await top('player', 'display_name', 'players ON player_id = name');
      return {
        total: days.reduce((sum, row) => sum + Number(row.seen), 0),
        perDay: days.map((row) => ({
          day: new Date(Number(row.name) * DAY_MS).toISOString().slice(0, 10),
          views: Number(row.seen),
        })),
        perPost: posts.map((row) => ({
          postId: Number(row.name),
          title: text(row.title) || `Post ${Number(row.name)}`,
          views: Number(row.seen),
        })),
        perPlayer: players.map((row) => ({
          playerId: text(row.name),
          player: text(row.title) || text(row.name),
          views: Number(row.seen),
        })),
      };
    },
  };
}

/** A SELECT of `name` and `seen`: the counts that are kept, or those of the views that the filter lets through. */
function counts(counted: Counted, filter: ViewFilter): { select: string; values: SqlValue[] } {
  const { where, values } = conditions(filter);
  return {
    select:
      where === ''
        ? `SELECT name, SUM(views) AS seen FROM view_counts WHERE counted = '${counted}' GROUP BY name`
        : `SELECT CAST(${COUNTED[counted]} AS TEXT) AS name, COUNT(*) AS seen FROM views ${where}
           GROUP BY ${COUNTED[counted]}`,
    values,
  };
}

const FROM = `FROM views LEFT JOIN players ON players.player_id = views.player_id
  LEFT JOIN posts ON posts.post_id = views.post_id`;

function conditions(filter: ViewFilter, before?: number): { where: string; values: SqlValue[] } {
  const parts: [string, SqlValue | undefined][] = [
    ['views.player_id = ?', filter.playerId],
    ['views.post_id = ?', filter.postId],
    ['channel = ?', filter.channel],
    ['viewed_at_ms >= ?', filter.fromMs],
    ['viewed_at_ms < ?', filter.toMs],
    ['view_id < ?', before],
  ];
  const given = parts.filter((part): part is [string, SqlValue] => part[1] !== undefined);
  return {
    where: given.length > 0 ? `WHERE ${given.map(([condition]) => condition).join(' AND ')}` : '',
    values: given.map(([, value]) => value),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function toRecord(row: SqlRow): ViewRecord {
  return {
    viewId: Number(row.view_id),
    playerId: text(row.player_id),
    playerKey: text(row.player_key),
    player: text(row.display_name) || text(row.player_id),
    postId: Number(row.post_id),
    title: text(row.title),
    path: text(row.path),
    viewedAtMs: Number(row.viewed_at_ms),
    timeKnown: Number(row.time_known) === 1,
    receivedAtMs: Number(row.received_at_ms),
    intent: text(row.intent),
    playOrder: Number(row.play_order),
    channel: text(row.channel),
    channelUserSqid: textOrNull(row.channel_user_sqid),
    channelHashtag: textOrNull(row.channel_hashtag),
  };
}

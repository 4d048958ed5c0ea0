import type { ViewFilter, ViewRecord, ViewStore } from '../ingest/viewStore.js';
import type { Database, SqlRow, SqlValue } from './sql.js';
import { COUNTED, DAY_MS, type Counted } from './countViews.js';
import { textOf, textOrNull } from './rowValues.js';

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
          title: textOf(row.title) || `Post ${Number(row.name)}`,
          views: Number(row.seen),
        })),
        perPlayer: players.map((row) => ({
          playerId: textOf(row.name),
          player: textOf(row.title) || textOf(row.name),
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

import type { ViewRecord } from '../../ingest/viewStore.js';

type Cell = string | number | boolean | null;

/** Each column and what stands in it. */
const COLUMNS: [string, (view: ViewRecord) => Cell][] = [
  ['view_id', (view) => view.viewId],
  ['seen_at', (view) => new Date(view.viewedAtMs).toISOString()],
  ['time_known', (view) => view.timeKnown],
  ['received_at', (view) => new Date(view.receivedAtMs).toISOString()],
  ['player_id', (view) => view.playerId],
  ['player', (view) => view.player],
  ['player_key', (view) => view.playerKey],
  ['post_id', (view) => view.postId],
  ['title', (view) => view.title],
  ['file', (view) => view.path],
  ['intent', (view) => view.intent],
  ['play_order', (view) => view.playOrder],
  ['channel', (view) => view.channel],
  ['channel_user_sqid', (view) => view.channelUserSqid],
  ['channel_hashtag', (view) => view.channelHashtag],
  ['counts_as', (view) => (view.intent === 'artwork' ? 'view' : 'impression')],
];

/** The first line of the table. */
export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(',')}\r\n`;

/** One line (RFC 4180). */
export function csvLine(view: ViewRecord): string {
  return `${COLUMNS.map(([, value]) => cell(value(view))).join(',')}\r\n`;
}

/** File names and channels come from outside: none may begin a formula when a spreadsheet opens the file. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  // Where the comma is a decimal sign, spreadsheets take the semicolon between fields.
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

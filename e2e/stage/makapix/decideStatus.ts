import { fieldsOf } from '../../../src/makapix/fieldsOf.js';

/** What the server's row says of a player. */
export interface PlayerRow {
  /** Any text: the server takes what the player says. */
  connection: string;
  currentPostId: number | null;
  firmware: string | null;
  /** When its last status was taken; null = never. */
  lastStatusAtMs: number | null;
}

export const NO_ROW: PlayerRow = {
  connection: 'never seen',
  currentPostId: null,
  firmware: null,
  lastStatusAtMs: null,
};

/** The column's width. */
const MAX_FIRMWARE_LENGTH = 50;
/** A job each minute looks for players that are online and have said nothing for so long; views do not count. */
const OFFLINE_AFTER_MS = 3 * 60_000;
const JOB_EVERY_MS = 60_000;

/**
 * What a status makes of a player's row. It is one transaction: a post that the server does not know, or a
 * firmware that is too long, discards the whole status.
 *
 * @param payload of the message, as JSON gave it; its `player_key` has named the row
 * @param isPost whether the server knows a post
 * @returns null where it is discarded
 */
export function decideStatus(
  row: PlayerRow,
  payload: unknown,
  isPost: (postId: number) => boolean,
  nowMs: number,
): PlayerRow | null {
  const fields = fieldsOf(payload);
  const { status = 'online', current_post_id: postId, firmware_version: firmware } = fields;
  if (typeof status !== 'string') return null;
  const changed: PlayerRow = { ...row, connection: status, lastStatusAtMs: nowMs };
  // Null clears it, and so do 0 and an empty text; an absent one leaves it as it is.
  if (postId !== undefined) {
    if (postId && !(typeof postId === 'number' && isPost(postId))) return null;
    changed.currentPostId = postId ? (postId as number) : null;
  }
  if (firmware) {
    if (typeof firmware !== 'string' || firmware.length > MAX_FIRMWARE_LENGTH) return null;
    changed.firmware = firmware;
  }
  return changed;
}

/** The row as it is at a moment, after the job's last run. */
export function rowAt(row: PlayerRow, nowMs: number): PlayerRow {
  const { connection, lastStatusAtMs } = row;
  if (connection !== 'online' || lastStatusAtMs === null) return row;
  const jobAtMs = Math.floor(nowMs / JOB_EVERY_MS) * JOB_EVERY_MS;
  return lastStatusAtMs < jobAtMs - OFFLINE_AFTER_MS ? { ...row, connection: 'offline' } : row;
}

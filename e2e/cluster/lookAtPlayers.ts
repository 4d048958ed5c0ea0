import type { Database } from '../../src/bridge/storage/sql.js';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import type { SpawnedProgram } from '../stage/program.js';
import { callGuests, guestOf } from './callGuests.js';
import { keyOf } from './clusterStage.js';
import type { Must } from './must.js';

/** @param counts TVs that were known from the beginning, and those that began meanwhile */
export async function lookAtPlayers(
  database: Database,
  bridges: ReadonlyMap<string, SpawnedProgram>,
  counts: { known: number; guests: number },
  must: Must,
): Promise<void> {
  const wanted = counts.guests * bridges.size;
  const served = await callGuests(bridges, counts.guests, 0);
  must(served === wanted, `${served} of ${wanted} requests of new TVs are answered in the end`);
  const rows = await database.query('SELECT player_key FROM players');
  const keys = new Set(rows.map((row) => String(row.player_key)));
  const guests = Array.from({ length: counts.guests }, (_, guest) => playerKeyOf(guestOf(guest)));
  const known = guests.filter((key) => keys.has(key)).length;
  must(
    known === counts.guests && rows.length === counts.known + counts.guests,
    `${known} of ${counts.guests} new TVs are known, and there are ${rows.length} players for ${counts.known + counts.guests} TVs`,
  );
}

/**
 * @param shown by each TV: the post on its screen is the last of them
 * @returns how many TVs are known to be there, with that post
 */
export async function countKnown(database: Database, shown: readonly number[]): Promise<number> {
  const rows = await database.query(
    `SELECT player_key, current_post_id FROM players WHERE connection_status = 'online'`,
  );
  const current = new Map(rows.map((row) => [String(row.player_key), Number(row.current_post_id)]));
  return shown.filter((post, tv) => current.get(keyOf(tv)) === post).length;
}

import { expect, it } from 'vitest';
import { migrate } from './migrate.js';
import { openSqlite } from './openSqlite.js';
import { playerStore } from './playerStore.js';
import { SLICE_ROWS } from './slices.js';

it('thousands of players are read a few in a turn of the event loop, each once', async () => {
  const database = openSqlite(':memory:');
  await migrate(database);
  const count = 2 * SLICE_ROWS.sqlite + 1;
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     INSERT INTO players (player_id, display_name, platform, user_agent, address, registered_at_ms, last_activity_at_ms)
     SELECT 'msx_' || i, '', '', '', '', 0, 0 FROM n`,
  );
  let turns = 0;
  const counting = (): void => {
    turns++;
    next = setImmediate(counting);
  };
  let next = setImmediate(counting);
  const ids = (await playerStore(database).all()).map(({ playerId }) => playerId);
  clearImmediate(next);
  expect(ids).toEqual(Array.from({ length: count }, (_, i) => `msx_${i + 1}`).sort());
  expect(turns).toBeGreaterThanOrEqual(count / SLICE_ROWS.sqlite);
  await database.close();
});

import type { OwnerStore } from '../players/ownerStore.js';
import type { Database } from './sql.js';

export function ownerStore(database: Database): OwnerStore {
  return {
    all: async () =>
      (await database.query('SELECT owner, permitted FROM owners ORDER BY owner')).map((row) => ({
        owner: String(row.owner),
        permitted: Number(row.permitted) === 1,
      })),
    add: async (owner) => {
      await database.query('INSERT INTO owners (owner) VALUES (?) ON CONFLICT DO NOTHING', [owner]);
    },
    setPermitted: async (owner, permitted) =>
      (
        await database.query('UPDATE owners SET permitted = ? WHERE owner = ? RETURNING owner', [
          permitted ? 1 : 0,
          owner,
        ])
      ).length > 0,
  };
}

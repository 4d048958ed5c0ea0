import type { Database } from './sql.js';

/** Somebody to whom players and albums belong. */
export interface Owner {
  owner: string;
  /** false = may not sign in: the views of their players are refused. */
  permitted: boolean;
}

export interface OwnerStore {
  all(): Promise<Owner[]>;
  /** Adds an owner if there is none of this name. */
  add: (owner: string) => Promise<void>;
  /** @returns false for an unknown owner */
  setPermitted(owner: string, permitted: boolean): Promise<boolean>;
}

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

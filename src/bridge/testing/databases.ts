import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../storage/schema.js';
import type { Database } from '../storage/sql.js';
import { openSqlite } from '../storage/sqlite.js';

interface Opened {
  database: Database;
  close: () => Promise<void>;
}

/** One kind of database that tests of the records run against. */
export interface TestDatabase {
  name: string;
  /** Why it cannot be tried here. */
  skip?: string;
  /** A new one; or, with `beside`, one more connection to that. */
  open(beside?: Database): Promise<Opened>;
}

export function testDatabases(): TestDatabase[] {
  return [sqlite()];
}

function sqlite(): TestDatabase {
  return {
    name: 'SQLite',
    async open(beside) {
      // Two connections of one thread would wait for each other: a process has one.
      if (beside) return { database: beside, close: () => Promise.resolve() };
      const folder = await mkdtemp(join(tmpdir(), 'records-'));
      const database = openSqlite(join(folder, 'bridge.db'));
      await migrate(database);
      return {
        database,
        async close() {
          await database.close();
          await rm(folder, { recursive: true });
        },
      };
    },
  };
}

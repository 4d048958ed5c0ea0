import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/bridge/storage/migrate.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { openPostgres } from '../../src/bridge/storage/openPostgres.js';
import { openSqlite } from '../../src/bridge/storage/openSqlite.js';
import { postgresMissing, startPostgres, type TestPostgres } from './startPostgres.js';

interface Opened {
  database: Database;
  close: () => Promise<void>;
}

/** One kind of database that tests of the records run against. */
interface TestDatabase {
  name: string;
  /** Why it cannot be tried here. */
  skip?: string;
  /** Ends what all of them share. */
  end?: () => Promise<void>;
  /** A new one; or, with `beside`, one more connection to that. */
  open(beside?: Database): Promise<Opened>;
}

export function testDatabases(): TestDatabase[] {
  return [sqlite(), postgres()];
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

function postgres(): TestDatabase {
  const missing = postgresMissing();
  let server: Promise<TestPostgres> | undefined;
  const names = new Map<Database, string>();
  return {
    name: 'PostgreSQL',
    ...(missing === undefined ? {} : { skip: missing }),
    end: async () => (await server)?.close(),
    async open(beside) {
      const running = await (server ??= startPostgres());
      const name = (beside && names.get(beside)) ?? (await running.createDatabase());
      const database = openPostgres(running.url(name), () => undefined);
      names.set(database, name);
      if (!beside) await migrate(database);
      return { database, close: () => database.close() };
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../src/bridge/storage/openSqlite.js';
import { makeSmallDisk, smallDiskMissing, type SmallDisk } from '../stage/makeSmallDisk.js';
import { spawnBridge, type SpawnedProgram } from '../stage/program.js';
import { writeData010 } from '../stage/version010/version010.js';

/** What the database has. */
interface Recorded {
  views: number;
  /** Of each TV, by its player key. */
  ofTvs: Map<string, number>;
  /** What SQLite says of the file: `ok`. */
  integrity: string;
}

/** A bridge as a service manager runs it, with a data folder that version 0.1.0 has written. */
export interface House {
  /** A disk of its own; null = it cannot be had, and is not filled. */
  disk: SmallDisk | null;
  data: string;
  /** Starts the bridge on its port. @returns how long that took, ms */
  start(): Promise<number>;
  /** Ends the bridge; resolves when nothing is left of it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Copies the database while the bridge runs. @returns the copy */
  backUp(name: string): Promise<string>;
  remove(): Promise<void>;
}

const DISK_MEGABYTES = 24;

/** Runs a command of the program that ends by itself. @throws what it has said where it fails */
async function finish(argv: readonly string[]): Promise<void> {
  const { exitCode, printed } = spawnBridge(argv);
  if ((await exitCode) !== 0) throw new Error(`${argv.join(' ')}: ${printed.out}${printed.err}`);
}

export const spawnOn = (database: string, port: number): SpawnedProgram =>
  spawnBridge([
    ...['--port', String(port), '--host', '127.0.0.1', '--database', database],
    ...['--attempts-per-minute', '1000000'], // all TVs have one address
  ]);

export function createHouse(port: number): House {
  const missing = smallDiskMissing();
  if (missing !== undefined) console.log(`SKIPPED: the full disk: ${missing}`);
  const disk = missing === undefined ? makeSmallDisk(DISK_MEGABYTES) : null;
  const copies = mkdtempSync(join(tmpdir(), 'endure-copies-'));
  const data = disk?.path ?? mkdtempSync(join(tmpdir(), 'endure-'));
  const file = writeData010(data);
  let bridge: SpawnedProgram | undefined;
  const end: House['end'] = async (signal) => {
    await bridge?.end(signal);
    bridge = undefined;
  };
  return {
    disk,
    data,
    async start() {
      const beganMs = performance.now();
      bridge = spawnOn(file, port);
      await bridge.started;
      return performance.now() - beganMs;
    },
    end,
    async backUp(name) {
      const copy = join(copies, name);
      await finish(['backup', '--database', file, '--to', copy]);
      return copy;
    },
    async remove() {
      await end('SIGKILL');
      rmSync(copies, { recursive: true });
      if (disk) disk.remove();
      else rmSync(data, { recursive: true });
    },
  };
}

/** @param file a database that no bridge has open */
export async function readRecorded(file: string): Promise<Recorded> {
  const database = openSqlite(file);
  try {
    const rows = await database.query('SELECT player_key, COUNT(*) AS views FROM views GROUP BY player_key');
    const [check] = await database.query('PRAGMA integrity_check');
    const ofTvs = new Map(rows.map(({ player_key: key, views }) => [String(key), Number(views)]));
    const views = [...ofTvs.values()].reduce((a, b) => a + b, 0);
    return { views, ofTvs, integrity: String(check?.integrity_check) };
  } finally {
    await database.close();
  }
}

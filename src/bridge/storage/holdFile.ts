import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Libsql from 'libsql';

/** Gives a database back. */
export type Release = () => Promise<void>;

/**
 * Takes a SQLite database for one process, by a lock of the system on a file beside it: what a crash leaves
 * behind are files, and nobody has them.
 * @returns who has it, in words, if somebody has
 * @throws what the driver throws
 */
export function holdFile(name: string): Release | string {
  const file = realName(name); // two ways to one file are one
  const pidFile = `${file}.pid`;
  const db = new Libsql(`${file}.lock`);
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('BEGIN IMMEDIATE');
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return holderIn(pidFile);
    throw error;
  }
  // Only for the sentence of those who come later.
  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    rmSync(pidFile, { force: true });
    db.close();
    return Promise.resolve();
  };
}

function realName(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file)); // it is made soon
  }
}

function holderIn(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    return 'which is starting or ending'; // the lock comes before the file, and goes after it
  }
}

import { existsSync, renameSync, rmSync } from 'node:fs';
import Libsql from 'libsql';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { reasonOf } from '../text/reasonOf.js';

/**
 * Makes a copy of a SQLite database as it was at one moment, while others write to it: nobody waits for that. The
 * copy has its name only once it is whole and was looked through.
 * @param from the database
 * @param to the copy; must not be there yet
 * @returns how many views are in it
 * @throws bridgeProblem `database_unusable`; then there is no copy
 */
export function backUp(from: string, to: string): number {
  const unfinished = `${to}.part`;
  if (!existsSync(from))
    throw bridgeProblem(
      'database_unusable',
      `There is no database ${from}: name it with --data or --database.`,
    );
  if (existsSync(to))
    throw bridgeProblem('database_unusable', `${to} is there already: choose another name with --to.`);
  try {
    rmSync(unfinished, { force: true });
    const source = new Libsql(from);
    try {
      source.prepare('VACUUM INTO ?').run([unfinished]);
    } finally {
      source.close();
    }
    const views = viewsIn(unfinished);
    renameSync(unfinished, to);
    return views;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw bridgeProblem(
      'database_unusable',
      `${from} could not be copied to ${to} (${reasonOf(error)}): see whether there is room, and whether it may be written.`,
    );
  }
}

/** @throws where the copy is not what it should be */
function viewsIn(file: string): number {
  const copy = new Libsql(file);
  try {
    const [check] = copy.prepare('PRAGMA quick_check').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new Error(`the copy is damaged: ${check?.quick_check}`);
    const [row] = copy.prepare('SELECT COUNT(*) AS views FROM views').all() as { views: number }[];
    return Number(row?.views);
  } finally {
    copy.close();
  }
}

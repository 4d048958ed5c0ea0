import { readFile } from 'node:fs/promises';

/** Beside one for each connection: programs, logs, the simulation itself. */
const RESERVED = 200;
/** POSIX: no system allows fewer. */
const LEAST = 256;

/** @returns how many connections one process may hold; each is a file descriptor */
export async function connectionLimit(): Promise<number> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => ''); // not Linux: see LEAST
  const allowed = /^Max open files +(\d+)/m.exec(text)?.[1];
  return (allowed === undefined ? LEAST : Number(allowed)) - RESERVED;
}

import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf } from './kind.js';
import type { FoundFile } from './post.js';

/** The last day of the year 9999, as far as HTTP's dates go (RFC 9110, 5.6.7). */
const LAST_MS = Date.UTC(9999, 11, 31);

export interface Scan {
  files: FoundFile[];
  /** Every folder that could be read, relative, `''` first. */
  folders: string[];
  /** What was left out and why, in words. */
  ignored: { path: string; reason: string }[];
}

/**
 * Everything below a folder that is for a TV. Names that begin with a dot are skipped, links are not
 * followed: they could lead out of the folder.
 * @param isOver ends it where it is
 */
export async function scanFolder(root: string, isOver: () => boolean): Promise<Scan> {
  const scan: Scan = { files: [], folders: [], ignored: [] };
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await read(root, folder, scan);
    if (!entries) continue;
    scan.folders.push(folder);
    for (const entry of entries) {
      if (isOver()) return scan;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) waiting.push(path);
      else await addFile(root, path, entry, scan);
    }
  }
  return scan;
}

async function read(root: string, folder: string, scan: Scan): Promise<Dirent[] | undefined> {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    scan.ignored.push({ path: folder, reason: reasonOf(error) });
    return undefined;
  }
}

async function addFile(root: string, path: string, entry: Dirent, scan: Scan): Promise<void> {
  const kind = kindOf(entry.name);
  if (!entry.isFile())
    scan.ignored.push({ path, reason: entry.isSymbolicLink() ? 'it is a link' : 'it is no plain file' });
  else if (!kind) scan.ignored.push({ path, reason: 'it is no picture, sound or film that a TV knows' });
  else
    try {
      const { size, mtimeMs } = await stat(join(root, path));
      if (size === 0) scan.ignored.push({ path, reason: 'it is empty' });
      else scan.files.push({ path, kind, bytes: size, modifiedMs: timeOf(mtimeMs) });
    } catch (error) {
      scan.ignored.push({ path, reason: reasonOf(error) });
    }
}

/** A broken disk, or a broken clock of a camera, may tell any time; no database and no header takes them all. */
export const timeOf = (ms: number): number => Math.max(0, Math.min(LAST_MS, Math.floor(ms) || 0));

/** Why something cannot be read, without the path that stands beside it anyway. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') return 'it may not be read';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'it is gone';
  return error instanceof Error ? error.message : String(error);
}

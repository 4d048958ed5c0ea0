import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whether a file is really in a folder: one of the folders on the way may have become a link since the scan.
 * @returns false also for what is not there or no plain file
 */
export async function isFileWithin(root: string, file: string): Promise<boolean> {
  try {
    const [from, to, what] = await Promise.all([realpath(root), realpath(file), stat(file)]);
    const way = relative(from, to);
    return way.split(sep)[0] !== '..' && !isAbsolute(way) && what.isFile();
  } catch {
    return false; // gone, or a name that no file can have: the caller says so
  }
}

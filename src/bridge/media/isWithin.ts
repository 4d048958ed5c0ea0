import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whether a file is really in a folder: one of the folders on the way may have become a link since the scan.
 * @returns false also for a file that is not there
 */
export async function isWithin(root: string, file: string): Promise<boolean> {
  try {
    const way = relative(await realpath(root), await realpath(file));
    return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way);
  } catch {
    return false; // gone: the caller says so
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { tvxLibraryFile } from './previewFiles.js';
import { serveFiles, type Served } from './serveFiles.js';

/**
 * The folder of a plugin, as a web host serves it; and where MSX's library is not in it, the stand-in for that, so that
 * a test needs no internet.
 * @example const { origin, close } = await servePlugin('dist');
 */
export const servePlugin = (folder: string): Promise<Served> =>
  serveFiles((pathname) => {
    const file = path.join(folder, pathname);
    return path.basename(file) === 'tvx-plugin.min.js' && !existsSync(file) ? tvxLibraryFile : file;
  });

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folders } from './web/checkFolders.js';

/** `src/bridge` or `dist/bridge`: both lie two levels below the package, with the gallery beside the code. */
const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * The folders of this package, wherever it is installed and whatever the current directory is.
 * @param env `TVX_LIBRARY` names a file to use for the TVX library in the preview
 */
export function ownFolders(env: NodeJS.ProcessEnv): Folders {
  const dist = resolve(here, '../../dist');
  return {
    plugin: join(dist, 'plugin'),
    preview: join(dist, 'preview'),
    gallery: join(here, 'gallery'),
    dashboard: join(dist, 'bridge', 'dashboard'),
    tvxLibrary: env.TVX_LIBRARY ? resolve(env.TVX_LIBRARY) : join(dist, 'preview', 'tvx-plugin.min.js'),
  };
}

/** The bundle of a program that the bridge runs in a process of its own; the source has no such file. */
export const programOf = (name: 'detailsProcess' | 'thumbnailProcess'): string =>
  resolve(here, `../../dist/bridge/${name}.js`);

import { fileURLToPath } from 'node:url';

/** The folder of the built small MSX. It is as far from here as from the bundle in dist/testing. */
export const previewFolder = fileURLToPath(new URL('../../dist/preview/', import.meta.url));

/**
 * The stand-in for MSX's library. Serve it as `tvx-plugin.min.js` beside the page of your plugin: tests then need no
 * internet.
 */
export const tvxLibraryFile = fileURLToPath(new URL('../../dist/preview/tvx-plugin.min.js', import.meta.url));

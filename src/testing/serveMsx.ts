import path from 'node:path';
import { previewFolder } from './previewFiles.js';
import { serveFiles, type Served } from './serveFiles.js';

/** The small MSX, at `/preview/`. */
export const serveMsx = (): Promise<Served> =>
  serveFiles((pathname) => path.join(previewFolder, pathname.slice('/preview/'.length) || 'index.html'));

// The second public face of the package: the small MSX, for the tests of those who write a plugin of their own, and
// for our own tests. It runs in Node. How to use it: docs/library.md, "Tests of your own plugin".
export { openMsx } from './testing/openMsx.js';
export type { BrowserPage, OpenMsxOptions } from './testing/openMsx.js';
export { openMsxInJsdom } from './testing/openMsxInJsdom.js';
export type { MsxInJsdom } from './testing/openMsxInJsdom.js';
export type { HostState, LogEntry, Msx } from './testing/createMsx.js';
export type { MsxOptions } from './testing/msxQuery.js';
export type { Served } from './testing/serveFiles.js';
export { servePlugin } from './testing/servePlugin.js';
export { previewFolder, tvxLibraryFile } from './testing/previewFiles.js';

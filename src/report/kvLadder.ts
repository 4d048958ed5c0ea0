import { createIndexedDbKv } from './createIndexedDbKv.js';
import { createLocalStorageKv, createMemoryKv } from './createTextKv.js';
import type { Kv } from './kv.js';

/** Where views can be kept, the best first; the last one always works. */
export const kvLadder = (): Kv[] => [createIndexedDbKv(), createLocalStorageKv(), createMemoryKv()];

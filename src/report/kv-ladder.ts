import { createIndexedDbKv } from './kv-indexeddb.js';
import { createLocalStorageKv } from './kv-local-storage.js';
import { createMemoryKv } from './kv-memory.js';
import type { Kv } from './kv.js';

/** Where views can be kept, the best first; the last one always works. */
export function kvLadder(): Kv[] {
  const ladder: Kv[] = [];
  // Reading the name alone may throw where storage is refused (Firefox, sandboxed frames).
  if (exists(() => typeof indexedDB !== 'undefined' && Boolean(indexedDB))) ladder.push(createIndexedDbKv());
  if (exists(() => typeof localStorage !== 'undefined' && Boolean(localStorage)))
    ladder.push(createLocalStorageKv());
  ladder.push(createMemoryKv());
  return ladder;
}

function exists(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false; // refused
  }
}

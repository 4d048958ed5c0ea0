import { expect, test } from 'vitest';
import { tellsOfDeletion } from './tellsOfDeletion.js';

test.each([
  [
    'Chromium 143',
    '[1127/144027.653784:ERROR:../content/browser/indexed_db/instance/leveldb/backing_store.cc:1498] IndexedDB recovering from a corrupted (and deleted) database.',
  ],
  [
    'Chromium 68',
    '[1127/144024.823266:ERROR:indexed_db_backing_store.cc(1036)] IndexedDB backing store cleanup succeeded, reopening',
  ],
])('%s says that it has thrown a database away', (_engine, line) => {
  expect(tellsOfDeletion(line)).toBe(true);
});

test.each([
  'IndexedDB backing store open failed, attempting cleanup',
  'Unable to open backing store, not trying to recover - IO error: garbage: Unable to create sequential file',
  'Failed to open LevelDB database from /profile,Corruption: checksum mismatch',
])('%s is no such word: nothing need be gone', (line) => {
  expect(tellsOfDeletion(line)).toBe(false);
});

import type { StoredPost } from '../../src/bridge/media/postStore.js';

/** A picture of the library, as its store has it. */
export const aPost = (fields: Partial<StoredPost> = {}): StoredPost => ({
  postId: 1,
  path: 'a',
  kind: 'image',
  title: 'a',
  bytes: 0,
  modifiedMs: 0,
  fingerprint: '',
  width: null,
  height: null,
  durationMs: null,
  author: null,
  isPresent: true,
  ...fields,
});

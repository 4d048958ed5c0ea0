import { afterAll, describe, expect, it } from 'vitest';
import { aPost } from '../../../e2e/stage/aPost.js';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { postStore } from './postStore.js';

const post = aPost({ postId: 0, path: 'a.png', bytes: 1, fingerprint: 'f' });

describe.each(testDatabases())('posts in $name', (kind) => {
  const { skip } = kind;
  afterAll(() => kind.end?.(), 60_000);

  it.skipIf(skip)(
    'get IDs that no row has which came with its own',
    async () => {
      const { database, close } = await kind.open();
      const store = postStore(database);
      const [first] = await store.save([post]);
      await store.save([2, 3, 101].map((postId) => ({ ...post, postId, fingerprint: '' })));
      const more = await store.save([post, post]);
      const ids = [first!, ...more].map(({ postId }) => postId);
      expect(new Set([...ids, 2, 3, 101]).size).toBe(6);
      expect((await store.all()).length).toBe(6);
      await close();
    },
    60_000,
  );

  it.skipIf(skip)(
    'are not replaced by a work without a file',
    async () => {
      const { database, close } = await kind.open();
      const store = postStore(database);
      const [file] = await store.save([post]);
      await store.save([{ ...post, postId: file!.postId, path: 'sample.png', fingerprint: '' }]);
      expect(await store.all()).toEqual([file]);
      await close();
    },
    60_000,
  );
});

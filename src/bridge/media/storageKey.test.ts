import { describe, expect, it } from 'vitest';
import { aPost } from '../../../e2e/stage/aPost.js';
import { artUrlOf, formatOf, postIdOf, shardOf, storageKeyOf } from './storageKey.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const post = aPost({ postId: 7, path: 'a/b.png', bytes: 10, modifiedMs: 5, fingerprint: 'f' });

describe('the storage key of a post', () => {
  it('is a UUID that says which post it is of', () => {
    for (const postId of [1, 7, 2_147_483_648, 2 ** 47 + 1]) {
      const key = storageKeyOf({ ...post, postId });
      expect(key).toMatch(UUID);
      expect(postIdOf(key)).toBe(postId);
    }
  });

  it('is another one when the content changes, and stays when the file is renamed', () => {
    const key = storageKeyOf(post);
    expect(storageKeyOf({ ...post, path: 'c.png', title: 'c', author: 'anna', width: 1 })).toBe(key);
    for (const change of [{ bytes: 11 }, { modifiedMs: 6 }, { fingerprint: 'g' }, { postId: 8 }])
      expect(storageKeyOf({ ...post, ...change })).not.toBe(key);
  });

  it('is in the address, behind two folders of two digits', () => {
    const key = storageKeyOf(post);
    expect(shardOf(key)).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{2}$/);
    expect(artUrlOf('http://tv', post)).toBe(`http://tv/vault/${shardOf(key)}/${key}.png`);
  });

  it.each(['', 'x', '../../etc', '00000000-0007-4000-8000-000000000000', `${storageKeyOf(post)}0`])(
    'is not %j',
    (text) => expect(postIdOf(text)).toBeNull(),
  );
});

it.each([
  ['a.png', 'png'],
  ['a.JPEG', 'jpg'],
  ['a.b/c.Webp', 'webp'],
])('%s is a %s', (path, format) => expect(formatOf({ path })).toBe(format));

import { describe, expect, it } from 'vitest';
import { aPost } from '../../../e2e/stage/aPost.js';
import { ORIGIN, requestStage, type RequestAnswer } from '../../../e2e/stage/requestStage.js';
import { LONGEST_ANSWER_BYTES, pageText } from './answerText.js';

const FIELDS = ['owner_handle'];
/** Posts of so many bytes each, more or less. */
const longPosts = (count: number, author: string) =>
  Array.from({ length: count }, (_, i) =>
    aPost({ postId: i + 1, path: `${i}.png`, modifiedMs: 1e12 - i, fingerprint: 'f', author }),
  );

describe('an answer that would be too long', () => {
  it.each(['x'.repeat(5000), '€'.repeat(2500), '"\n'.repeat(2000)])(
    'leaves whole posts to the next page, and none out',
    async (author) => {
      const posts = longPosts(120, author);
      const stage = await requestStage(posts);
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const fields = { request_type: 'query_posts', limit: 50, include_fields: FIELDS, cursor };
        const answer: RequestAnswer = await stage.ask(fields);
        expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(LONGEST_ANSWER_BYTES);
        expect(answer.posts!.length).toBeLessThan(50);
        for (const { owner_handle } of answer.posts!) expect(owner_handle).toBe(author);
        seen.push(...answer.posts!.map(({ post_id }) => post_id));
        cursor = answer.next_cursor;
        expect(answer.has_more).toBe(cursor !== undefined);
      } while (cursor !== undefined);
      expect(seen).toEqual(posts.map(({ postId }) => postId));
      await stage.close();
    },
  );

  it('has as many posts as fit', () => {
    const posts = longPosts(50, 'x'.repeat(5000)).map((post) => ({ post, frames: null }));
    const text = pageText(
      'r1',
      { posts, offset: 0, total: 50, seed: null },
      { origin: ORIGIN, signed: (url) => url },
      FIELDS,
    );
    const { posts: sent } = JSON.parse(text) as { posts: object[] };
    const one = Buffer.byteLength(JSON.stringify(sent[0])) + 1;
    expect(Buffer.byteLength(text) + one).toBeGreaterThan(LONGEST_ANSWER_BYTES);
  });

  it('says so where not even one fits, rather than the same page for ever', () => {
    const posts = longPosts(1, 'x'.repeat(LONGEST_ANSWER_BYTES)).map((post) => ({ post, frames: null }));
    const text = pageText(
      'r1',
      { posts, offset: 0, total: 1, seed: null },
      { origin: ORIGIN, signed: (url) => url },
      FIELDS,
    );
    expect(JSON.parse(text)).toMatchObject({ success: false, error_code: 'internal_error' });
  });
});

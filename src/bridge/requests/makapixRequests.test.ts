import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPost } from '../../../e2e/stage/aPost.js';
import { TV_KEY, requestStage, type RequestAnswer } from '../../../e2e/stage/requestStage.js';

/** What was asked of Makapix's own server, and what it answered, byte for byte. */
const recorded = (() => {
  const lines = readFileSync(resolve('e2e/stage/makapix/cases/makapixRecording.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { topic: string; payload: string });
  const ofKind = (kind: string) =>
    lines
      .filter(({ topic }) => topic.includes(`/${kind}/`))
      .map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
  const answers = ofKind('response');
  return ofKind('request').map((request, i) => ({ request, answer: answers[i]! }));
})();

/** The posts that the answers name, as files: the same kinds, sizes and authors, and the same order. */
const POSTS = [
  aPost({ postId: 201, path: '201.png', author: 'owner1' }),
  aPost({ postId: 131, path: '131.webp', author: 'artist' }),
  aPost({ postId: 101, path: 'Cats/101.png', author: 'artist' }),
  aPost({ postId: 102, path: 'Cats/102.png', author: 'artist' }),
].map((post, i) => ({ ...post, modifiedMs: 1e12 - i, fingerprint: 'f', width: 64, height: 64 }));

/** A value's shape: its fields in their order, and what kind of value each is. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/;

describe('the answers of Makapix’s server', () => {
  let stage: Awaited<ReturnType<typeof requestStage>>;
  // In the recording the owner of the TV has the sqid `Uk`; here owners are called by their names.
  beforeAll(async () => {
    stage = await requestStage(POSTS, { owner: 'Uk' });
    await stage.addOwner('Uk');
  });
  afterAll(() => stage.close());

  it('are all there', () => expect(recorded).toHaveLength(12));

  it.each(
    recorded.map(({ request, answer }, i) => ({ i, request, answer, type: String(request.request_type) })),
  )('to request $i, $type, have the fields, types and codes of the bridge’s', async ({ request, answer }) => {
    expect(request.player_key).toBe(TV_KEY);
    const ours = await stage.ask(request);
    expect(shapeOf(ours)).toEqual(shapeOf(answer));
    const theirs = answer as unknown as RequestAnswer;
    expect([ours.success, ours.error_code, ours.has_more, ours.next_cursor]).toEqual([
      theirs.success,
      theirs.error_code,
      theirs.has_more,
      theirs.next_cursor,
    ]);
    for (const post of [...(ours.posts ?? []), ...(ours.post ? [ours.post] : [])]) {
      expect(post.storage_key).toMatch(UUID);
      expect(post.storage_shard).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{2}$/);
      expect(post.created_at).toMatch(TIME);
    }
    if (request.sort !== 'random')
      // which picture chance finds is each server's own
      expect(ours.posts?.map(({ post_id }) => post_id)).toEqual(theirs.posts?.map(({ post_id }) => post_id));
  });
});

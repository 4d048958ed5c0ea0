import { afterEach, describe, expect, it } from 'vitest';
import { aPost } from '../../../e2e/stage/aPost.js';
import { ORIGIN, TV_KEY, requestStage, type RequestAnswer } from '../../../e2e/stage/requestStage.js';

type Stage = Awaited<ReturnType<typeof requestStage>>;

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
/** The higher the number, the newer the file. */
const picture = (postId: number, fields = {}) =>
  aPost({ postId, path: `${postId}.png`, modifiedMs: postId * DAY_MS, fingerprint: `f${postId}`, ...fields });
const pictures = (count: number) => Array.from({ length: count }, (_, i) => picture(i + 1));
const query = (fields: object = {}) => ({ request_type: 'query_posts', ...fields });
const ids = ({ posts }: RequestAnswer) => posts?.map(({ post_id }) => post_id);
const codeOf = async (fields: object) => (await stage.ask(fields)).error_code;

describe('query_posts', () => {
  it('gives pictures with what every answer has, the newest first, and leaves out sounds and films', async () => {
    stage = await requestStage([picture(1), picture(3), picture(2), picture(4, { kind: 'audio' })]);
    const answer = await stage.ask(query());
    expect(answer).toMatchObject({ request_id: 'r1', success: true, has_more: false });
    expect(answer).not.toHaveProperty('next_cursor');
    expect(ids(answer)).toEqual([3, 2, 1]);
    const [first] = answer.posts!;
    expect(Object.keys(first!)).toEqual([
      'post_id',
      'kind',
      'created_at',
      'storage_key',
      'art_url',
      'storage_shard',
      'native_format',
    ]);
    const { storage_shard: shard, storage_key: key } = first as Record<string, string>;
    expect(first).toMatchObject({
      kind: 'artwork',
      created_at: '1970-01-04T00:00:00.000Z',
      native_format: 'png',
    });
    expect(first!.art_url).toBe(`${ORIGIN}/vault/${shard}/${key}.png`);
  });

  it('gives what is asked for besides, as far as it is known', async () => {
    stage = await requestStage([picture(1, { author: 'anna', width: 64, height: 32 }), picture(2)]);
    const include_fields = ['owner_handle', 'width', 'height', 'frame_count', 'dwell_time_ms', 'soul'];
    const { posts } = await stage.ask(query({ include_fields }));
    expect(posts![0]).toMatchObject({ frame_count: 1, dwell_time_ms: 30_000 });
    for (const name of ['owner_handle', 'width', 'height', 'soul'])
      expect(posts![0]).not.toHaveProperty(name);
    expect(posts![1]).toMatchObject({ owner_handle: 'anna', width: 64, height: 32 });
    expect((await stage.ask(query())).posts![1]).not.toHaveProperty('width');
  });

  it.each([
    ['server_order', {}],
    ['random', { random_seed: 5 }],
    ['random', {}],
  ])('comes page by page in %s with %j, each post once', async (sort, more) => {
    stage = await requestStage(pictures(10));
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await stage.ask(query({ limit: 4, sort, cursor, ...more }));
      seen.push(...ids(page)!);
      cursor = page.next_cursor;
      expect(page.has_more).toBe(cursor !== undefined);
    } while (cursor !== undefined);
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });

  it('has one order for one seed, and another one for another', async () => {
    stage = await requestStage(pictures(50));
    const order = async (random_seed: number) => ids(await stage.ask(query({ sort: 'random', random_seed })));
    expect(await order(5)).toEqual(await order(5));
    expect(await order(5)).not.toEqual(await order(6));
    expect(await order(-5)).not.toEqual(await order(5));
    expect(await order(5)).not.toEqual(pictures(50).map(({ postId }) => 51 - postId));
  });

  it('leaves each picture where it is in an order by chance when one comes', async () => {
    stage = await requestStage(pictures(20));
    const before = ids(await stage.ask(query({ sort: 'random', random_seed: 5 })))!;
    await stage.close();
    stage = await requestStage(pictures(21));
    const after = ids(await stage.ask(query({ sort: 'random', random_seed: 5 })))!;
    expect(after.filter((id) => id !== 21)).toEqual(before);
  });

  it.each([
    [{ channel: 'all' }, [5, 4, 3, 2, 1]],
    [{ channel: 'artwork' }, [5, 4, 3, 2, 1]],
    [{ channel: 'promoted' }, [5, 4, 3, 2, 1]],
    [{ channel: 'user' }, [2]],
    [{ channel: 'by_user', user_handle: 'anna' }, [3]],
    [{ channel: 'by_user', user_sqid: 'anna' }, [3]],
    [{ channel: 'hashtag', hashtag: 'holidays_2024' }, [5, 4]],
    [{ channel: 'hashtag', hashtag: 'Holidays 2024' }, [5, 4]],
    [{ channel: 'hashtag', hashtag: 'beach' }, [5]],
    [{ channel: 'hashtag', hashtag: 'nothing' }, []],
  ])('has the channel %j', async (fields, expected) => {
    stage = await requestStage([
      picture(1),
      picture(2, { author: 'home' }),
      picture(3, { author: 'anna' }),
      picture(4, { path: 'Holidays 2024!/4.png' }),
      picture(5, { path: 'Holidays 2024!/Beach/5.png' }),
    ]);
    await stage.addOwner('anna');
    expect(ids(await stage.ask(query(fields)))).toEqual(expected);
  });

  it.each([
    [{ field: 'width', op: 'eq', value: 64 }, [1]],
    [{ field: 'width', op: 'neq', value: 64 }, [2]],
    [{ field: 'width', op: 'lt', value: 128 }, [1]],
    [{ field: 'width', op: 'lte', value: 128 }, [2, 1]],
    [{ field: 'height', op: 'gte', value: 64 }, [2]],
    [{ field: 'width', op: 'in', value: [1, 128] }, [2]],
    [{ field: 'width', op: 'not_in', value: [1, 128] }, [1]],
    [{ field: 'file_bytes', op: 'gt', value: 1000 }, [3]],
    [{ field: 'native_file_format', op: 'eq', value: 'webp' }, [2]],
    [{ field: 'file_format', op: 'in', value: ['gif', 'png'] }, [3, 2, 1]],
    [{ field: 'file_format', op: 'eq', value: 'bmp' }, []],
    [{ field: 'kind', op: 'eq', value: 'artwork' }, [3, 2, 1]],
    [{ field: 'kind', op: 'eq', value: 'playlist' }, []],
  ])('chooses by %j; what is not known is neither', async (criterion, expected) => {
    stage = await requestStage(
      [
        picture(1, { width: 64, height: 32, bytes: 10 }),
        picture(2, { width: 128, height: 64, bytes: 20, path: '2.webp' }),
        picture(3, { bytes: 2000, path: '3.JPEG' }),
      ],
      { copyFormats: ['png', 'gif'] },
    );
    expect(ids(await stage.ask(query({ criteria: [criterion] })))).toEqual(expected);
  });

  it('takes several criteria together', async () => {
    stage = await requestStage([1, 2, 3].map((id) => picture(id, { width: id })));
    const criteria = [
      { field: 'width', op: 'gt', value: 1 },
      { field: 'width', op: 'lt', value: 3 },
    ];
    expect(ids(await stage.ask(query({ criteria })))).toEqual([2]);
  });

  const wide = (op: unknown, value?: unknown) => ({ criteria: [{ field: 'width', op, value }] });
  it.each<[string, object]>([
    ['missing_user_identifier', { channel: 'by_user' }],
    ['missing_user_identifier', { channel: 'reactions' }],
    ['user_not_found', { channel: 'by_user', user_handle: 'nobody' }],
    ['user_not_found', { channel: 'reactions', user_sqid: 'nobody' }],
    ['missing_hashtag', { channel: 'hashtag' }],
    ['invalid_hashtag', { channel: 'hashtag', hashtag: ' # ' }],
    ['invalid_criteria', wide('like', 1)],
    ['invalid_criteria', wide('eq', '1')],
    ['invalid_criteria', wide('eq')],
    ['invalid_criteria', wide('in', 1)],
    ['invalid_criteria', wide('in', [])],
    ['invalid_criteria', wide('in', new Array(129).fill(1))],
    ['invalid_criteria', wide('is_null')],
    ['invalid_criteria', { criteria: [{ field: 'kind', op: 'lt', value: 'a' }] }],
    ['invalid_criteria', { criteria: [{ field: 'frame_count', op: 'eq', value: 1 }] }],
    ['invalid_criteria', { criteria: [{ field: 'constructor', op: 'eq', value: 1 }] }],
    ['invalid_criteria', { criteria: [null] }],
    ['invalid_criteria', { criteria: new Array(65).fill({ field: 'width', op: 'eq', value: 1 }) }],
    ['invalid_criteria', { criteria: {} }],
    ['invalid_request', { cursor: 'x' }],
    ['internal_error', { limit: 0 }],
    ['internal_error', { limit: 51 }],
    ['internal_error', { limit: '5' }],
    ['internal_error', { channel: 'giphy' }],
    ['internal_error', { sort: 'best' }],
    ['internal_error', { random_seed: 0.5 }],
    ['internal_error', { include_fields: 'width' }],
    ['internal_error', { hashtag: 5 }],
  ])('says %s to %j', async (code, fields) => {
    stage = await requestStage(pictures(1));
    expect(await codeOf(query(fields))).toBe(code);
    expect(stage.faults).toEqual([]);
  });
});

describe('get_post', () => {
  it('gives one post', async () => {
    stage = await requestStage([picture(1, { width: 64 })]);
    const answer = await stage.ask({ request_type: 'get_post', post_id: 1, include_fields: ['width'] });
    expect(answer).toMatchObject({ success: true, post: { post_id: 1, width: 64 } });
  });

  it('says which one there is none, or none to show', async () => {
    stage = await requestStage([picture(1, { kind: 'video' })]);
    expect(await stage.ask({ request_type: 'get_post', post_id: 9 })).toEqual({
      request_id: 'r1',
      success: false,
      error: 'Post 9 not found',
      error_code: 'not_found',
    });
    expect(await codeOf({ request_type: 'get_post', post_id: 1 })).toBe('unsupported_kind');
    expect(await codeOf({ request_type: 'get_post' })).toBe('internal_error');
  });
});

describe('a reaction', () => {
  const react = (post_id: unknown, emoji: unknown, request_type = 'submit_reaction') =>
    stage.ask({ request_type, post_id, emoji });
  const DONE = { request_id: 'r1', success: true, error: null };

  it('is one however often it is given or taken away, and five at most for one post', async () => {
    stage = await requestStage(pictures(2));
    for (const emoji of ['❤️', '❤️', ' ❤️ ', '👍', '3', '4', '5'])
      expect(await react(1, emoji)).toEqual(DONE);
    expect(await react(1, '6')).toMatchObject({ success: false, error_code: 'reaction_limit_exceeded' });
    expect(await react(1, '5')).toEqual(DONE);
    expect(await react(2, '6')).toEqual(DONE);
    for (let times = 0; times < 2; times++) expect(await react(1, '5', 'revoke_reaction')).toEqual(DONE);
    expect(await react(1, '6')).toEqual(DONE);
  });

  it('brings the post into the channel of whom it is by, the last one first where that is asked for', async () => {
    stage = await requestStage(pictures(4));
    await stage.addOwner('anna');
    for (const [post, emoji] of [
      [3, 'a'],
      [1, 'a'],
      [2, 'a'],
      [2, 'b'],
    ] as const)
      await react(post, emoji);
    const reactions = (fields: object) =>
      stage.ask(query({ channel: 'reactions', user_sqid: 'home', ...fields }));
    expect(ids(await reactions({}))).toEqual([3, 2, 1]);
    expect(ids(await reactions({ sort: 'reacted_at' }))).toEqual([2, 1, 3]);
    expect(ids(await reactions({ user_sqid: 'anna' }))).toEqual([]);
    await react(2, 'b', 'revoke_reaction');
    expect(ids(await reactions({ sort: 'reacted_at' }))).toEqual([2, 1, 3]);
    await react(2, 'a', 'revoke_reaction');
    expect(ids(await reactions({ sort: 'reacted_at' }))).toEqual([1, 3]);
  });

  it.each([
    ['invalid_emoji', 1, ''],
    ['invalid_emoji', 1, '   '],
    ['invalid_emoji', 1, 'x'.repeat(21)],
    ['invalid_emoji', 1, null],
    ['internal_error', 1, 5],
    ['internal_error', '1', '👍'],
    ['not_found', 9, '👍'],
  ])('is told %s for post %j and %j', async (code, post, emoji) => {
    stage = await requestStage(pictures(1));
    expect(await react(post, emoji)).toMatchObject({ success: false, error_code: code });
  });

  it('may have twenty characters, whatever they take', async () => {
    stage = await requestStage(pictures(1));
    expect(await react(1, '🎆'.repeat(20))).toEqual(DONE);
    expect(await react(1, '🎆'.repeat(21))).toMatchObject({ error_code: 'invalid_emoji' });
  });
});

describe('any request', () => {
  it('is echoed with the time', async () => {
    stage = await requestStage([]);
    expect(await stage.ask({ request_type: 'echo', echo_data: { a: [1] } })).toEqual({
      request_id: 'r1',
      success: true,
      echo_data: { a: [1] },
      received_at: '2026-01-02T12:00:01.000Z',
    });
  });

  it.each([
    ['invalid_json', '{'],
    ['invalid_json', ''],
    ['invalid_request', '[]'],
    ['invalid_request', 'null'],
    ['invalid_request', '"query_posts"'],
    ['invalid_request', JSON.stringify({ player_key: TV_KEY })],
    ['invalid_request', JSON.stringify({ player_key: TV_KEY, request_type: 5 })],
    ['unknown_request_type', JSON.stringify({ player_key: TV_KEY, request_type: 'nope' })],
    ['authentication_failed', JSON.stringify({ player_key: 'other', request_type: 'echo' })],
    ['authentication_failed', JSON.stringify({ request_type: 'echo' })],
  ])('is answered with %s where it is %s', async (code, payload) => {
    stage = await requestStage([]);
    const text = await stage.requests.answer({ playerKey: TV_KEY, requestId: 'r7', payload, origin: ORIGIN });
    expect(JSON.parse(text)).toMatchObject({ request_id: 'r7', success: false, error_code: code });
    expect(stage.faults).toEqual([]);
  });

  it('of a TV that is nobody’s, or whose owner may not sign in, is refused', async () => {
    stage = await requestStage([], { owner: null });
    expect(await codeOf({ request_type: 'echo' })).toBe('authentication_failed');
    await stage.close();
    stage = await requestStage([], { owner: 'anna' });
    await stage.addOwner('anna', false);
    expect(await codeOf({ request_type: 'echo' })).toBe('authentication_failed');
    await stage.addOwner('anna');
    expect(await codeOf({ request_type: 'echo' })).toBeUndefined();
  });

  const burst = (count: number, fields: object = { request_type: 'echo' }) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const payload = JSON.stringify({ player_key: TV_KEY, ...fields });
        const asked = { playerKey: TV_KEY, requestId: 'r', payload, origin: ORIGIN };
        return (JSON.parse(await stage.requests.answer(asked)) as RequestAnswer).error_code ?? 'answered';
      }),
    );
  const countOf = (codes: string[], code: string) => codes.filter((one) => one === code).length;

  it('is one of ten a second at most', async () => {
    stage = await requestStage([]);
    const codes = await burst(15);
    expect([countOf(codes, 'answered'), countOf(codes, 'rate_limit_exceeded')]).toEqual([10, 5]);
    stage.clock.nowMs += 999;
    expect(await burst(1)).toEqual(['rate_limit_exceeded']);
    stage.clock.nowMs += 1;
    expect(countOf(await burst(11), 'answered')).toBe(10);
  });

  it('waits with nine others at most for a library that is slow', async () => {
    const waiting: (() => void)[] = [];
    stage = await requestStage([], {
      pictures: () => new Promise((resolve) => waiting.push(() => resolve([]))),
    });
    const query = { request_type: 'query_posts' };
    const first = burst(10, query);
    stage.clock.nowMs += 1000;
    expect(await burst(3, query)).toEqual(new Array(3).fill('rate_limit_exceeded'));
    await expect.poll(() => waiting.length).toBe(10);
    waiting.forEach((go) => go());
    expect(countOf(await first, 'answered')).toBe(10);
    stage.clock.nowMs += 1000;
    expect(await burst(1)).toEqual(['answered']);
  });

  it('is answered in 128 KiB at most', async () => {
    stage = await requestStage([]);
    expect(await codeOf({ request_type: 'echo', echo_data: 'x'.repeat(130_900) })).toBeUndefined();
    expect(await codeOf({ request_type: 'echo', echo_data: 'x'.repeat(131_072) })).toBe('invalid_request');
    expect(await codeOf({ request_type: 'echo', echo_data: '€'.repeat(50_000) })).toBe('invalid_request');
  });

  it('that the bridge cannot answer is told so, and the log says why', async () => {
    stage = await requestStage([], { pictures: () => Promise.reject(new Error('the disk is gone')) });
    expect(await codeOf(query())).toBe('internal_error');
    expect(stage.faults).toEqual([expect.stringContaining('the disk is gone')]);
  });
});

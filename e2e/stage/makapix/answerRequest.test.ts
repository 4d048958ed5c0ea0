import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Fields } from '../../../src/makapix/fieldsOf.js';
import { answerRequest, newLibrary, type LibraryPost } from './answerRequest.js';

const lines = readFileSync(join(import.meta.dirname, 'cases/makapixRecording.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { topic: string; payload: string });
const saidOn = (topic: string): Fields[] =>
  lines
    .filter((line) => line.topic.includes(`/${topic}/`))
    .map(({ payload }) => JSON.parse(payload) as Fields);
const requests = saidOn('request');
const responses = saidOn('response');

/** The posts that the real server gave, with what it knew of them besides. */
function recordedPosts(): LibraryPost[] {
  const given = responses.flatMap(({ posts = [] }) => posts as LibraryPost[]);
  const find = (id: number) => given.find(({ post_id }) => post_id === id)!;
  const more = { owner_sqid: 'gb', hashtags: ['cats'], isPromoted: false };
  return [
    { ...find(201), ...more, hashtags: [], reactions: [] },
    { ...find(131), ...more, reactions: [] },
    { ...find(101), ...more, reactions: [] },
  ];
}

/** Without what is another one each time, or for who runs the server. */
const comparable = ({ error, ...fields }: Fields): Fields => ({
  ...fields,
  received_at: typeof fields.received_at,
  error: typeof error === 'string' ? error.split('\n')[0] : error,
});

it('answers the recorded requests as the real server did', () => {
  const library = { ...newLibrary(), ownerSqid: 'Uk', posts: recordedPosts() };
  const pairs = requests
    .map((request, at) => ({ request, response: responses[at]! }))
    // Playsets are not asked for by the page.
    .filter(({ request }) => request.request_type !== 'get_playset');
  expect(pairs).toHaveLength(10);
  for (const { request, response } of pairs)
    expect(comparable(answerRequest(library, request)), JSON.stringify(request)).toEqual(
      comparable(response),
    );
});

it('takes a reaction back, and takes no more than five', () => {
  const library = { ...newLibrary(), posts: recordedPosts() };
  const react = (type: string, emoji: string) =>
    answerRequest(library, { request_id: 'r', request_type: type, post_id: 131, emoji });
  for (const emoji of ['❤️', '🔥', '👍', '🎉', '😀', '❤️'])
    expect(react('submit_reaction', emoji)).toMatchObject({ success: true });
  expect(react('submit_reaction', '🐱')).toMatchObject({ error_code: 'reaction_limit_exceeded' });
  expect(react('revoke_reaction', '🔥')).toMatchObject({ success: true });
  expect(library.posts[1]!.reactions).toEqual(['❤️', '👍', '🎉', '😀']);
});

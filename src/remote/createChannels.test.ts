import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Fields } from '../makapix/fieldsOf.js';
import type { JsonObject } from '../msx/json.js';
import type { Answer } from './createAsk.js';
import { createChannels } from './createChannels.js';
import type { World } from './planCommand.js';

/** The real server's first answer to `query_posts`, with two posts. */
const RECORDED = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../e2e/stage/makapix/cases/makapixRecording.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('/response/'))
    .map((line) => (JSON.parse(line) as { payload: string }).payload)[0]!,
) as Fields;

const PLUGIN = 'http://tv.test/plugin.html';
const TRIGGER = { 'image:trigger': `execute:service:slider:silent:request:interaction:slide@${PLUGIN}` };

let world: World;
let asked: { type: string; fields: JsonObject }[];
let left: string[];
/** By the channel that is asked for. */
let answers: Record<string, Answer>;

const channels = createChannels({
  ask: (type, fields) => {
    asked.push({ type, fields });
    return Promise.resolve(answers[fields.channel as string] ?? answers.all!);
  },
  world: () => world,
  left: (message) => left.push(message),
});
const begin = (spec: string) => channels.begin(spec)!.rest;
const posts = (ids: number[], more: Fields = {}): Answer => ({
  fields: {
    posts: ids.map((id) => ({
      post_id: id,
      storage_key: `k${id}`,
      storage_shard: '03/38',
      native_format: 'png',
    })),
    has_more: false,
    ...more,
  },
});
const problem = (message: string): Answer => ({ problem: { message } });

beforeEach(() => {
  asked = [];
  left = [];
  answers = { all: { fields: RECORDED } };
  world = {
    build: 165,
    pluginUrl: PLUGIN,
    artworkUrl: 'https://vault.test/{storage_shard}/{storage_key}.{format}',
    showsWebp: true,
    isOwn: (url) => url.startsWith('http://tv.test/'),
    tagged: (url) => `${url}?tagged`,
  };
});

describe('artworks of a channel', () => {
  it('are what the real server gave, by addresses that are built', async () => {
    expect(await channels.more(begin('all'), 24)).toEqual({
      artworks: [
        {
          postId: 201,
          url: 'https://vault.test/3e/1f/1929ef19-3017-5941-94e1-dcf278e69831.png',
          label: 'owner1',
          properties: { 'makapix:post_id': '201', 'makapix:channel': 'all', ...TRIGGER },
        },
        {
          postId: 131,
          url: 'https://vault.test/03/38/123903b5-06e3-5d3a-b157-9726e5c07306.webp',
          label: 'artist',
          properties: { 'makapix:post_id': '131', 'makapix:channel': 'all', ...TRIGGER },
        },
      ],
      rest: [expect.objectContaining({ cursor: '2' })],
    });
    expect(asked).toEqual([
      {
        type: 'query_posts',
        fields: {
          channel: 'all',
          limit: 24,
          criteria: [{ field: 'kind', op: 'eq', value: 'artwork' }],
          include_fields: ['owner_handle'],
        },
      },
    ]);
  });

  it('are of the owner’s own address where it is one, and no WebP for who cannot show it', async () => {
    const own = (file: string): Answer => ({ fields: { posts: [{ post_id: 1, art_url: file }] } });
    const urlOf = async () => {
      const piece = await channels.more(begin('all'), 1);
      return 'artworks' in piece ? piece.artworks[0]!.url : piece.problem.message;
    };
    answers.all = own('http://tv.test/a.webp');
    expect(await urlOf()).toBe('http://tv.test/a.webp?tagged');
    world = { ...world, showsWebp: false };
    expect(await urlOf()).toBe('http://tv.test/a.gif?tagged');
    answers.all = own('http://tv.test/a.webp?sig=tv.1.x');
    expect(await urlOf()).toMatch(/^http:\/\/tv\.test\/a\.gif\?sig=tv\.1\.x/);
    answers.all = { fields: RECORDED };
    const piece = await channels.more(begin('all'), 2);
    expect('artworks' in piece && piece.artworks[1]!.url).toMatch(/07306\.gif$/);
  });

  it('go on from the cursor, until the server says that these are all', async () => {
    const first = await channels.more(begin('all'), 2);
    answers.all = posts([1], { next_cursor: '3', has_more: false });
    const second = await channels.more('rest' in first ? first.rest : [], 2);
    expect(asked[1]!.fields).toMatchObject({ cursor: '2' });
    expect(second).toMatchObject({ rest: [] });
    answers.all = posts([1], { next_cursor: '2', has_more: true });
    expect(await channels.more('rest' in first ? first.rest : [], 2)).toMatchObject({ rest: [] });
  });

  it('are asked for in random order, and say so, where MSX shuffles', async () => {
    const piece = await channels.more(begin('hashtag:cats'), 500, true);
    expect(asked[0]!.fields).toMatchObject({ sort: 'random', limit: 50 });
    expect('artworks' in piece && piece.artworks[0]!.properties).toMatchObject({
      'makapix:play_order': '2',
      'makapix:channel': 'hashtag',
      'makapix:hashtag': 'cats',
    });
  });

  it('tell an old MSX nothing that it does not know', async () => {
    world = { ...world, build: 159 };
    const piece = await channels.more(begin('all'), 2);
    expect('artworks' in piece && piece.artworks[0]!.properties).not.toHaveProperty('image:trigger');
  });

  it('that have no address are left out, and why is said where none has', async () => {
    const fields = posts([1, 2]) as { fields: { posts: Fields[] } };
    fields.fields.posts[0]!.storage_key = '../../x';
    answers.all = fields;
    expect(await channels.more(begin('all'), 2)).toMatchObject({ artworks: [{ postId: 2 }] });
    world = { ...world, artworkUrl: null };
    expect(await channels.more(begin('all'), 2)).toMatchObject({
      problem: { message: expect.stringContaining('"artworkUrl"') as string },
    });
  });

  it('can be none, of what is no list as well', async () => {
    answers.all = posts([]);
    expect(await channels.more(begin('all'), 2)).toEqual({ artworks: [], rest: [] });
    answers.all = { fields: { posts: { length: 5 } } };
    expect(await channels.more(begin('all'), 2)).toEqual({ artworks: [], rest: [] });
  });
});

describe('several channels', () => {
  beforeEach(() => {
    answers.all = posts([1, 2, 3, 4], { next_cursor: '4', has_more: true });
    answers.promoted = posts([5, 1, 6]);
  });

  it('are mixed one by one, with each post once', async () => {
    const piece = await channels.more(begin('all+promoted'), 24);
    expect('artworks' in piece && piece.artworks.map(({ postId }) => postId)).toEqual([1, 5, 2, 3, 6, 4]);
    expect(asked.map(({ fields }) => fields.limit)).toEqual([12, 12]);
    expect('rest' in piece && piece.rest).toHaveLength(1);
  });

  it('of which one cannot be had are the others, that is said, and it is tried again', async () => {
    answers.promoted = problem('Not now.');
    const piece = await channels.more(begin('all+promoted'), 24);
    expect('artworks' in piece && piece.artworks).toHaveLength(4);
    expect('rest' in piece && piece.rest).toHaveLength(2);
    expect(left).toEqual(['Not now.']);
    answers.all = problem('Not at all.');
    expect(await channels.more(begin('all+promoted'), 24)).toEqual({ problem: { message: 'Not at all.' } });
  });
});

it('a reaction is given and taken back', async () => {
  answers.all = { fields: { success: true } };
  expect(await channels.react(131, '❤️', false)).toBeNull();
  expect(await channels.react(131, '❤️', true)).toBeNull();
  const fields = { post_id: 131, emoji: '❤️' };
  expect(asked).toEqual([
    { type: 'submit_reaction', fields },
    { type: 'revoke_reaction', fields },
  ]);
  answers.all = problem('No.');
  expect(await channels.react(131, '❤️', true)).toEqual({ problem: { message: 'No.' } });
});

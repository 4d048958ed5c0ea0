import { describe, expect, it } from 'vitest';
import { readProperties } from './readProperties.js';

const POST = { postId: 7, channel: 'all', userSqid: null, hashtag: null, playOrder: null, intent: null };

describe("an item's properties", () => {
  it.each([
    ['a number', { 'makapix:post_id': 7 }, POST],
    ['a string of digits', { 'makapix:post_id': '7' }, POST],
    ['the largest number', { 'makapix:post_id': 2_147_483_647 }, { ...POST, postId: 2_147_483_647 }],
    [
      'a long hashtag',
      { 'makapix:post_id': 7, 'makapix:hashtag': 'x'.repeat(100) },
      { ...POST, hashtag: 'x'.repeat(100) },
    ],
    ['a channel', { 'makapix:post_id': 7, 'makapix:channel': 'promoted' }, { ...POST, channel: 'promoted' }],
    [
      'reactions',
      { 'makapix:post_id': 7, 'makapix:channel': 'reactions' },
      { ...POST, channel: 'reactions' },
    ],
    [
      'a user',
      { 'makapix:post_id': 7, 'makapix:channel': 'by_user', 'makapix:user_sqid': 'k5' },
      { ...POST, channel: 'by_user', userSqid: 'k5' },
    ],
    [
      'a hashtag',
      { 'makapix:post_id': 7, 'makapix:channel': 'hashtag', 'makapix:hashtag': 'cats' },
      { ...POST, channel: 'hashtag', hashtag: 'cats' },
    ],
    ['a play order', { 'makapix:post_id': 7, 'makapix:play_order': 1 }, { ...POST, playOrder: 1 }],
    ['a play order as text', { 'makapix:post_id': 7, 'makapix:play_order': '2' }, { ...POST, playOrder: 2 }],
    ['an intent', { 'makapix:post_id': 7, 'makapix:intent': 'artwork' }, { ...POST, intent: 'artwork' }],
    ['nothing in a field', { 'makapix:post_id': 7, 'makapix:channel': null }, POST],
    ['properties of others', { 'makapix:post_id': 7, 'image:trigger': 'info:x' }, POST],
  ])('with %s are a post', (_, properties, post) => {
    expect(readProperties(properties, 'all')).toEqual({ post });
  });

  it('take the channel of the configuration where they name none', () => {
    expect(readProperties({ 'makapix:post_id': 7 }, 'promoted')).toEqual({
      post: { ...POST, channel: 'promoted' },
    });
  });

  it.each([null, undefined, 'text', {}, { 'makapix:post_id': null }, { 'makapix:channel': 'nonsense' }])(
    'without a post id (%j) are none of our business',
    (properties) => {
      expect(readProperties(properties, 'all')).toBeNull();
    },
  );

  it.each([
    ['post_id', 'abc', '"abc"'],
    ['post_id', '', '""'],
    ['post_id', '7.5', '"7.5"'],
    ['post_id', 7.5, '7.5'],
    ['post_id', -1.5, '-1.5'],
    ['post_id', 0, '0'],
    ['post_id', '0', '"0"'],
    ['post_id', -7, '-7'],
    ['post_id', 2_147_483_648, '2147483648'],
    ['post_id', '2147483648', '2147483648'],
    ['post_id', 1e21, '1e+21'],
    ['post_id', '99999999999999999999', '99999999999999999999'],
    ['post_id', true, 'true'],
    ['post_id', {}, '{}'],
    ['channel', 'everything', '"everything"'],
    ['channel', 5, '5'],
    ['user_sqid', 5, '5'],
    ['hashtag', {}, '{}'],
    ['hashtag', '', '""'],
    ['hashtag', 'half \ud83d', 'half'],
    ['hashtag', 'x'.repeat(101), 'xxx'],
    ['user_sqid', 'x'.repeat(101), 'xxx'],
    ['play_order', 3, '3'],
    ['play_order', 'random', '"random"'],
    ['play_order', '', '""'],
    ['play_order', true, 'true'],
    ['play_order', [1], '[1]'],
    ['intent', 'accident', '"accident"'],
  ])('with makapix:%s %j are not reported, and say why', (name, value, named) => {
    const read = readProperties({ 'makapix:post_id': 7, [`makapix:${name}`]: value }, 'all');
    expect(read).toHaveProperty('problems');
    const { problems } = read as { problems: string[] };
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`makapix:${name}`);
    expect(problems[0]).toContain(named);
  });

  it.each([
    ['by_user', 'user_sqid'],
    ['hashtag', 'hashtag'],
    ['reactions', 'user_sqid', true],
  ])('with the channel %s and without makapix:%s are not reported', (channel, needed, isOptional = false) => {
    const read = readProperties({ 'makapix:post_id': 7, 'makapix:channel': channel }, 'all');
    if (isOptional) expect(read).toHaveProperty('post');
    else expect((read as { problems: string[] }).problems[0]).toContain(`makapix:${needed}`);
  });

  it('name everything that is wrong at once', () => {
    const read = readProperties(
      { 'makapix:post_id': 'x', 'makapix:channel': 'y', 'makapix:intent': 'z' },
      'all',
    );
    expect((read as { problems: string[] }).problems).toHaveLength(3);
  });

  it('blame the configuration for its own channel', () => {
    const read = readProperties({ 'makapix:post_id': 7 }, 'nonsense');
    expect((read as { problems: string[] }).problems[0]).toContain('views.channel');
  });
});

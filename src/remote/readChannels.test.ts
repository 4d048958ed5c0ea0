import { expect, it } from 'vitest';
import { channelRequest } from './channelRequest.js';
import { readChannels } from './readChannels.js';

it.each([
  ['all', { channel: 'all' }, 'All artworks'],
  ['promoted', { channel: 'promoted' }, 'Promoted artworks'],
  ['user', { channel: 'user' }, 'My artworks'],
  ['by_user:gb', { channel: 'by_user', user_sqid: 'gb' }, 'Artworks of gb'],
  ['reactions:Uk', { channel: 'reactions', user_sqid: 'Uk' }, 'Liked by Uk'],
  ['hashtag:cats', { channel: 'hashtag', hashtag: 'cats' }, '#cats'],
  ['hashtag:%23Caf%C3%A9', { channel: 'hashtag', hashtag: 'café' }, '#café'],
  ['hashtag:a%2Bb', { channel: 'hashtag', hashtag: 'a+b' }, '#a+b'],
])('reads %s', (spec, query, name) => {
  const { channel, ...context } = query as Record<string, string>;
  const more = Object.fromEntries(Object.entries(context).map(([key, value]) => [`makapix:${key}`, value]));
  expect(readChannels(spec)).toEqual([{ query, properties: { 'makapix:channel': channel, ...more }, name }]);
});

it.each([
  '',
  'nonsense',
  'all:x',
  'by_user',
  'by_user:',
  'by_user:../x',
  'by_user:a b',
  'hashtag:',
  'hashtag:%',
  'hashtag:%23',
  `hashtag:${'x'.repeat(101)}`,
  'constructor',
  'promoted+nonsense',
  'promoted+',
])('reads no channel in %j', (spec) => {
  expect(readChannels(spec)).toBeNull();
});

it('reads what commands are turned into', () => {
  const specs = [
    channelRequest({ channel_name: 'hashtag', hashtag: '#Ünïcode + more' }),
    channelRequest({ type: 'user', identifier: 'gb' }),
  ];
  expect(readChannels(specs.join('+'))!.map(({ query }) => query)).toEqual([
    { channel: 'hashtag', hashtag: 'ünïcode + more' },
    { channel: 'by_user', user_sqid: 'gb' },
  ]);
});

it('takes ten channels at most', () => {
  expect(readChannels(Array.from({ length: 11 }, () => 'all').join('+'))).toHaveLength(10);
});

import { expect, it } from 'vitest';
import type { ViewRecord } from '../../storage/viewStore.js';
import { CSV_HEAD, csvLine } from './csvLine.js';

const view: ViewRecord = {
  viewId: 1,
  playerId: 'msx_a',
  playerKey: '550e8400-e29b-41d4-a716-446655440000',
  player: 'Kitchen',
  postId: 7,
  title: 'Sunrise',
  path: 'a.png',
  viewedAtMs: 0,
  timeKnown: true,
  receivedAtMs: 0,
  intent: 'channel',
  playOrder: 0,
  channel: 'all',
  channelUserSqid: null,
  channelHashtag: null,
};
const column = CSV_HEAD.split(',').indexOf('title');

it.each([
  ['Sunrise', 'Sunrise'],
  ['a;b', '"a;b"'],
  ['a,b', '"a,b"'],
  ['say "a"', '"say ""a"""'],
  ['a\r\nb', '"a\r\nb"'],
  ['=1+1', "'=1+1"],
  ['=1;2', `"'=1;2"`],
  ['@a', "'@a"],
  ['-1', "'-1"],
])('a title of %j is written as %s', (title, cell) => {
  const before = csvLine({ ...view, title: 'here' }).split('here')[0]!;
  expect(before.split(',')).toHaveLength(column + 1);
  expect(csvLine({ ...view, title }).slice(before.length)).toMatch(
    new RegExp(`^${cell.replace(/[+]/g, '\\+')},`),
  );
});

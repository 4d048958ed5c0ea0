import { expect, it } from 'vitest';
import { newPlayer } from './newPlayer.js';
import { smallKeys } from './smallKeys.js';

const ASKER = { deviceId: undefined, address: '10.0.0.5', agent: '', msxVersion: undefined };
const keys = (...given: (string | null)[]) =>
  smallKeys(given.map((playerKey, i) => ({ ...newPlayer(`msx_${i}`, ASKER, 0), playerKey }))).map(
    ({ playerId, playerKey }) => [playerId, playerKey],
  );

it('players without capitals in their keys stay as they are', () => {
  expect(keys('a', null, 'b')).toEqual([]);
});

it('a key with capitals becomes the same in small letters', () => {
  expect(keys('A', 'b', 'cD')).toEqual([
    ['msx_0', 'a'],
    ['msx_2', 'cd'],
  ]);
});

it('of several players with the same key only one keeps it: who has it in small letters, else the first', () => {
  expect(keys('A', 'a')).toEqual([['msx_0', null]]);
  expect(keys('aB', 'Ab')).toEqual([
    ['msx_0', 'ab'],
    ['msx_1', null],
  ]);
});

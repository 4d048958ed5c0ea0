// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import { keepMenu, keptOf } from './keepMenu.js';
import { readKeptMenu } from './keptMenu.js';

const at = (pathname: string, search: string) => ({ pathname, search }) as Location;
const HERE = at('/tv/plugin.html', '?config=kitchen');
const KEPT = keptOf({
  deviceId: 'TV',
  settings: DEFAULT_SETTINGS,
  carriers: ['http://own.example'],
  document: { menu: [{ label: 'Songs' }] },
});

beforeEach(() => localStorage.clear());

it('gives back the menu that was kept for the same address', () => {
  keepMenu(HERE, KEPT);
  expect(readKeptMenu(HERE)).toEqual(KEPT);
});

it.each([
  ['path', at('/radio/plugin.html', '?config=kitchen')],
  ['query', at('/tv/plugin.html', '?config=bedroom')],
  ['query, which it lacks,', at('/tv/plugin.html', '')],
])('uses no menu that was kept for a page of another %s', (_what, other) => {
  keepMenu(HERE, KEPT);
  expect(readKeptMenu(other)).toBe(null);
});

it('forgets the menu of its own address alone', () => {
  const other = at('/tv/plugin.html', '');
  keepMenu(HERE, KEPT);
  keepMenu(other, KEPT);
  keepMenu(other, null);
  expect(readKeptMenu(other)).toBe(null);
  expect(readKeptMenu(HERE)).toEqual(KEPT);
});

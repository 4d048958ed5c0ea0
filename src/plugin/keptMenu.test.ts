// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import type { Json } from '../msx/json.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import { keepMenu, keptOf } from './keepMenu.js';
import { readKeptMenu } from './keptMenu.js';
import { parseConfig } from './parseConfig.js';

const at = (pathname: string, search: string) => ({ pathname, search }) as Location;
const HERE = at('/tv/plugin.html', '?config=kitchen');
const MADE = {
  deviceId: 'TV',
  settings: DEFAULT_SETTINGS,
  documents: { carriers: ['http://own.example'] },
};
const MENU = { menu: [{ label: 'Songs' }] };
const KEPT = keptOf(MADE, MENU);

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

it('keeps what documents need of the configuration, and nothing that is secret', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    origins: ['http://other.example'],
    registration: 'http://own.example/api/player',
    broker: { url: 'ws://broker', username: 'anna', password: 'hunter2' },
  };
  const { config } = keptOf({ ...MADE, settings }, MENU);
  expect(parseConfig(JSON.parse(config) as Json).settings).toEqual({
    ...settings,
    broker: DEFAULT_SETTINGS.broker,
  });
});

it('forgets the menu of its own address alone', () => {
  const other = at('/tv/plugin.html', '');
  keepMenu(HERE, KEPT);
  keepMenu(other, KEPT);
  keepMenu(other, null);
  expect(readKeptMenu(other)).toBe(null);
  expect(readKeptMenu(HERE)).toEqual(KEPT);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { toBase64 } from '../../src/msx/base64.js';
import { typeFaults } from './typeFaults.js';

// A compiler takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const root = path.join(import.meta.dirname, '../..');
const fileOf = (name: string) => ({ name, text: readFileSync(path.join(root, name), 'utf8') });
const faultsOf = (document: unknown) =>
  typeFaults([{ name: 'a.json', text: JSON.stringify(document, null, 2) }]);

test('the documents that go out with the plugin and the bridge have their types', () => {
  const files = [
    'plugin/menu.json',
    'plugin/msx/start.json',
    'src/bridge/gallery/menu.json',
    'src/bridge/gallery/film.json',
    'src/bridge/gallery/sound.json',
    'src/bridge/gallery/albums/all.json',
  ];
  expect(typeFaults(files.map(fileOf))).toEqual([]);
});

test('a fault is told with its line', () => {
  expect(faultsOf({ headline: 'Films', menu: [{ lable: 'All' }] })).toEqual([
    { name: 'a.json', line: 5, message: expect.stringContaining('lable') as string },
  ]);
});

test('documents inside of others are looked at: in data, and in base64', () => {
  const inner = { menu: [{ lable: 'All' }] };
  const page = (item: object) => ({ pages: [{ items: [{ layout: '0,0,1,1', ...item }] }] });
  const at = 'a.json pages.0.items.0';
  expect(faultsOf(page({ action: '[back|menu:data]', data: inner }))).toMatchObject([{ name: `${at}.data` }]);
  expect(faultsOf(page({ action: `menu:json:${toBase64(JSON.stringify(inner))}` }))).toMatchObject([
    { name: `${at}.action` },
  ]);
  const items = [{ action: 'video:http://host.test/a' }];
  const template = { type: 'separate', layout: '0,0,2,2' };
  expect(faultsOf(page({ action: 'playlist:data', data: { template, items } }))).toEqual([]);
  // without one nothing plays
  expect(faultsOf(page({ action: 'playlist:data', data: { items } }))).toMatchObject([
    { name: `${at}.data` },
  ]);
});

test("what a template takes from its items is the items' own", () => {
  const films = (own: object) => ({
    template: { layout: '0,0,1,1', data: { id: '{context:film}' } },
    items: [{ title: 'A', ...own }],
  });
  expect(faultsOf({ response: { status: 200, data: films({ film: 'h-1' }) } })).toEqual([]);
  expect(faultsOf(films({ flim: 'h-1' }))).toMatchObject([
    { message: expect.stringContaining('flim') as string },
  ]);
});

import { describe, expect, it } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { JsonObject } from '../msx/json.js';
import { aboutOf } from '../tvx/about.js';
import { checkLines, checkPage } from './checkPage.js';
import type { CheckState } from './checkPage.js';

const PLUGIN = 'http://own/tv/plugin.html';
const about = (build: number) =>
  aboutOf({
    platform: 'tizen',
    application: { version: `0.1.${build}` },
    framework: { version: '0.1.35' },
  });
const PICTURES = ['slider:load', 'slider:visible', 'slider:position', 'slider:visible', 'slider:stop'];
const SOUND = ['video:load', 'video:play', 'video:stop'];
const GOOD: CheckState = {
  identity: { deviceId: 'abc.1', source: 'msx' },
  lastDeviceId: 'abc.1',
  storage: 'kept',
  clockOffsetMs: -1500,
  broker: { url: 'wss://broker.example/mqtt', isConnected: true, error: null },
  seen: [...PICTURES, ...SOUND],
  about: about(165),
  engine: 'Chromium 94',
  pluginVersion: '1.2.3',
};
const lines = (changes: Partial<CheckState> = {}): string[] =>
  (checkPage(checkLines({ ...GOOD, ...changes }), 165, 'flag', 'again').items as JsonObject[]).map(
    ({ text }) => text as string,
  );

describe('the check of a TV', () => {
  it('has a tick at each thing that works', () => {
    const all = lines();
    expect(all.filter((line) => !line.startsWith('{ico:msx-green:done} '))).toEqual([]);
    expect(all).toHaveLength(7);
    expect(all[0]).toContain('From MSX, the same as last time');
    expect(all[6]).toContain('Samsung Tizen / MSX 0.1.165, TVX 0.1.35, plugin 1.2.3, Chromium 94');
  });

  it.each<[string, Partial<CheckState>, number, RegExp]>([
    [
      'there is no device ID',
      { identity: { deviceId: null, source: 'none' } },
      0,
      /no device ID.*Update MSX/,
    ],
    ['the device ID is another one', { lastDeviceId: 'old' }, 0, /Last time old.*another TV/],
    ['nothing can be stored', { storage: 'refused' }, 1, /stores nothing/],
    ['the clock is behind', { clockOffsetMs: 3_600_000 }, 2, /3600 s behind.*Set it/],
    ['the clock is ahead', { clockOffsetMs: -61_000 }, 2, /61 s ahead/],
    [
      'the broker does not answer',
      { broker: { url: 'wss://b', isConnected: false, error: 'It says {no}.' } },
      3,
      /wss:\/\/b: It says \{chr:#123\}no\{chr:#125\}\./,
    ],
    [
      'no picture was visible',
      { seen: ['slider:load', 'slider:stop', ...SOUND] },
      4,
      /another order: load stop/,
    ],
    [
      'a picture was visible too soon',
      { seen: ['slider:visible', 'slider:load', 'slider:stop', ...SOUND] },
      4,
      /another order: visible load stop.*report this line/,
    ],
    [
      'a picture was visible that nobody had gone to',
      { seen: ['slider:load', 'slider:visible', 'slider:visible', 'slider:stop', ...SOUND] },
      4,
      /another order/,
    ],
    ['MSX said nothing of pictures', { seen: SOUND }, 4, /another order: nothing/],
    [
      'a sound played before it was there',
      { seen: [...PICTURES, 'video:play', 'video:load', 'video:stop'] },
      5,
      /another order: play load stop.*report this line/,
    ],
    ['MSX is too old', { about: about(96) }, 6, /needs MSX 0\.1\.97/],
  ])('says what to do where %s', (_, changes, line, expected) => {
    expect(lines(changes)[line]).toMatch(/^\{ico:msx-red:warning\}/);
    expect(lines(changes)[line]).toMatch(expected);
  });

  it.each<[string, Partial<CheckState>, number]>([
    ['a device ID to compare with', { lastDeviceId: null }, 0],
    ['an earlier start', { storage: 'first' }, 1],
    ['a time', { clockOffsetMs: null }, 2],
    ['a picture', { seen: null }, 4],
    ['a sound', { seen: null }, 5],
    ['a player that takes a sound from a page', { seen: [...PICTURES, 'video:load', 'video:stop'] }, 5],
  ])('leaves it open where there was not %s yet', (_, changes, line) => {
    expect(lines(changes)[line]).toMatch(/^\{ico:msx-yellow:hourglass-empty\}/);
  });

  it('asks of an old MSX only what it can', () => {
    const old = { about: about(134) };
    expect(lines({ ...old, seen: ['slider:load', 'slider:stop'] })[4]).toMatch(/^\{ico:msx-green.*chosen/);
    expect(lines({ ...old, seen: ['slider:stop'] })[4]).toMatch(/^\{ico:msx-red/);
    expect(lines({ ...old, seen: null })[4]).toContain('Go back from them');
  });

  it('takes pictures that MSX goes on to by itself for as good', () => {
    const seen = [...PICTURES.slice(0, -1), ...PICTURES.slice(2), ...SOUND];
    expect(lines({ seen })[4]).toMatch(/^\{ico:msx-green/);
  });

  it('is content with a TV that reports nothing', () => {
    expect(lines({ broker: null })[3]).toMatch(/^\{ico:msx-green/);
  });

  it.each([97, 114, 166])('is what MSX 0.1.%i wants', (build) => {
    for (const changes of [{}, { seen: null, storage: 'refused', lastDeviceId: 'x' } as const]) {
      const found = checkLines({ ...GOOD, about: about(build), ...changes });
      const again = `execute:request:interaction:check-again@${PLUGIN}`;
      expect(
        lintDocument(checkPage(found, build, 'flag', again), {
          kind: 'content',
          version: `0.1.${build}`,
          pluginUrl: PLUGIN,
          dispensable: { flag: 'reloaded' },
        }),
      ).toEqual([]);
    }
  });
});

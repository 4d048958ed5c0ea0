import { describe, expect, it } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { JsonObject } from '../msx/json.js';
import { aboutOf } from '../tvx/about.js';
import { checkPage } from './checkPage.js';
import type { CheckState } from './checkPage.js';
import { createCheckPages } from './createCheckPages.js';

const PLUGIN = 'http://own/tv/plugin.html';
const about = (build: number) =>
  aboutOf({
    platform: 'tizen',
    application: { version: `0.1.${build}` },
    framework: { version: '0.1.35' },
  });
const GOOD: CheckState = {
  identity: { deviceId: 'abc.1', source: 'msx' },
  lastDeviceId: 'abc.1',
  storage: 'kept',
  clockOffsetMs: -1500,
  broker: { url: 'wss://broker.example/mqtt', isConnected: true, error: null },
  seen: ['slider:load', 'slider:visible', 'slider:stop', 'video:load', 'video:play', 'video:stop'],
  about: about(165),
  engine: 'Chromium 94',
  pluginVersion: '1.2.3',
};
const lines = (changes: Partial<CheckState> = {}): string[] =>
  (checkPage({ ...GOOD, ...changes }, 'flag', 'again').items as JsonObject[]).map(
    ({ text }) => text as string,
  );

describe('the check of a TV', () => {
  it('has a tick at each thing that works', () => {
    const all = lines();
    expect(all.filter((line) => !line.startsWith('{ico:msx-green:done} '))).toEqual([]);
    expect(all).toHaveLength(7);
    expect(all[0]).toContain('abc.1, from MSX, the same as last time');
    expect(all[6]).toContain('Samsung Tizen / MSX 0.1.165, TVX 0.1.35, plugin 1.2.3, Chromium 94');
  });

  it.each<[string, Partial<CheckState>, number, RegExp]>([
    [
      'there is no device ID',
      { identity: { deviceId: null, source: 'none' } },
      0,
      /no device ID.*Update MSX/,
    ],
    ['the device ID is another one', { lastDeviceId: 'old' }, 0, /last time old.*another TV/],
    ['nothing can be stored', { storage: 'refused' }, 1, /stores nothing/],
    ['the clock is behind', { clockOffsetMs: 3_600_000 }, 2, /3600 s behind.*Set it/],
    ['the clock is ahead', { clockOffsetMs: -61_000 }, 2, /61 s ahead/],
    [
      'the broker does not answer',
      { broker: { url: 'wss://b', isConnected: false, error: 'It says {no}.' } },
      3,
      /wss:\/\/b: It says \{chr:#123\}no\{chr:#125\}\./,
    ],
    ['a picture was not visible', { seen: ['slider:load', 'slider:stop'] }, 4, /no post ID/],
    [
      'a picture was visible too soon',
      { seen: ['slider:visible', 'slider:load'] },
      4,
      /began with something else.*try once more/,
    ],
    [
      'a track played too soon',
      { seen: ['video:play', 'video:load'] },
      5,
      /began with something else.*try once more/,
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
    ['a picture', { seen: [] }, 4],
    ['a track', { seen: [] }, 5],
  ])('leaves it open where there was not %s yet', (_, changes, line) => {
    expect(lines(changes)[line]).toMatch(/^\{ico:msx-yellow:hourglass-empty\}/);
  });

  it('asks of an old MSX only what it can', () => {
    expect(lines({ about: about(134), seen: ['slider:load'] })[4]).toMatch(/^\{ico:msx-green.*chosen/);
  });

  it('is content with a TV that reports nothing', () => {
    expect(lines({ broker: null })[3]).toMatch(/^\{ico:msx-green/);
  });

  it('takes the order from what it hears', async () => {
    const { tell, answer } = createCheckPages({ pluginUrl: PLUGIN, build: 165 }, () => Promise.resolve(GOOD));
    expect(JSON.stringify(await answer('check'))).toContain('not told of any slider yet');
    ['tick', 'slider:load', 'slider:visible', 'video:load'].forEach((type) => tell({ type }));
    const page = JSON.stringify(await answer('check'));
    expect(page).toContain('MSX says when a picture is on screen');
    expect(page).toContain('MSX says when a video or sound plays');
    expect(answer('status')).toBeNull();
  });

  it('remembers how it began, however much is shown later', async () => {
    const { tell, answer } = createCheckPages({ pluginUrl: PLUGIN, build: 165 }, () => Promise.resolve(GOOD));
    for (let i = 0; i < 99; i++) tell({ type: i ? 'slider:load' : 'slider:visible' });
    expect(JSON.stringify(await answer('check')).match(/slider:load/g)!.length).toBeLessThan(25);
  });

  it.each([97, 114, 166])('is what MSX 0.1.%i wants', async (build) => {
    for (const changes of [{}, { seen: [], storage: 'refused', lastDeviceId: 'x' } as const]) {
      const { answer } = createCheckPages({ pluginUrl: PLUGIN, build }, () =>
        Promise.resolve({ ...GOOD, about: about(build), ...changes }),
      );
      expect(
        lintDocument(await answer('check'), {
          kind: 'content',
          version: `0.1.${build}`,
          pluginUrl: PLUGIN,
          dispensable: { flag: 'reloaded' },
        }),
      ).toEqual([]);
    }
  });
});

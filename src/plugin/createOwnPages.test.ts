// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import type { JsonObject } from '../msx/json.js';
import { aboutOf } from '../tvx/about.js';
import type { Listener } from './createAudience.js';
import type { Documents } from './createDocuments.js';
import { createOwnPages } from './createOwnPages.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import type { Settings } from './defaultSettings.js';
import type { PluginNotice } from './pluginCodes.js';
import type { First } from './firstStage.js';
import type { Plugin } from './plugin.js';

const PAGE = 'http://own/tv/plugin.html';
const FILM = { type: 'video', url: 'http://own/film.mp4', label: 'A film' };

interface Given {
  settings?: Partial<Settings>;
  /** What the TV keeps; null: nothing. */
  store?: Record<string, string> | null;
  lastDeviceId?: string | null;
  /** What a host answers. */
  load?: Documents['load'];
}

function stage({ settings = {}, store = {}, lastDeviceId = null, load }: Given = {}) {
  const log: PluginNotice[] = [];
  const listeners: Listener[] = [];
  const begun = {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    isFallback: false,
    deviceId: 'TV',
    documents: {
      load: load ?? (() => Promise.reject(new Error('Nothing is fetched.'))),
      tagger: { mayCarry: () => true, tagged: (url: string) => url, tagDocument: (one: unknown) => one },
    },
  };
  const first = {
    journal: { log: (notice: PluginNotice) => void log.push(notice), lines: () => log },
    configFile: { file: 'plugin.config.json', isWrong: false },
    identity: Promise.resolve({ deviceId: 'TV', source: 'msx' }),
    tvx: Promise.resolve({
      executeAction: () => undefined,
      requestData: () => Promise.reject(new Error('MSX says nothing.')),
    }),
  } as unknown as First;
  const plugin = {
    pageUrl: PAGE,
    storedDeviceId: Promise.resolve(lastDeviceId),
    keep: {
      read: (key: string) => Promise.resolve(store?.[key] ?? null),
      write: (key: string, value: string) => {
        if (store) store[key] = value;
        return Promise.resolve();
      },
    },
    known: {
      loaded: begun,
      begun,
      identity: null,
      about: aboutOf({ application: { version: '0.1.165' } }),
      playerKey: null,
      clock: null,
      reporter: null,
    },
    info: () => Promise.resolve(null),
    begun: () => Promise.resolve(begun),
    join: (listener: Listener) => void listeners.push(listener),
  } as unknown as Plugin;
  const { answer } = createOwnPages(first, plugin);
  const text = async (dataId: string) => JSON.stringify(await answer(dataId));
  return { answer, text, log, store, hear: () => listeners[0]! };
}

it('the history has what MSX says, and what an item’s trigger hands over', async () => {
  const { text, hear } = stage();
  await text('history');
  hear().handleEvent({ event: 'video:load', info: FILM });
  hear().handleData({ video: { info: FILM, data: { position: 65, duration: 600 } } });
  hear().handleData({ slider: { url: 'http://own/picture.jpg', label: 'A picture' } });
  const shown = await text('history');
  expect(shown).toContain('Continue from 1:05 of 10:00');
  expect(shown).toContain('A picture');
});

it('there is none where the owner wants none, and what was kept is forgotten', async () => {
  const store = { history: JSON.stringify([{ url: FILM.url }]) };
  const { answer } = stage({ settings: { history: false }, store });
  expect(await answer('history')).toBeNull();
  expect(store.history).toBe('');
});

it.each([
  ['something of an earlier start', 'survives a restart', { lastDeviceId: 'TV' }],
  ['nothing of an earlier start', 'Nothing was stored before', {}],
  ['no storage', 'The TV stores nothing', { store: null }],
])('the check finds %s', async (_what, found, given) => {
  const { text } = stage(given);
  expect(await text('check')).toContain(found);
  // a second look in the same start is no restart
  expect(await text('check')).toContain(found);
});

it('the check takes a sign of an earlier start for one where MSX gave no ID', async () => {
  const store = {};
  await stage({ store }).text('check');
  expect(await stage({ store }).text('check')).toContain('survives a restart');
});

it('the check tells the log what came of it, and keeps its own pictures and sound out of the history', async () => {
  vi.useFakeTimers();
  try {
    const { text, log, hear, store } = stage();
    await text('check');
    for (const event of ['slider:load', 'slider:stop', 'video:load', 'video:stop'])
      hear().handleEvent({
        event,
        ...(event.endsWith('load') ? { info: { url: 'data:image/gif;base64,AA' } } : {}),
      });
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toMatchObject([{ code: 'check-done', level: 'info' }]);
    expect(JSON.parse(log[0]!.message)).toEqual({
      lines: expect.arrayContaining([['good', expect.stringContaining('MSX 0.1.165')]]) as unknown,
      events: ['0 slider:load', '0 slider:stop', '0 video:load', '0 video:stop'],
      agent: navigator.userAgent,
    });
    expect(store!.history).toBeUndefined();
    expect(await text('history')).toContain('Nothing yet');
  } finally {
    vi.useRealTimers();
  }
});

it('the check says that reporting has not started yet', async () => {
  const broker = { ...DEFAULT_SETTINGS.broker, url: 'wss://broker.example/mqtt' };
  expect(await stage({ settings: { broker } }).text('check')).toContain('Not started yet');
});

it('a list that cannot be had says so, and is asked for again by one action, though its request has a bar', async () => {
  const { answer, log } = stage({
    load: () =>
      Promise.resolve({
        problem: { code: 'document-status', level: 'error', message: 'It is gone.', remedy: '' },
      }),
  });
  const { pages } = (await answer('paging:http://own/films|20')) as { pages: { items: JsonObject[] }[] };
  expect(pages[0]!.items[0]).toMatchObject({ headline: 'It is gone.' });
  expect(pages[0]!.items[1]).toMatchObject({
    action: `replace:content:msx-player-problem:request:interaction:paging:http://own/films|20@${PAGE}`,
  });
  expect(log).toMatchObject([{ code: 'list-failed' }]);
});

it('has no page of another name', async () => {
  expect(await stage().answer('nonsense')).toBeNull();
});

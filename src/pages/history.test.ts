import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { JsonObject } from '../msx/json.js';
import { createHistory } from './createHistory.js';
import { createHistoryPages } from './createHistoryPages.js';
import type { HistoryEvent } from './decideHistory.js';

const PLUGIN = 'http://own/tv/plugin.html';
const MINUTE_MS = 60_000;

/** A TV that keeps what it is given. */
function stage({ kept = null as string | null, build = 165, video = {} } = {}) {
  const store = { text: kept };
  const requestData = vi.fn(() => Promise.resolve(video));
  const shared = {
    nowMs: () => Date.now(),
    setTimer: (run: () => void, ms: number) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const history = createHistory({
    ...shared,
    read: () => Promise.resolve(store.text),
    write: (text) => (store.text = text),
    requestData,
  });
  const answer = createHistoryPages(
    {
      ...shared,
      pluginUrl: PLUGIN,
      build,
      fetchDocument: () => Promise.reject(new Error('Nothing is fetched.')),
      tagDocument: (document) =>
        JSON.parse(JSON.stringify(document).replace(/[?]old/g, '?new')) as JsonObject,
      deviceId: null,
      mayCarry: () => false,
      executeAction: () => undefined,
    },
    history,
  );
  return {
    store,
    requestData,
    answer,
    tell: (...events: HistoryEvent[]) => events.forEach(history.tell),
    page: async () => (await answer('history'))!,
    items: async () => ((await answer('history'))!.items ?? []) as JsonObject[],
  };
}

const load = (name: string, more: object = {}): HistoryEvent => ({
  type: 'video:load',
  info: { type: 'video', url: `http://own/${name}.mp4`, label: name, properties: null, ...more },
});
const state = (position: number, duration = 600, ended = false) => ({ state: 2, position, duration, ended });
const slide = (type: HistoryEvent['type'], name: string): HistoryEvent => ({
  type,
  info: { url: `http://own/${name}.jpg`, label: name },
});

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('the history of a TV', () => {
  it('begins with what was shown last, and has each thing once', async () => {
    const { tell, items } = stage();
    tell(load('a'), load('b'), load('a'));
    expect((await items()).map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('goes on where a video was stopped, or paused, or where the viewer went', async () => {
    const { tell, items } = stage();
    tell(load('a', { properties: { 'makapix:post_id': '7' } }), {
      type: 'video:stop',
      data: state(123),
    });
    tell(load('b'), { type: 'video:pause', data: state(200) });
    tell(load('c'), { type: 'video:seek', position: 3700, data: state(5, 7300) });
    expect(await items()).toMatchObject([
      { action: 'video:http://own/c.mp4', extensionLabel: 'Continue from 1:01:40 of 2:01:40, just now' },
      { properties: { 'resume:position': '200' }, extensionLabel: 'Continue from 3:20 of 10:00, just now' },
      {
        properties: { 'makapix:post_id': '7', 'resume:position': '123' },
        playerLabel: 'a',
        options: {
          items: [
            {
              label: 'From the beginning',
              properties: { 'makapix:post_id': '7', 'resume:position': 'none' },
            },
          ],
        },
      },
    ]);
  });

  it.each([
    ['ended', state(600, 600, true)],
    ['of unknown length ended', state(600, 0, true)],
    ['was stopped shortly before its end', state(575)],
    ['was stopped at once', state(5)],
  ])('begins anew where a video %s', async (_, data) => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:pause', data: state(100) }, { type: 'video:stop', data });
    const [item] = await items();
    expect(item).not.toHaveProperty('options');
    expect(item!.properties).toBeNull();
  });

  it('keeps the place of a video that is only loaded again', async () => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:stop', data: state(123) }, load('b'), load('a'));
    expect((await items())[0]).toMatchObject({ label: 'a', properties: { 'resume:position': '123' } });
  });

  it('keeps how long a video is where MSX does not say it again', async () => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:pause', data: state(123) });
    tell({ type: 'video:seek', position: 200, data: {} });
    expect((await items())[0]!.extensionLabel).toBe('Continue from 3:20 of 10:00, just now');
  });

  it('begins anew after a restart of the video', async () => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:pause', data: state(123) }, { type: 'video:restart', data: state(123) });
    expect((await items())[0]).not.toHaveProperty('options');
  });

  it('plays one thing, and not all that follows', async () => {
    const { tell, page } = stage();
    tell(load('a'));
    expect((await page()).template).toMatchObject({ enumerate: false });
  });

  it('has links with the device ID of today', async () => {
    const { tell, items } = stage();
    tell(load('a', { url: 'http://own/a.mp4?old' }));
    expect((await items())[0]!.action).toBe('video:http://own/a.mp4?new');
  });

  it('takes no answer about another track for one about this', async () => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:info', info: { url: 'http://own/b.mp4' }, data: state(200) });
    expect((await items())[0]!.properties).toBeNull();
  });

  it('is not written for what changes nothing', async () => {
    const { tell, store, items, requestData } = stage();
    tell({ type: 'app:sleep' }, { type: 'app:suspend' }, { type: 'video:play', data: state(1) });
    await items();
    expect(store.text).toBeNull();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(requestData).not.toHaveBeenCalled();
  });

  it('knows nothing of positions in an MSX that does not say them', async () => {
    const { tell, items } = stage();
    tell(load('a'), { type: 'video:stop', data: {} });
    expect(await items()).toMatchObject([{ label: 'a', properties: null }]);
  });

  it('looks every minute how far a track has got, while it runs', async () => {
    const video = { info: { url: 'http://own/a.mp4' }, data: state(60) };
    const { tell, requestData, store } = stage({ video });
    tell(load('a'));
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(requestData).toHaveBeenCalledTimes(1);
    expect(store.text).toContain('"position":60');
    tell({ type: 'video:pause', data: state(90) });
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(requestData).toHaveBeenCalledTimes(1);
    tell({ type: 'video:play', data: state(90) });
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(requestData).toHaveBeenCalledTimes(3);
  });

  it('has sounds as well, and of a slideshow the last picture', async () => {
    const { tell, items } = stage();
    tell(
      { type: 'video:load', info: { type: 'audio', url: 'http://own/song.mp3?x=1', label: null } },
      slide('slider:load', '1'),
      slide('slider:visible', '2'),
      slide('slider:info', '3'),
      { type: 'slider:position', info: { index: 4 } },
      { type: 'slider:stop' },
      slide('slider:load', '4'),
    );
    expect(await items()).toMatchObject([
      { action: 'image:http://own/4.jpg', imageLabel: '4' },
      { action: 'image:http://own/3.jpg' },
      { action: 'audio:http://own/song.mp3?x=1', label: 'song.mp3' },
    ]);
  });

  it('has a hundred entries at most', async () => {
    const { tell, items } = stage();
    for (let i = 0; i < 120; i++) tell(load(`v${i}`));
    const found = await items();
    expect(found).toHaveLength(100);
    expect(found[0]!.label).toBe('v119');
  });

  it('is there again after a restart', async () => {
    const first = stage();
    first.tell(load('a'), { type: 'video:stop', data: state(123) });
    await first.items();
    const second = stage({ kept: first.store.text });
    second.tell(load('b'));
    vi.advanceTimersByTime(3 * 60 * MINUTE_MS);
    expect(await second.items()).toMatchObject([
      { label: 'b' },
      { label: 'a', extensionLabel: 'Continue from 2:03 of 10:00, 3 h ago' },
    ]);
  });

  it.each(['', '{', '{}', '[1,{"url":3}]'])('is empty where "%s" was kept', async (kept) => {
    const { page } = stage({ kept });
    expect(JSON.stringify(await page())).toContain('Nothing yet.');
  });

  it('forgets all by one button, for good', async () => {
    const { tell, page, answer, store } = stage();
    tell(load('a'));
    const { footer } = (await page()) as { footer: { items: JsonObject[] } };
    expect(footer.items[0]!.action).toBe(`execute:request:interaction:history-forget@${PLUGIN}`);
    expect((await answer('history-forget'))!.action).toMatch(/^replace:content:msx-player-history:/);
    expect(JSON.stringify(await page())).toContain('Nothing yet.');
    expect(store.text).toBe('[]');
    tell({ type: 'video:stop', data: state(100) });
    expect(JSON.stringify(await page())).toContain('Nothing yet.');
  });

  it('is what MSX wants', async () => {
    for (const build of [97, 114, 166]) {
      const { tell, page } = stage({ build });
      const read = async () =>
        lintDocument(await page(), {
          kind: 'content',
          version: `0.1.${build}`,
          pluginUrl: PLUGIN,
          dispensable: {
            'flag': 'reloaded',
            'options': 'goes on from there',
            'resume:position': 'from the start',
          },
        });
      expect(await read()).toEqual([]);
      tell(load('a'), { type: 'video:stop', data: state(123) }, slide('slider:load', '1'));
      expect(await read()).toEqual([]);
    }
  });
});

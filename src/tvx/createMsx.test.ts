import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { Info } from '../msx/types/info.js';
import type { Video } from '../msx/types/playback.js';
import type { Answered } from './answered.js';
import { createMsx } from './createMsx.js';
import type { ChangedContentState, WholeInteractionPlugin, WholeTvx } from './wholeTvx.js';

type Callback = (answer: Record<string, unknown>) => void;

const unused = () => undefined;

/** A library that answers as MSX's does: the kind that was asked for, and an error or null. */
function setup(parts: Partial<WholeInteractionPlugin> = {}) {
  const done: string[] = [];
  const plugin: WholeInteractionPlugin = {
    setupHandler: unused,
    init: unused,
    info: unused,
    warn: unused,
    error: unused,
    executeAction: (action, data) =>
      void done.push(data === undefined ? action : `${action} ${JSON.stringify(data)}`),
    requestData: (dataId, callback, data) => {
      done.push(`request ${dataId} ${JSON.stringify(data)}`);
      if (dataId === 'info') callback({ info: { application: { version: '0.1.151' } }, error: null });
      else if (dataId === 'video') callback({ error: null });
      else if (dataId === 'video:data') callback({ video: { data: { state: 2, position: 7 } }, error: null });
      else if (dataId === 'slider') callback({ error: 'Request timed out' });
      else callback({ error: `Data ID is invalid: '${dataId}'` });
    },
    ...parts,
  };
  let becomeReady: () => void = unused;
  const ready = new Promise<void>((resolve) => {
    becomeReady = () => {
      resolve();
    };
  });
  const globals: WholeTvx = { TVXInteractionPlugin: plugin, TVXPluginTools: { onReady: unused } };
  return { msx: createMsx(globals, { ready }), done, becomeReady };
}

function readySetup(parts?: Partial<WholeInteractionPlugin>) {
  const it = setup(parts);
  it.becomeReady();
  return it;
}

describe('what MSX knows', () => {
  test('is handed over without its wrapping, in its type', async () => {
    const { msx, done } = readySetup();
    const video = await msx.requestData('video:data', { shelf: 7 });
    expectTypeOf(video).toEqualTypeOf<Answered<Video | null>>();
    expect(video).toEqual({ value: { data: { state: 2, position: 7 } }, failure: null });
    expect(done).toEqual(['request video:data {"shelf":7}']);
    expect(await msx.requestData('video')).toEqual({ value: null, failure: null });
    // @ts-expect-error -- there is no such data
    await msx.requestData('vidio');
  });

  test.each([
    ['slider', 'timed-out'],
    ['dictionary', 'refused'],
  ] as const)('where it does not come (%s), has a code that says so', async (dataId, code) => {
    const { value, failure } = await readySetup().msx.requestData(dataId);
    expect([value, failure?.code]).toEqual([null, code]);
  });

  test('is asked for once MSX is ready', async () => {
    const { msx, done, becomeReady } = setup();
    const asked = msx.requestData('video');
    await Promise.resolve();
    expect(done).toEqual([]);
    becomeReady();
    expect(await asked).toEqual({ value: null, failure: null });
  });

  describe('in a page outside of MSX', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test('does not come, which is said after 30 s', async () => {
      const asked = setup().msx.requestData('info');
      vi.advanceTimersByTime(30_000);
      expect((await asked).failure?.code).toBe('not-ready');
    });
  });
});

describe('settings', () => {
  const info: Info = { platform: 'tizen' };

  test('are asked for, once or anew', async () => {
    const asked: string[] = [];
    const { msx } = readySetup({
      onValidatedSettings: (callback) => {
        asked.push('once');
        callback({ info });
      },
      validateSettings: (callback) => {
        asked.push('anew');
        callback?.({ info, error: null });
      },
    });
    expect(await msx.onValidatedSettings()).toEqual({ value: info, failure: null });
    expect(await msx.validateSettings()).toEqual({ value: info, failure: null });
    expect(asked).toEqual(['once', 'anew']);
  });

  test('an old library has no word about them', async () => {
    const { failure } = await readySetup().msx.onValidatedSettings();
    expect(failure?.code).toBe('library-too-old');
  });
});

test.each([
  ['0.1.144', true],
  ['0.1.151', true],
  ['0.1.160', false],
  ['newest', false],
])('MSX 0.1.151 is %s or newer: %s', async (minimum, expected) => {
  expect(await readySetup().msx.checkApplication(minimum)).toBe(expected);
});

test('MSX that does not say its version is older than any', async () => {
  const requestData = (_dataId: string, callback: Callback) => callback({ error: 'Request timed out' });
  expect(await readySetup({ requestData }).msx.checkApplication('0.1.82')).toBe(false);
});

test('an action is run, with its data where it has some', () => {
  const { msx, done } = readySetup();
  msx.run('back');
  msx.run({ action: 'update:content:note', data: { title: 'A' } });
  expect(done).toEqual(['back', 'update:content:note {"title":"A"}']);
});

test('others are told, and a player page is asked', async () => {
  const told: unknown[] = [];
  const { msx } = readySetup({
    triggerEvent: (eventId, data) => void told.push([eventId, data]),
    requestPlayerResponse: (dataId, callback, data) => callback({ response: [dataId, data], error: null }),
  });
  msx.triggerEvent('hello', { to: 'player' });
  expect(told).toEqual([['hello', { to: 'player' }]]);
  expect(await msx.requestPlayerResponse('tracks', 2)).toEqual({ value: ['tracks', 2], failure: null });
  expect((await readySetup().msx.requestPlayerResponse('tracks')).failure?.code).toBe('library-too-old');
});

test('there is one busy sign for all that is under way, whatever becomes of it', async () => {
  const signs: string[] = [];
  const { msx } = readySetup({
    startLoading: () => void signs.push('on'),
    stopLoading: () => void signs.push('off'),
  });
  let end: (value: string) => void = unused;
  const first = msx.whileBusy(new Promise<string>((resolve) => (end = resolve)));
  await expect(msx.whileBusy(Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(signs).toEqual(['on']);
  end('done');
  expect(await first).toBe('done');
  expect(signs).toEqual(['on', 'off']);
});

test('who observes what is on screen can end it, and others go on', () => {
  const observers: Record<string, (state: ChangedContentState) => void> = {};
  const { msx } = readySetup({
    addContentObserver: (name, observer) => void (observers[name] = observer),
    removeContentObserver: (name) => Reflect.deleteProperty(observers, name),
  });
  const seen: (string | null)[] = [];
  const end = msx.observeContent(({ contentId }) => void seen.push(contentId));
  msx.observeContent(({ menuId }) => void seen.push(menuId));
  end();
  Object.values(observers).forEach((observer) =>
    observer({ contentId: 'content', menuId: 'menu' } as ChangedContentState),
  );
  expect(seen).toEqual(['menu']);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEVICE_ID_TIMEOUT_MS, isDeviceId, requestDeviceId } from './requestDeviceId.js';
import type { TvxDeviceIdAnswer, TvxDeviceIdSource } from './tvxGlobals.js';
import type { Notice } from './notice.js';

const REAL = 'UziFFZs2f.LrEanSQIJYGwKez.zlMM5rF3SctmQ30GDC';

describe('isDeviceId', () => {
  it.each([REAL, 'a', '0', 'x'.repeat(256)])('%j is one', (id) => expect(isDeviceId(id)).toBe(true));
  it.each([null, undefined, '', ' ', 'null', 'undefined', 'x'.repeat(257), 5, {}, ['x']])(
    '%j is none',
    (id) => expect(isDeviceId(id)).toBe(false),
  );
});

describe('requestDeviceId', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const answers = (answer: TvxDeviceIdAnswer | null): TvxDeviceIdSource => ({
    requestDeviceId: (callback) => callback(answer as TvxDeviceIdAnswer),
  });
  const silent: TvxDeviceIdSource = { requestDeviceId: () => undefined };

  async function ask(sources: (TvxDeviceIdSource | undefined)[], kept: string | null = null) {
    const stored: string[] = [];
    const log: Notice[] = [];
    let settledAtMs = -1;
    const start = Date.now();
    const result = requestDeviceId({
      sources,
      stored: Promise.resolve(kept),
      store: (id) => void stored.push(id),
      log: (notice) => void log.push(notice),
    });
    void result.then(() => (settledAtMs = Date.now() - start));
    await vi.advanceTimersByTimeAsync(40_000);
    return { identity: await result, stored, codes: log.map(({ code }) => code), settledAtMs };
  }

  it('takes the ID of the object that was initialised', async () => {
    expect(await ask([answers({ deviceId: REAL }), answers({ deviceId: 'other' })])).toEqual({
      identity: { deviceId: REAL, source: 'msx' },
      stored: [REAL],
      codes: [],
      settledAtMs: 0,
    });
  });

  it.each([
    { error: 'Plugin not ready' },
    { deviceId: null },
    { deviceId: 'null' },
    { deviceId: 'undefined' },
    { deviceId: '' },
    {},
    null,
  ])('asks the other object where the first answers %j', async (answer) =>
    expect((await ask([answers(answer), answers({ deviceId: REAL })])).identity).toEqual({
      deviceId: REAL,
      source: 'msx',
    }),
  );

  it('does not store again what is stored', async () =>
    expect((await ask([answers({ deviceId: REAL })], REAL)).stored).toEqual([]));
  it('stores a new ID in the place of the old one', async () =>
    expect((await ask([answers({ deviceId: REAL })], 'old')).stored).toEqual([REAL]));

  it('uses the last good ID where MSX gives none', async () => {
    expect(await ask([answers({ error: 'x' }), answers({ error: 'x' })], REAL)).toMatchObject({
      identity: { deviceId: REAL, source: 'stored' },
      codes: ['device-id-missing'],
    });
  });

  it('goes on without an ID after 1500 ms in all', async () => {
    expect(await ask([silent, answers({ deviceId: REAL })])).toMatchObject({
      identity: { deviceId: null, source: 'none' },
      codes: ['device-id-missing'],
      settledAtMs: DEVICE_ID_TIMEOUT_MS,
    });
    expect(DEVICE_ID_TIMEOUT_MS).toBe(1500);
    expect((await ask([answers({ error: 'x' }), silent], REAL)).settledAtMs).toBe(1500);
  });

  it('keeps an ID that comes too late for the next start', async () => {
    const late: TvxDeviceIdSource = {
      requestDeviceId: (callback) => void setTimeout(() => callback({ deviceId: REAL }), 5000),
    };
    expect(await ask([late, undefined])).toMatchObject({ identity: { source: 'none' }, stored: [REAL] });
  });

  it('goes on without where the storage never answers', async () => {
    const result = requestDeviceId({
      sources: [silent],
      stored: new Promise(() => undefined),
      store: () => undefined,
      log: () => undefined,
    });
    await vi.advanceTimersByTimeAsync(1500);
    expect(await result).toEqual({ deviceId: null, source: 'none' });
  });

  it('goes on without on an old MSX, whose library has no requestDeviceId', async () => {
    expect(await ask([{}, undefined])).toMatchObject({
      identity: { deviceId: null, source: 'none' },
      settledAtMs: 0,
    });
  });

  it('survives a library that throws', async () => {
    const throwing: TvxDeviceIdSource = {
      requestDeviceId: () => {
        throw new Error('broken');
      },
    };
    expect(await ask([throwing, answers({ deviceId: REAL })], 'kept')).toMatchObject({
      identity: { deviceId: 'kept', source: 'stored' },
      codes: ['device-id-missing'],
    });
  });
});

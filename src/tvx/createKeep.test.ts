// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { IDBDatabase } from 'fake-indexeddb';
import { clear } from 'idb-keyval';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKeep } from './createKeep.js';
import type { Notice } from './notice.js';

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  window.localStorage.clear();
  await clear();
});

const refuse = () => {
  throw new DOMException('refused', 'SecurityError');
};

it('keeps values in IndexedDB', async () => {
  await createKeep(() => undefined).write('a', '1');
  expect(window.localStorage).toHaveLength(0);
  expect(await createKeep(() => undefined).read('a')).toBe('1');
  expect(await createKeep(() => undefined).read('b')).toBe(null);
});

it('falls back to localStorage where IndexedDB refuses', async () => {
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(refuse);
  await createKeep(() => undefined).write('a', '1');
  expect(window.localStorage).toHaveLength(1);
  expect(await createKeep(() => undefined).read('a')).toBe('1');
});

it('falls back to localStorage where IndexedDB never answers', async () => {
  vi.useFakeTimers();
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(
    () => ({ objectStore: () => ({ get: () => ({}), put: () => ({}) }) }) as never,
  );
  window.localStorage.setItem('msx-player-plugin:a', '1');
  const value = createKeep(() => undefined).read('a');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await value).toBe('1');
  vi.useRealTimers();
});

it('says once that nothing can be kept, and goes on', async () => {
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(refuse);
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  const log: Notice[] = [];
  const keep = createKeep((notice) => void log.push(notice));
  await keep.write('a', '1');
  expect(await keep.read('a')).toBe(null);
  expect(log.map(({ code }) => code)).toEqual(['storage-refused']);
});

describe('MSX’s own storage', () => {
  /** As the library has it; what it keeps outlives the page's storage. */
  function ofMsx() {
    const values: Record<string, string> = {};
    return {
      values,
      set: (name: string, value: string) => void (values[name] = value),
      getFullStr: (name: string, otherwise: string) => values[name] || otherwise,
    };
  }
  const forget = async () => {
    await clear();
    window.localStorage.clear();
  };
  const silent = () => undefined;

  it('keeps values as well, for TVs that forget the page’s when MSX closes', async () => {
    const storage = ofMsx();
    await createKeep(silent, Promise.resolve(storage)).write('a', '1');
    expect(await createKeep(silent).read('a')).toBe('1');
    await forget();
    expect(await createKeep(silent).read('a')).toBe(null);
    expect(await createKeep(silent, Promise.resolve(storage)).read('a')).toBe('1');
  });

  it('is not waited for where the page’s own has the value', async () => {
    await createKeep(silent).write('a', '1');
    expect(await createKeep(silent, new Promise(silent)).read('a')).toBe('1');
  });

  it('is taken where the page’s own refuses, which the log says', async () => {
    const storage = ofMsx();
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(refuse);
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
    const log: Notice[] = [];
    const keep = createKeep((notice) => void log.push(notice), Promise.resolve(storage));
    await keep.write('a', '1');
    expect(await keep.read('a')).toBe('1');
    expect(log.map(({ code }) => code)).toEqual(['storage-refused']);
  });

  it.each([
    ['is not there', undefined],
    ['throws', { set: refuse, getFullStr: refuse }],
  ])('may be one that %s', async (_, storage) => {
    const keep = createKeep(silent, Promise.resolve(storage));
    await keep.write('a', '1');
    expect(await keep.read('a')).toBe('1');
    expect(await keep.read('b')).toBe(null);
  });
});

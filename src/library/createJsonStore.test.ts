// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeep } from '../tvx/createKeep.js';
import type { Keep } from '../tvx/createKeep.js';
import type { TvxStorage } from '../tvx/tvxGlobals.js';
import { createJsonStore } from './createJsonStore.js';

function memory(): Keep & { texts: Record<string, string> } {
  const texts: Record<string, string> = {};
  return {
    texts,
    read: (key) => Promise.resolve(texts[key] ?? null),
    write: (key, value) => {
      texts[key] = value;
      return Promise.resolve();
    },
  };
}

test('any JSON comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const store = createJsonStore(memory());
      const written = JSON.parse(JSON.stringify(value)) as typeof value;
      await store.set('a', written as string);
      expect(await store.get('a')).toEqual(written);
    }),
    { numRuns: 100 },
  );
});

test('what was never there, or is no JSON, is null', async () => {
  const keep = memory();
  keep.texts.b = 'not JSON';
  const store = createJsonStore(keep);
  expect([await store.get('a'), await store.get('b')]).toEqual([null, null]);
});

test('what is removed does not come back from another place where a TV keeps things', async () => {
  const texts: Record<string, string> = {};
  const ofMsx: TvxStorage = {
    set: (name, value) => void (texts[name] = value),
    getFullStr: (name, otherwise) => texts[name] || otherwise,
  };
  const open = () => createJsonStore(createKeep(() => undefined, Promise.resolve(ofMsx)));
  await open().set('a', { films: 2 });
  expect(await open().get('a')).toEqual({ films: 2 });
  await open().remove('a');
  expect(await open().get('a')).toBeNull();
});

test('changes come one after the other, and one that fails is only its own', async () => {
  const store = createJsonStore(memory());
  const add = () => store.change('n', (value) => Number(value) + 1);
  const failing = store.change('n', () => {
    throw new Error('no');
  });
  const added = [add(), add(), add()];
  await expect(failing).rejects.toThrow('no');
  expect(await Promise.all(added)).toEqual([1, 2, 3]);
});

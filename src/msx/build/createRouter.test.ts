import { expect, expectTypeOf, test } from 'vitest';
import type { AttachedData } from '../types/attachedData.js';
import { createRouter } from './createRouter.js';

const route = createRouter({
  'film:{id}': ({ id }) => `film ${id}`,
  'film:{id}:{page}': ({ id, page }, data) => `page ${page} of ${id}, ${String(data.code)}`,
  'film:new': () => 'new films',
  'init': () => 'menu',
});
const answer = (dataId: string, data: AttachedData = {}) => route(dataId)?.(data) ?? null;

test('a request is answered by the pattern that made it, with its values', () => {
  expect(answer('film:a%40b')).toBe('film a@b');
  expect(answer('film:a:2', { code: '1234' })).toBe('page 2 of a, 1234');
  expect(answer('init')).toBe('menu');
});

test('a pattern without values is before one with', () => {
  expect(answer('film:new')).toBe('new films');
});

test('nobody answers another request', () => {
  expect(answer('show:a')).toBeNull();
  expect(answer('toString')).toBeNull();
  expect(answer('')).toBeNull();
});

test('the values of a route have the names of its pattern', () => {
  createRouter({
    'film:{id}': (parameters) => {
      expectTypeOf(parameters).toEqualTypeOf<{ id: string }>();
      // @ts-expect-error -- no such value
      return parameters.page as string;
    },
  });
});

test('a pattern that could be read in two ways is refused at once', () => {
  expect(() => createRouter({ 'film-{id}-{page}': () => '' })).toThrow('film-{id}-{page}');
  expect(() => createRouter({ 'film:{id}{page}': () => '' })).toThrow();
  expect(() => createRouter({ 'film:{id': () => '' })).toThrow();
});

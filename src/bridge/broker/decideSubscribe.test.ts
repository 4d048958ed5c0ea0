import { expect, it } from 'vitest';
import { decideSubscribe } from './decideSubscribe.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const response = (i: number) => `makapix/player/${KEY}/response/${i}`;
const responses = (count: number) => new Map(Array.from({ length: count }, (_, i) => [response(i), 1]));

it('a player has its own topics, and nobody has any before it has signed in', () => {
  expect(decideSubscribe(KEY, new Map(), response(1))).toBeNull();
  expect(decideSubscribe(KEY, new Map(), '#')).toEqual({
    code: 'subscribe-refused',
    reason: 'it subscribed to #',
  });
  expect(decideSubscribe(undefined, new Map(), response(1))).toMatchObject({ code: 'subscribe-refused' });
});

it('32 topics are enough, and one of them may be asked for again', () => {
  expect(decideSubscribe(KEY, responses(31), response(31))).toBeNull();
  expect(decideSubscribe(KEY, responses(32), response(31))).toBeNull();
  expect(decideSubscribe(KEY, responses(32), response(32))).toMatchObject({ code: 'too-many-filters' });
});

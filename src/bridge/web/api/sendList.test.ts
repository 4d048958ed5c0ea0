import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { sendList } from './sendList.js';

/** What is asked for a list of so many, and how many were written in each turn of the event loop. */
async function listOf(count: number) {
  let turn = 0;
  const written: number[] = [];
  const counting = (): void => {
    turn++;
    next = setImmediate(counting);
  };
  let next = setImmediate(counting);
  const app = Fastify();
  const items = Array.from({ length: count }, (_, i) => i);
  app.get('/', (_request, reply) =>
    sendList(reply, 'players', items, (id) => {
      written[turn] = (written[turn] ?? 0) + 1;
      return { id, name: `"${id}"` };
    }),
  );
  const answer = await app.inject('/');
  clearImmediate(next);
  return { answer, written };
}

it.each([0, 1, 500, 501, 1700])('a list of %i is JSON like any other', async (count) => {
  const { answer } = await listOf(count);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.json()).toEqual({
    players: Array.from({ length: count }, (_, id) => ({ id, name: `"${id}"` })),
  });
});

it('a long list is written in several turns of the event loop', async () => {
  const { written } = await listOf(1700);
  expect(Object.values(written)).toEqual([500, 500, 500, 200]);
});

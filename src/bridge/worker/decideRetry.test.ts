import { expect, it } from 'vitest';
import { NO_CONNECTIONS, decideRetry, withOpen, type Connections } from './decideRetry.js';

const lost = (before: Connections, sentence = 'It is gone', nowMs = 0) =>
  decideRetry(before, { sentence, nowMs, place: 'part 1/2' });
/** What is told of connections that last so long each. */
const newsOf = (lengthsMs: number[]) => {
  let connections = NO_CONNECTIONS;
  return lengthsMs.map((nowMs) => {
    const [next, { attempt, news }] = lost(withOpen(connections, 0), 'It is gone', nowMs);
    connections = next;
    return [attempt, news];
  });
};

it('tells once why there is no connection, and again when the reason is another', () => {
  const [first, { attempt, news }] = lost(NO_CONNECTIONS);
  expect([attempt, news]).toEqual([0, 'It is gone']);
  const [second, again] = lost(first);
  expect(again).toEqual({ attempt: 1, news: null });
  expect(lost(second, 'It is full')[1]).toEqual({ attempt: 2, news: 'It is full' });
});

it('begins with short waits again after a connection that lasted', () => {
  expect(newsOf([10_000, 9_999, 10_000])).toEqual([
    [0, 'It is gone'],
    [1, 'It is gone'],
    [0, 'It is gone'],
  ]);
});

it('asks for another worker after three short connections, one after the other', () => {
  const asked = 'It is gone again and again (is there another worker for part 1/2?)';
  expect(newsOf([1, 1, 20_000, 1, 1, 1]).map(([, news]) => news === asked)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
});

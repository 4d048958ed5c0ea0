import { expect, test } from 'vitest';
import type { Desk } from '../stage/makapix/createDesk.js';
import { createLedger } from './ledger.js';
import { judge } from './judge.js';

type Arrived = Desk['arrived'][number];

const arrived = (
  atMs: number,
  postId: number,
  outcome: Arrived['outcome'],
  timestamp = `${postId}`,
): Arrived => ({ atMs, outcome, payload: { post_id: postId, timestamp } as Arrived['payload'] });

function disordered(looks: Arrived[], again: number[]): number[] {
  const ledger = { ...createLedger(), shown: 2, certain: new Set([1, 2]), again: new Set(again) };
  const recorded = looks
    .filter(({ outcome }) => outcome === 'recorded')
    .map(({ payload }) => ({ postId: payload!.post_id }) as Desk['recorded'][number]);
  const circumstances = { heard: [], connections: 1, beganAtMs: 0, endedAtMs: 1 };
  return judge(ledger, { arrived: looks, recorded }, circumstances).figures.disordered;
}

const untold = [arrived(1, 1, 'processing_error'), arrived(2, 1, 'duplicate'), arrived(3, 2, 'recorded')];

test('views must be recorded in the order in which they were shown', () => {
  expect(disordered([arrived(1, 2, 'recorded'), arrived(2, 1, 'recorded')], [])).toEqual([1]);
});

test('an artwork whose first showing was not recorded, untold, counts in the place of its second', () => {
  const looks = [...untold, arrived(4, 1, 'recorded', 'later')];
  expect(disordered(looks, [1])).toEqual([]);
  expect(disordered(looks, [])).toEqual([1]);
});

test('an artwork that was shown again is out of order where its failure could have been told', () => {
  const looks = [
    arrived(1, 1, 'processing_error'),
    arrived(3, 2, 'recorded'),
    arrived(4, 1, 'recorded', 'x'),
  ];
  expect(disordered(looks, [1])).toEqual([1]);
});

test('a view that never came is told with what happened after it was shown', () => {
  const ledger = { ...createLedger(), shown: 1, certain: new Set([1]), shownAtMs: new Map([[1, 5000]]) };
  ledger.happened.push({ atMs: 4000, what: 'page reloaded' }, { atMs: 7000, what: 'browser killed' });
  const circumstances = { heard: [], connections: 1, beganAtMs: 0, endedAtMs: 1 };
  expect(judge(ledger, { arrived: [], recorded: [] }, circumstances).failures).toEqual([
    'lost: view 1: shown after 5.00 s, browser killed after 7.00 s',
  ]);
});

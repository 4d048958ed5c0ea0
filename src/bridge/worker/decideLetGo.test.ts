import { describe, expect, it } from 'vitest';
import { decideLetGo } from './decideLetGo.js';

const NOW_MS = 100_000;
const held = (...lastAtMs: (number | null)[]) => lastAtMs.map((at, i) => ({ queue: `q${i}`, lastAtMs: at }));
const busy = (count: number): number[] => Array.from({ length: count }, () => NOW_MS);

describe('a worker', () => {
  it('keeps everything where it is alone', () =>
    expect(decideLetGo(held(...busy(12)), 1, NOW_MS)).toEqual([]));

  it('gives up what is more than its share, rounded up so that all shares together hold every queue', () => {
    expect(decideLetGo(held(...busy(6)), 2, NOW_MS)).toEqual(['q3', 'q4', 'q5']);
    expect(decideLetGo(held(...busy(6)), 4, NOW_MS)).toEqual(['q2', 'q3', 'q4', 'q5']);
    expect(decideLetGo(held(...busy(3), null, null, null), 2, NOW_MS)).toEqual([]);
  });

  it('counts what it gets messages from: of the others it is not first in line, or they cost nothing', () => {
    const long = NOW_MS - 10_000;
    expect(decideLetGo(held(long, null, NOW_MS, NOW_MS), 4, NOW_MS)).toEqual(['q3']);
  });

  it('keeps what it has while nobody is counted, since it has not been itself', () =>
    expect(decideLetGo(held(...busy(2)), 0, NOW_MS)).toEqual([]));
});

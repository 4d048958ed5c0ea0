import { describe, expect, it } from 'vitest';
import { mostInAMinute } from './attemptLimits.js';
import { createCounter } from './counter.js';
import { createEvents } from './events.js';
import { readOptions } from './simulateOptions.js';

describe('the parts of the simulation', () => {
  it('lets events happen in the order of their moments, and of their planning within one', async () => {
    const events = createEvents();
    const seen: string[] = [];
    const moments = [5, 3, 9, 3, 1, 7, 3, 8, 2, 6, 4, 0];
    moments.forEach((atMs, i) => events.at(atMs, () => seen.push(`${atMs}:${i}`)));
    events.at(4, () => events.at(2, () => seen.push('planned too late')));
    await events.run(8);
    expect(seen).toEqual([
      ...['0:11', '1:4', '2:8', '3:1', '3:3', '3:6', '4:10', 'planned too late', '5:0', '6:9', '7:5', '8:7'],
    ]);
    expect(events.nowMs()).toBe(8);
    await events.run(100);
    expect(seen.at(-1)).toBe('9:2');
  });

  it('stops when it is over', async () => {
    const events = createEvents();
    let count = 0;
    const again = (): void => {
      count++;
      events.at(events.nowMs() + 10, again);
    };
    events.at(0, again);
    await events.run(1000, () => count === 3);
    expect([count, events.nowMs()]).toEqual([3, 20]);
  });

  it('finds the busiest second wherever it begins', () => {
    const counter = createCounter();
    counter.count(500);
    counter.reset(1000);
    for (const atMs of [1000, 1950, 2000, 2050, 2800, 3000]) counter.count(atMs);
    expect(counter.rates(5000)).toEqual({ total: 6, peakPerS: 4, peakPerTenth: 2, meanPerS: 1.5 });
  });

  it('finds the busiest minute', () => {
    expect(mostInAMinute([0, 1000, 59_999, 60_000, 61_000, 200_000])).toBe(3);
    expect(mostInAMinute([])).toBe(0);
  });

  it('takes its options, and refuses those that mean nothing', () => {
    const options = readOptions(['--players', '70', '--outage', '5', '--scenario', 'views']);
    expect(options).toMatchObject({ settings: { players: 70, outageS: 5 }, scenarios: ['views'] });
    expect(readOptions(['--help'])).toBeNull();
    expect(() => readOptions(['--players', 'many'])).toThrow('--players must be a number above 0.');
    expect(() => readOptions(['--scenario', 'rain'])).toThrow('--scenario rain is unknown: restart');
  });
});

import { describe, expect, it } from 'vitest';
import { simulateYear } from './simulateYear.js';

/** One of each kind of place, and two that are always on. */
const TVS = [0, 1, 25, 65, 85, 95];

describe('six TVs for seven weeks, with alerts and --keep-views 5d', () => {
  it('have each outage told and nothing else, and their views kept for as long as promised and counted for ever', async () => {
    const { facts, failures } = await simulateYear({ tvs: TVS, days: 49, keepDays: 5 });
    expect(failures).toEqual([]);
    const value = (what: string): number => facts.find((one) => one.what === what)?.value ?? NaN;
    expect(value('outages put in')).toBeGreaterThan(2);
    expect(value('views recorded')).toBeGreaterThan(2000);
    expect(value('single views at the end')).toBeLessThan(value('views recorded') / 5);
  }, 120_000);
});

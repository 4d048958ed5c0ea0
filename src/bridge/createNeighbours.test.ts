import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNeighbours, type Neighbour } from './createNeighbours.js';

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Bridges that hear each other. */
function stage(libraries: Record<string, string | null>) {
  const faults: string[] = [];
  const told: Neighbour[] = [];
  const bridges = new Map<string, ReturnType<typeof createNeighbours>>();
  const ends: (() => void)[] = [];
  const begin = (id: string): void => {
    const one = createNeighbours({
      own: () => ({ id, name: `${id}:8080`, library: libraries[id] ?? null }),
      tell(bridge) {
        told.push(bridge);
        for (const other of bridges.values()) other.heard(bridge);
        return Promise.resolve();
      },
      monotonicMs: () => Date.now(),
      onFault: (sentence) => faults.push(`${id}: ${sentence}`),
    });
    bridges.set(id, one);
    ends.push(() => one.close());
  };
  Object.keys(libraries).forEach(begin);
  return {
    faults,
    told,
    begin,
    difference: (id: string) => bridges.get(id)!.difference(),
    end: (id: string): void => {
      bridges.get(id)!.close();
      bridges.delete(id);
    },
    close: () => ends.forEach((end) => end()),
  };
}

describe('the bridges on one database', () => {
  it('say which of them has another media folder, once, and no longer when it has the same', async () => {
    const libraries: Record<string, string | null> = { one: 'a', two: 'a', three: 'b' };
    const { faults, difference, close } = stage(libraries);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(difference('one')).toBe(
      'The media folder is not the same as that of three:8080: give all bridges the same files.',
    );
    expect(difference('three')).toContain('one:8080, two:8080');
    expect(faults.filter((fault) => fault.startsWith('one'))).toHaveLength(1);
    libraries.three = 'a';
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(['one', 'two', 'three'].map(difference)).toEqual([null, null, null]);
    close();
  });

  it('leave each other the time to see a file that is copied', async () => {
    const libraries: Record<string, string | null> = { one: 'a', two: 'a' };
    const { faults, close } = stage(libraries);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    libraries.one = 'b';
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS); // as often as a folder is looked through
    libraries.two = 'b';
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(faults).toEqual([]);
    close();
  });

  it('compare nothing with one that has not looked through its folder, nor with one that has gone', async () => {
    const libraries: Record<string, string | null> = { one: 'a', two: null };
    const { difference, end, close } = stage(libraries);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(difference('one')).toBeNull();
    libraries.two = 'b';
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(difference('one')).not.toBeNull();
    end('two');
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(difference('one')).toBeNull();
    close();
  });

  it('tell one that has just come at once, and else twice a minute', async () => {
    const libraries: Record<string, string | null> = { one: 'a' };
    const { told, begin, close } = stage(libraries);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(told.length).toBeGreaterThanOrEqual(18);
    expect(told.length).toBeLessThanOrEqual(21);
    libraries.two = 'a';
    begin('two');
    told.length = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(new Set(told.map(({ id }) => id))).toEqual(new Set(['one', 'two']));
    close();
  });
});

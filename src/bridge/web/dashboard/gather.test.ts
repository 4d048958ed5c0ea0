import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gather } from './gather.js';

describe('what the dashboard fetches', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Requests every 100 ms for so long. @returns when runs began */
  function runs(soonMs: number, pauseMs: number, requestsMs: number): number[] {
    const beganMs: number[] = [];
    const startMs = performance.now();
    const request = gather(() => beganMs.push(performance.now() - startMs), soonMs, pauseMs);
    for (let atMs = 0; atMs < requestsMs; atMs += 100) {
      request();
      vi.advanceTimersByTime(100);
    }
    vi.runAllTimers();
    return beganMs;
  }

  it('is fetched once for all events of a moment', () => expect(runs(300, 0, 300)).toEqual([300]));

  it('is fetched at once where it need not wait, and then not sooner than after the pause', () =>
    expect(runs(0, 5000, 12_000)).toEqual([0, 5000, 10_000, 15_000]));

  it('is fetched once more after the last event, and then not again', () =>
    expect(runs(0, 5000, 200)).toEqual([0, 5000]));
});

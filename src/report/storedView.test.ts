import { describe, expect, it } from 'vitest';
import { freshTimestamp, type RecentStamps } from './storedView.js';

const TIME = Date.parse('2026-06-01T12:00:00Z');

describe('a timestamp that is sent', () => {
  it('is the second in which it was shown', () => {
    expect(freshTimestamp(7, TIME + 999, [])).toEqual({
      timestamp: '2026-06-01T12:00:00Z',
      recent: [[7, TIME / 1000]],
    });
  });

  it('is never the same for two views of one post, or the server takes one for a duplicate', () => {
    let recent: RecentStamps = [];
    const stamps = [0, 400, 800, 1200].map((ms) => {
      const fresh = freshTimestamp(7, TIME + ms, recent);
      recent = fresh.recent;
      return fresh.timestamp;
    });
    expect(stamps).toEqual([
      '2026-06-01T12:00:00Z',
      '2026-06-01T12:00:01Z',
      '2026-06-01T12:00:02Z',
      '2026-06-01T12:00:03Z',
    ]);
  });

  it('may be the same for two posts', () => {
    const { recent } = freshTimestamp(7, TIME, []);
    expect(freshTimestamp(8, TIME, recent).timestamp).toBe('2026-06-01T12:00:00Z');
  });

  it('is the unknown one where the time is unknown, which takes no place', () => {
    expect(freshTimestamp(7, null, [])).toEqual({ timestamp: '1970-01-01T00:00:00Z', recent: [] });
  });

  it('is compared with a bounded number of others', () => {
    let recent: RecentStamps = [];
    for (let i = 0; i < 1000; i++) recent = freshTimestamp(i, TIME, recent).recent;
    expect(recent).toHaveLength(64);
  });
});

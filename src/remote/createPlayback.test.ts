import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlayback } from './createPlayback.js';

let said: unknown[];
let video: unknown;
let hear: (event: Record<string, unknown>) => void;

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  video = {
    info: { listIndex: 2, url: 'http://tv.test/a.mp3?token=secret', properties: { 'makapix:post_id': '7' } },
    data: { state: 2, position: 12, duration: 60 },
  };
  hear = createPlayback({
    requestData: () => (video ? Promise.resolve(video) : Promise.reject(new Error('none'))),
    say: (payload) => said.push(JSON.parse(payload)),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
});
afterEach(() => vi.useRealTimers());

const PLAYING = {
  state: 'playing',
  position: 12,
  duration: 60,
  index: 2,
  url: 'http://tv.test/a.mp3',
  post_id: 7,
};

describe('how far a track is', () => {
  it('is said when it changes, without the query of its address', async () => {
    hear({ event: 'video:play' });
    await settled();
    expect(said).toEqual([PLAYING]);
  });

  it('is said every ten seconds while it plays, and not while it pauses', async () => {
    hear({ event: 'video:play' });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(said).toHaveLength(3);
    video = { info: { url: 'http://tv.test/a.mp3' }, data: { state: 3 } };
    hear({ event: 'video:pause' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toHaveLength(4);
    expect(said[3]).toMatchObject({ state: 'paused', position: null, post_id: null });
  });

  it('is over when it stops, whatever MSX says late', async () => {
    hear({ event: 'video:play' });
    hear({ event: 'video:stop' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toMatchObject([{ state: 'stopped', url: null }]);
  });

  it('is not said of slideshows, nor where MSX does not say it', async () => {
    hear({ event: 'slider:play' });
    video = null;
    hear({ event: 'video:seek' });
    await settled();
    expect(said).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Notice } from '../tvx/notice.js';
import { createClock } from './createClock.js';
import { createScreen } from './createScreen.js';
import { readScreenEvent } from './readScreenEvent.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const INFO = { listIndex: 0, listSize: 3, url: 'http://host/a.mp3', properties: { 'makapix:post_id': 7 } };
const nested = (position: number, scene = 'foreground') => ({
  info: INFO,
  data: { state: 2, position, duration: 60, speed: 1, ended: false },
  scene,
});

/** A screen that plays one track, and what came of it. */
function playing(answer: (dataId: string) => Promise<unknown>) {
  const views: number[] = [];
  const posts: (number | null)[] = [];
  const log: Notice[] = [];
  const asked: string[] = [];
  const startMs = Date.now();
  const screen = createScreen({
    rules: { minDwellMs: 2000, repeatMs: 0, channel: 'all' },
    clock: createClock({ builtAtMs: 0, monotonicMs: () => Date.now() - startMs }),
    log: (notice) => void log.push(notice),
    requestData: (dataId) => {
      asked.push(dataId);
      return answer(dataId);
    },
    viewed: ({ shownAtMs }) => void views.push(shownAtMs),
    showing: (postId) => void posts.push(postId),
  });
  const tell = (event: object) => screen.tell(readScreenEvent(event)!);
  tell({ event: 'video:load', info: INFO, data: { state: 1, ended: false } });
  tell({ event: 'video:play', data: { state: 1, ended: false } });
  return { views, posts, log, asked, tell };
}

it('takes what MSX attaches as `video` for what plays, also after the TV slept', async () => {
  const { views, tell } = playing(() => Promise.resolve(nested(9)));
  await vi.advanceTimersByTimeAsync(5000);
  tell({ event: 'app:sleep' });
  await vi.advanceTimersByTimeAsync(5000);
  tell({ event: 'app:awake' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(views).toEqual([0, 10_000]);
});

it('asks for the track again and again while it is there, and goes by the scene', async () => {
  let scene = 'background';
  const { views, posts, asked } = playing(() => Promise.resolve(nested(9, scene)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual(['video', 'video', 'video', 'video']);
  expect(views).toEqual([]);
  scene = 'foreground';
  await vi.advanceTimersByTimeAsync(10_000);
  expect(views).toHaveLength(1);
  expect(posts).toEqual([7, null, 7]);
});

it('counts the track where MSX does not answer, and says so once', async () => {
  const { views, log, asked } = playing(() => Promise.reject(new Error('Plugin not ready')));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(views).toEqual([0]);
  expect(asked.length).toBeGreaterThan(10);
  expect(log.map(({ code }) => code)).toEqual(['report-slide-unknown']);
});

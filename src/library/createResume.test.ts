import { expect, test } from 'vitest';
import type { VideoData, VideoInfo } from '../msx/types/playback.js';
import { createJsonStore } from './createJsonStore.js';
import { createResume, resumeProperties } from './createResume.js';

const info = (id: string | null, url = `http://host.test/${String(id)}.mp4`) => ({ id, url }) as VideoInfo;
const at = (position: number, more: Partial<VideoData> = {}): VideoData => ({
  state: 2,
  position,
  duration: 1000,
  speed: 1,
  ended: false,
  ...more,
});

function setup({ asked = null as VideoData | null, most = 200 } = {}) {
  const texts: Record<string, string> = {};
  const store = createJsonStore({
    read: (key) => Promise.resolve(texts[key] ?? null),
    write: (key, value) => {
      texts[key] = value;
      return Promise.resolve();
    },
  });
  let time = 0;
  const resume = createResume({ store, most, askVideo: () => Promise.resolve(asked), now: () => ++time });
  const happens = (event: string, fields: object = {}) => resume.handleEvent({ event, ...fields });
  return { resume, happens };
}

test('where a video was left is kept, by its ID or its address', async () => {
  const { resume, happens } = setup();
  happens('video:load', { info: info('harbour') });
  happens('video:stop', { data: at(90) });
  happens('video:load', { info: info(null, 'http://host.test/b.mp4') });
  happens('video:pause', { data: at(50) });
  expect(await resume.positionOf('harbour')).toEqual({ position: 90, duration: 1000, leftAtMs: 1 });
  expect((await resume.all()).map(({ key }) => key)).toEqual(['http://host.test/b.mp4', 'harbour']);
});

test('the next one says how far the last was', async () => {
  const { resume, happens } = setup();
  happens('video:load', { info: info('a') });
  happens('video:load', { info: info('b'), data: at(300) });
  happens('video:stop', { data: at(20) });
  expect((await resume.positionOf('a'))?.position).toBe(300);
  expect((await resume.positionOf('b'))?.position).toBe(20);
});

test('a seek counts for where it goes', async () => {
  const { resume, happens } = setup();
  happens('video:load', { info: info('a') });
  happens('video:seek', { position: 600, data: at(20) });
  expect((await resume.positionOf('a'))?.position).toBe(600);
});

test.each(['video:pause', 'video:seek', 'app:suspend', 'app:sleep'])(
  'MSX is asked where %s does not say how far it is',
  async (event) => {
    const { resume, happens } = setup({ asked: at(77) });
    happens('video:load', { info: info('a') });
    happens(event);
    await expect.poll(() => resume.positionOf('a').then((left) => left?.position)).toBe(77);
  },
);

test.each([
  ['has only begun', at(9)],
  ['is nearly over', at(960)],
  ['has ended', at(500, { ended: true })],
])('what %s is not kept, and no more what was', async (_what, data) => {
  const { resume, happens } = setup();
  happens('video:load', { info: info('a') });
  happens('video:pause', { data: at(100) });
  happens('video:stop', { data });
  expect(await resume.positionOf('a')).toBeNull();
});

test('a stream without an end is kept', async () => {
  const { resume, happens } = setup();
  happens('video:load', { info: info('a') });
  happens('video:stop', { data: at(100, { duration: 0 }) });
  expect((await resume.positionOf('a'))?.position).toBe(100);
});

test('the oldest go where there are too many, and any that is to be forgotten', async () => {
  const { resume, happens } = setup({ most: 2 });
  for (const id of ['a', 'b', 'c']) {
    happens('video:load', { info: info(id) });
    happens('video:stop', { data: at(100) });
  }
  expect((await resume.all()).map(({ key }) => key)).toEqual(['c', 'b']);
  await resume.forget('c');
  expect((await resume.all()).map(({ key }) => key)).toEqual(['b']);
});

test('a player that does not answer, or a storage that fails, costs one position', async () => {
  const texts: Record<string, string> = {};
  let isBroken = true;
  const resume = createResume({
    store: createJsonStore({
      read: (key) => Promise.resolve(texts[key] ?? null),
      write: (key, value) => {
        if (isBroken) return Promise.reject(new Error('full'));
        texts[key] = value;
        return Promise.resolve();
      },
    }),
    askVideo: () => Promise.reject(new Error('timed out')),
  });
  resume.handleEvent({ event: 'video:load', info: info('a') });
  resume.handleEvent({ event: 'video:pause', data: at(50) });
  resume.handleEvent({ event: 'app:suspend' });
  expect(await resume.all()).toEqual([]);
  isBroken = false;
  resume.handleEvent({ event: 'video:stop', data: at(60) });
  expect((await resume.positionOf('a'))?.position).toBe(60);
});

test('nothing is kept while nothing plays', async () => {
  const { resume, happens } = setup();
  happens('video:stop', { data: at(100) });
  happens('app:suspend');
  expect(await resume.all()).toEqual([]);
});

test('an item begins where it was left', () => {
  expect(resumeProperties({ position: 90.7, duration: 1000, leftAtMs: 1 })).toEqual({
    'resume:position': '90',
  });
  expect(resumeProperties(null)).toEqual({});
});

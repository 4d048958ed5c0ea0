import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import { aboutOf } from '../tvx/about.js';
import { createCheckPages } from './createCheckPages.js';

const PLUGIN = 'http://own/tv/plugin.html';
const ASK = `request:interaction:check-slides@${PLUGIN}`;
const OWN = { url: 'data:image/gif;base64,AA' };
const USERS = { url: 'http://own/a.jpg' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stage(build = 166) {
  const ran: string[] = [];
  const results: { lines: unknown[][]; events: string[] }[] = [];
  const { tell, answer } = createCheckPages(
    {
      pluginUrl: PLUGIN,
      build,
      executeAction: (action) => void ran.push(action.replace(/base64,.*/, '…')),
      nowMs: () => Date.now(),
      setTimer: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    () =>
      Promise.resolve({
        identity: { deviceId: 'TV', source: 'msx' },
        lastDeviceId: 'TV',
        storage: 'kept',
        clockOffsetMs: 0,
        broker: null,
        about: aboutOf({ application: { version: `0.1.${build}` } }),
        engine: 'Chromium 94',
        pluginVersion: '1.2.3',
      }),
    (result) => void results.push(result),
  );
  const page = async () => JSON.stringify(await answer('check'));
  const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const showPictures = async () => {
    await later(1000);
    tell({ type: 'slider:load', info: OWN });
    tell({ type: 'slider:visible', info: OWN });
    await later(2500);
    tell({ type: 'slider:position' });
    tell({ type: 'slider:visible', info: OWN });
    await later(2500);
    tell({ type: 'slider:stop' });
  };
  const playSound = () => {
    tell({ type: 'video:load', info: OWN });
    tell({ type: 'video:play' });
    tell({ type: 'video:stop' });
  };
  return { tell, answer, page, ran, results, later, showPictures, playSound };
}

it('shows pictures and plays a sound by itself, and then the page with the result', async () => {
  const { page, ran, results, later, showPictures, playSound } = stage();
  expect(await page()).toContain('Two pictures come by themselves');
  await showPictures();
  expect(ran.splice(0)).toEqual([`slideshow:${ASK}`, 'slider:next', 'slider:stop', 'audio:data:audio/wav;…']);
  playSound();
  await later(0);
  expect(ran).toEqual([
    'cleanup',
    `replace:content:msx-player-check:request:interaction:check@${PLUGIN}>item:current`,
  ]);
  expect(results[0]!.lines.map(([result]) => result)).toEqual(Array(7).fill('good'));
  expect(results[0]!.events).toEqual([
    '1000 slider:load',
    '1000 slider:visible',
    '3500 slider:position',
    '3500 slider:visible',
    '6000 slider:stop',
    '6000 video:load',
    '6000 video:play',
    '6000 video:stop',
  ]);
  expect(await page()).toContain('MSX says when a picture is on screen');
});

it('does so once by itself, and again when somebody asks for it, but not twice at a time', async () => {
  const { answer, page, ran, results, later, showPictures, playSound } = stage();
  await page();
  await page();
  await showPictures();
  playSound();
  await later(100_000);
  await page();
  await later(100_000);
  expect(ran.filter((action) => action === `slideshow:${ASK}`)).toHaveLength(1);
  expect(await answer('check-again')).toMatchObject({ action: `slideshow:${ASK}` });
  expect(await answer('check-again')).toMatchObject({ action: '[]' });
  await showPictures();
  playSound();
  await later(0);
  expect(results).toHaveLength(2);
  expect(results[1]!.events).toHaveLength(8);
});

it('ends where MSX says nothing, and says so', async () => {
  const { page, results, later } = stage();
  await page();
  await later(38_000);
  expect(results[0]!.lines[4]).toEqual([
    'bad',
    expect.stringContaining('nothing'),
    expect.stringContaining('report this line'),
  ]);
  expect(results[0]!.events).toEqual([]);
});

it('runs no action in an old MSX that it need not know', async () => {
  const { page, ran, showPictures, playSound, later, answer } = stage(134);
  await page();
  await showPictures();
  playSound();
  await later(0);
  expect(ran).toEqual([`slideshow:${ASK}`, 'audio:data:audio/wav;…', 'reload:content>item:current']);
  expect(JSON.stringify(await answer('check-slides'))).not.toContain('trigger');
});

it('leaves what somebody else shows alone', async () => {
  const { tell, page, ran, later } = stage();
  await page();
  await later(1000);
  tell({ type: 'slider:load', info: OWN });
  expect(tell({ type: 'slider:load', info: USERS })).toBe(false);
  expect(tell({ type: 'slider:stop' })).toBe(false);
  await later(10_000);
  expect(ran).toEqual([`slideshow:${ASK}`]);
});

it('knows what is its own until it stops', () => {
  const { tell } = stage();
  expect(tell({ type: 'video:play' })).toBe(false);
  expect(tell({ type: 'video:load', info: OWN })).toBe(true);
  expect(tell({ type: 'video:play' })).toBe(true);
  expect(tell({ type: 'slider:play' })).toBe(false);
  expect(tell({ type: 'video:stop' })).toBe(true);
  expect(tell({ type: 'video:stop' })).toBe(false);
});

it.each([97, 134, 166])('asks MSX 0.1.%i for slides as it wants them', async (build) => {
  const faults = lintDocument(await stage(build).answer('check-slides'), {
    kind: 'slideshow',
    version: `0.1.${build}`,
    pluginUrl: PLUGIN,
  });
  // MSX says nothing of addresses like these: what it makes of them is found out by the check itself
  expect(faults.filter(({ message }) => !message.startsWith('"data:image/gif'))).toEqual([]);
});

it('has nothing else', () => expect(stage().answer('status')).toBeNull());

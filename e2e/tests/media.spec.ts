// A folder of the user's own, walked through with the keys of a remote control alone.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeLongFilm, writeLongSound } from '../stage/longMedia.js';
import { mediaFolder, type MediaFolder } from '../stage/mediaFolder.js';
import {
  filesAre,
  type PluginHost,
  type RunningBridge,
  startBridge,
  startPluginHost,
} from '../stage/startBridge.js';
import { openHost, type Host } from '../stage/openHost.js';
import { EVERYDAY_VERSIONS } from '../stage/msxVersions.js';
import { startApp } from '../stage/startOrigins.js';
import { warnings } from '../stage/pluginStage.js';
import type { TestServer } from '../stage/startServer.js';

const COLUMNS = 4;
const numbered = (count: number, name: (number: string) => string): string[] =>
  Array.from({ length: count }, (_, i) => name(String(i + 1).padStart(3, '0')));

/** 200 files: 110 pictures, 50 sounds, 40 films, in albums up to three deep. */
const FILES = [
  ...numbered(60, (n) => `Holidays/Summer/Beach/Wave ${n}.png`),
  ...numbered(50, (n) => `Holidays/Winter/Snow ${n}.png`),
  ...numbered(49, (n) => `Music/Songs/Song ${n}.mp3`),
  ...numbered(20, (n) => `Films/Short/Day ${n}.webm`),
  ...numbered(19, (n) => `Films/Short/Night ${n}.mp4`),
];
const LONG_SOUND = 'Music/Long silence.wav';
const LONG_FILM = 'Films/Long day.webm';

let media: MediaFolder;
let bridge: RunningBridge;
let app: TestServer;
let plugin: PluginHost;
test.beforeAll(async () => {
  media = await mediaFolder(FILES);
  for (const file of [LONG_SOUND, LONG_FILM])
    await mkdir(dirname(join(media.path, file)), { recursive: true });
  await writeLongSound(join(media.path, LONG_SOUND), 300);
  await writeLongFilm(join(media.path, LONG_FILM), 200);
  app = await startApp();
  bridge = await startBridge('--media', media.path);
  plugin = await startPluginHost(bridge);
  await filesAre(bridge, 200);
});
test.afterAll(async () => {
  await bridge.stop();
  await Promise.all([app.close(), plugin.close()]);
  await media.remove();
});

/** Moves the focus to an item of the page on screen, and presses Enter. */
async function open(host: Host, title: string): Promise<void> {
  const { content } = await host.until(
    `an item "${title}"`,
    (state) => state.content?.items.some((item) => item.title === title) === true && !state.busy,
  );
  const at = content!.items.findIndex((item) => item.title === title);
  for (let focus = content!.focus; focus !== at;) {
    const [key, across] = focus < at ? ['ArrowDown', 'ArrowRight'] : ['ArrowUp', 'ArrowLeft'];
    await host.press(Math.abs(at - focus) >= COLUMNS ? key : across);
    focus = (await host.state()).content!.focus;
  }
  await host.press('Enter');
}

for (const msxVersion of EVERYDAY_VERSIONS)
  test(`in MSX ${msxVersion} pictures, sound and film of a folder of 200 files play and seek, and the dashboard follows`, async ({
    page,
    browser,
  }) => {
    await page.goto(bridge.origin);
    const card = page.locator('.player');
    const views = page.locator('#views li:not(.empty)');

    const tv = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    /** The parts of files that were sent: where each begins. */
    const parts: { path: string; from: number; status: number }[] = [];
    tv.on('response', (response) => {
      const from = /^bytes (\d+)-/.exec(response.headers()['content-range'] ?? '')?.[1];
      const { pathname } = new URL(response.url());
      if (/^\/msx\/(?:audio|video)\//.test(pathname))
        parts.push({ path: pathname, from: Number(from ?? NaN), status: response.status() });
    });
    const host = await openHost(tv, app.origin, plugin.start, {
      macAddress: '00:11:22:33:44:55',
      msxVersion,
    });
    await host.until('the albums', ({ content }) => content?.items.length === 3);
    await expect(card).toHaveCount(1);
    await expect(card.locator('.state')).toHaveText('online');
    await expect(card).toContainText(`MSX ${msxVersion}`);
    await host.press('ArrowRight');

    // Pictures, three albums deep.
    for (const title of ['Holidays', 'Summer', 'Beach', 'Wave 002']) await open(host, title);
    const { slideshow } = await host.slide(1);
    await expect(views).toHaveCount(1, { timeout: 15_000 });
    await expect(views.first()).toContainText('Wave 002');
    const picture = card.locator('.screen img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
    expect(slideshow!.url).toContain('/msx/image/'); // the thumbnail is for albums and for the dashboard
    const second = await picture.getAttribute('src');
    await host.press('ArrowRight');
    await host.slide(2);
    await expect(picture).not.toHaveAttribute('src', second!);
    await expect(views).toHaveCount(2, { timeout: 15_000 });
    await expect(views.first()).toContainText('Wave 003');
    await page.screenshot({ path: test.info().outputPath('picture.png'), fullPage: true });
    await host.press('Backspace', 'Backspace', 'Backspace', 'Backspace');

    expect(await warnings(host)).toEqual([]);

    // Sound, far ahead of what the browser has of it.
    const playing = (atLeastS: number) =>
      host.until(
        `it plays after ${atLeastS} s`,
        ({ player }) => player?.state === 'playing' && player.position > atLeastS,
      );
    const seek = async (steps: number) => {
      for (let i = 0; i < steps; i++) await host.press('ArrowRight');
    };
    for (const title of ['Music', 'Long silence']) await open(host, title);
    expect(Math.round((await playing(0)).player!.duration)).toBe(300);
    await seek(25);
    await playing(250.5);
    expect(parts.filter(({ path, from }) => path.includes('/audio/') && from > 40_000_000)).not.toEqual([]);
    await expect(views.first()).toContainText('Long silence', { timeout: 15_000 });
    await expect(card.locator('.state')).toContainText('shows Long silence since');
    await host.press('s', 'Backspace');

    // Film, forwards and back.
    for (const title of ['Films', 'Long day']) await open(host, title);
    expect((await playing(0)).player!.duration).toBe(1600);
    await seek(120);
    await playing(1200.5);
    const film = () => tv.locator('video').evaluate((video: HTMLVideoElement) => video.readyState);
    await expect.poll(film).toBeGreaterThanOrEqual(2); // there is a picture of this place
    await tv.screenshot({ path: test.info().outputPath('film.png') });
    // how far ahead depends on what the browser has by then
    expect(parts.filter(({ path, from }) => path.includes('/video/') && from > 0)).not.toEqual([]);
    for (let i = 0; i < 100; i++) await host.press('ArrowLeft');
    const back = await host.until('it plays after 200 s', ({ player }) => player?.state === 'playing');
    expect(back.player!.position).toBeLessThan(210);
    await playing(back.player!.position);
    await expect(views.first()).toContainText('Long day', { timeout: 15_000 });
    expect(parts.map(({ status }) => status).filter((status) => status !== 206)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('film-dashboard.png'), fullPage: true });
    await host.press('s');
    await expect(card).toContainText('shows no work now');
  });

// What comes and goes on a TV that stays switched on: files of the media folder, and the plugin.
import { expect, type Page, test } from '@playwright/test';
import { mediaFolder, type MediaFolder } from '../stage/mediaFolder.js';
import { filesAre, previewStart, startBridge, type RunningBridge } from '../stage/startBridge.js';
import { openHost, type Host } from '../stage/openHost.js';
import { startApp } from '../stage/startOrigins.js';
import { startServer, type TestServer } from '../stage/startServer.js';

let media: MediaFolder;
let bridge: RunningBridge;
let app: TestServer;
test.beforeEach(async () => {
  media = await mediaFolder(['tiles.png']);
  app = await startApp();
  bridge = await startBridge('--media', media.path);
  await filesAre(bridge, 1);
});
test.afterEach(async () => {
  await bridge.stop();
  await app.close();
  await media.remove();
});

const openTv = (page: Page, msxVersion: string) =>
  openHost(page, app.origin, previewStart(bridge.origin), { msxVersion });
/** Waits until a document of the bridge has a text in it. */
const has = (document: string, text: string) =>
  expect
    .poll(async () => (await (await fetch(`${bridge.origin}/msx/${document}`)).text()).includes(text))
    .toBe(true);

const labels = (host: Host, ...wanted: string[]) =>
  host.until(`the menu ${wanted.join()}`, ({ menu }) => menu?.labels.join() === wanted.join());
const page = (host: Host, headline: string, ...titles: string[]) =>
  host.until(
    `${headline} with ${titles.join()}`,
    ({ content }) =>
      content?.headline === headline && content.items.map(({ title }) => title).join() === titles.join(),
  );

test('a kind of file that comes or goes comes and goes in the menu', async ({ page: tv }) => {
  const host = await openTv(tv, '0.1.166');
  await labels(host, 'Albums', 'All pictures', 'This TV');
  await page(host, 'Albums', 'tiles');

  await media.add('song.mp3');
  await filesAre(bridge, 2);
  await host.press('ArrowDown');
  await page(host, 'All pictures', 'tiles');
  await labels(host, 'Albums', 'All pictures', 'All music', 'This TV');
  await host.press('ArrowUp');
  await page(host, 'Albums', 'song', 'tiles');
  await host.press('ArrowDown', 'ArrowDown');
  await page(host, 'All music', 'song');

  await media.delete('song.mp3');
  await filesAre(bridge, 1);
  await host.press('ArrowUp');
  await labels(host, 'Albums', 'All pictures', 'This TV');
  expect((await host.state()).allToasts).toEqual([]);
});

test('an MSX that cannot replace its menu says that a kind is empty, and shows what has come in the albums', async ({
  page: tv,
}) => {
  const host = await openTv(tv, '0.1.114');
  await labels(host, 'Albums', 'All pictures', 'This TV');
  await page(host, 'Albums', 'tiles');
  await media.delete('tiles.png');
  await media.add('song.mp3');
  await has('albums.json', '"song"');
  await filesAre(bridge, 1);
  await host.press('ArrowDown');
  await page(host, 'All pictures', 'There are no pictures now', 'Look again');
  await media.add('dunes.png');
  await filesAre(bridge, 2);
  await host.press('ArrowRight', 'Enter');
  await page(host, 'All pictures', 'dunes');
  await host.press('Backspace', 'ArrowUp');
  await page(host, 'Albums', 'dunes', 'song');
  const { menu, allToasts } = await host.state();
  expect([menu?.labels, allToasts]).toEqual([['Albums', 'All pictures', 'This TV'], []]);
});

for (const { kind, file, page: list } of [
  { kind: 'a picture that is seen', file: 'tiles.png', page: 'All pictures' },
  { kind: 'a sound that starts', file: 'song.mp3', page: 'All music' },
  { kind: 'a film that starts', file: 'day.webm', page: 'All films' },
])
  test(`${kind} brings the plugin back after another one took its place`, async ({ page: tv }) => {
    if (file !== 'tiles.png') {
      await media.delete('tiles.png');
      await media.add(file);
      await has('menu.json', list);
      await filesAre(bridge, 1);
    }
    const other = await startServer({}, { '/other.html': { type: 'text/html', body: '<!doctype html>' } });
    const host = await openTv(tv, '0.1.166');
    await labels(host, 'Albums', list, 'This TV');
    await host.press('ArrowDown');
    await page(host, list, file.replace(/\..*/, ''));
    await host.execute(`interaction:load:${other.origin}/other.html`);
    await host.until('the other plugin', ({ plugin }) => plugin.url === `${other.origin}/other.html`);
    await host.press('ArrowRight', 'Enter');
    const { allToasts } = await host.until(
      'the plugin is back',
      ({ plugin }) => plugin.url === `${bridge.origin}/preview/plugin/plugin.html` && plugin.ready,
    );
    expect(allToasts).toEqual([]);
    await other.close();
  });

// What the plugin reports of what is on screen, at each age of MSX.
import { connectAsync } from 'mqtt';
import { expect } from '@playwright/test';
import { startTestBroker } from '../stage/startTestBroker.js';
import { has, MSX_VERSIONS } from '../stage/msxVersions.js';
import { aMenu, DEVICE, test, warnings } from '../stage/pluginStage.js';

/** A broker, and the views that come to it. */
async function listen() {
  const broker = await startTestBroker();
  const client = await connectAsync(broker.url);
  const views: Record<string, unknown>[] = [];
  client.on('message', (_topic, payload) => {
    views.push(JSON.parse(payload.toString()) as Record<string, unknown>);
  });
  await client.subscribeAsync('makapix/player/+/view');
  const close = async (): Promise<void> => {
    await client.endAsync();
    await broker.close();
  };
  return { broker, views, close };
}

const item = (postId: number, title: string, action: string) => ({
  title,
  action,
  properties: { 'makapix:post_id': postId },
});

const PICTURES = ['dunes', 'missing', 'harbour'];

for (const msxVersion of MSX_VERSIONS)
  test(`in MSX ${msxVersion} pictures, sound and film are views, a broken picture ${
    has(msxVersion, '0.1.160') ? 'is none' : 'cannot be told from them'
  }`, async ({ page, serve }) => {
    await page.clock.install();
    const { broker, views, close } = await listen();
    const stage = await serve({
      config: { tagging: 'deep', broker: { url: broker.url }, views: { intervalMs: 0, requestAck: false } },
      documents: {
        '/menu.json': aMenu('Works'),
        '/Works.json': {
          json: {
            template: { type: 'separate', layout: '0,0,2,2' },
            items: [
              ...PICTURES.map((name, i) => item(i + 1, name, `image:/gallery/pictures/${name}.png`)),
              item(4, 'A sound', 'audio:/gallery/media/melody.mp3'),
              item(5, 'A film', 'video:/gallery/media/a-day.mp4'),
            ],
          },
        },
      },
    });
    /** Lets time pass until these posts were viewed, in this order. */
    const viewed = (...posts: number[]) =>
      expect
        .poll(
          async () => {
            await page.clock.runFor(500);
            return views.map(({ post_id: postId }) => postId);
          },
          { intervals: [50] },
        )
        .toEqual(posts);

    const host = await stage.openTo('A sound', { ...DEVICE, msxVersion, media: 'pretended:600' });
    await host.press('ArrowRight', 'Enter');
    await host.until('the first', ({ slideshow }) => slideshow?.image === 'shown');
    await viewed(1);
    await host.press('ArrowRight');
    await host.until('the broken one', ({ slideshow }) => slideshow?.image === 'broken');
    const broken = has(msxVersion, '0.1.160') ? [] : [2];
    for (let halves = 0; halves < 8; halves++) await page.clock.runFor(500);
    await viewed(1, ...broken);
    await host.press('ArrowRight');
    await host.until('the last', ({ slideshow }) => slideshow?.image === 'shown');
    await viewed(1, ...broken, 3);
    await host.press('Backspace', 'ArrowRight', 'Enter');
    await host.until('the sound', ({ player }) => player?.state === 'playing');
    await viewed(1, ...broken, 3, 4);
    await host.press('s', 'ArrowRight');
    await page.clock.runFor(5_000); // what follows at once was not chosen by a person
    await host.press('Enter');
    await host.until('the film', ({ player }) => player?.type === 'video' && player.state === 'playing');
    await viewed(1, ...broken, 3, 4, 5);
    expect(views.filter(({ intent }) => intent === 'artwork').map(({ post_id: postId }) => postId)).toEqual([
      1, 4, 5,
    ]);
    expect(await warnings(host)).toEqual([]);
    await close();
  });

test('the very item that brings the plugin back after another one took its place is a view: picture, sound and film', async ({
  page,
  serve,
}) => {
  await page.clock.install();
  const { broker, views, close } = await listen();
  const stage = await serve({
    config: { tagging: 'deep', broker: { url: broker.url }, views: { intervalMs: 0, requestAck: false } },
    documents: {
      '/menu.json': aMenu('Works'),
      '/Works.json': {
        json: {
          template: { type: 'separate', layout: '0,0,2,2' },
          items: [
            item(1, 'A picture', 'image:/gallery/pictures/dunes.png'),
            item(2, 'A sound', 'audio:/gallery/media/melody.mp3'),
            item(3, 'A film', 'video:/gallery/media/a-day.mp4'),
          ],
        },
      },
      '/other.html': { type: 'text/html', body: '<!doctype html>' },
    },
  });
  const other = stage.at('/other.html');
  const host = await stage.open({ ...DEVICE, media: 'pretended:600' });
  await host.until('the works', ({ content }) => content?.items.length === 3);
  await host.press('ArrowRight');

  for (const { post, end } of [
    { post: 1, end: 'Backspace' },
    { post: 2, end: 's' },
    { post: 3, end: 's' },
  ]) {
    await host.execute(`interaction:load:${other}`);
    await host.until('the other plugin', ({ plugin }) => plugin.url === other);
    await host.press('Enter');
    await host.until('the plugin is back', ({ plugin }) => plugin.url === stage.address && plugin.ready);
    await expect
      .poll(
        async () => {
          await page.clock.runFor(500);
          return views.map(({ post_id: postId }) => postId);
        },
        { intervals: [50], timeout: 15_000 },
      )
      .toEqual([1, 2, 3].slice(0, post));
    await host.press(end, 'ArrowRight');
  }
  expect(await warnings(host)).toEqual([]);
  await close();
});

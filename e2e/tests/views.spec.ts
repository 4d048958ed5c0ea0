// What the plugin reports of what is on screen, at each age of MSX.
import { connectAsync } from 'mqtt';
import { expect, type Page } from '@playwright/test';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { timestampOf } from '../../src/makapix/timestamp.js';
import type { Routes } from '../stage/startServer.js';
import { startTestBroker } from '../stage/startTestBroker.js';
import { has, MSX_VERSIONS } from '../stage/msxVersions.js';
import {
  aGrid,
  aMenu,
  DEVICE,
  type Files,
  library,
  script,
  shows,
  type Stage,
  test as base,
  warnings,
} from '../stage/pluginStage.js';

/** The plugin on its host, and what comes to its broker: every view goes out at once, and is not answered. */
interface Reporting extends Stage {
  views: Record<string, unknown>[];
  posts: () => unknown[];
  /** Lets time pass, step by step, until what is looked at is as expected. */
  inTime: <T>(look: () => T | Promise<T>, stepMs?: number) => ReturnType<typeof expect.poll>;
}

const test = base.extend<{ report: (documents: Routes, more?: Files) => Promise<Reporting> }>({
  report: async ({ page, serve }, use) => {
    const broker = await startTestBroker();
    const client = await connectAsync(broker.url);
    const views: Reporting['views'] = [];
    client.on('message', (_topic, payload) => {
      views.push(JSON.parse(payload.toString()) as Record<string, unknown>);
    });
    await client.subscribeAsync('makapix/player/+/view');
    const config = {
      tagging: 'deep',
      broker: { url: broker.url },
      views: { intervalMs: 0, requestAck: false },
    };
    await use(async (documents, { config: own, ...more } = {}) => ({
      ...(await serve({ config: { ...config, ...own }, documents, ...more })),
      views,
      posts: () => views.map(({ post_id: postId }) => postId),
      inTime: (look, stepMs = 500) =>
        expect.poll(
          async () => {
            await page.clock.runFor(stepMs);
            return look();
          },
          { intervals: [50], timeout: 15_000 },
        ),
    }));
    await client.endAsync();
    await broker.close();
  },
});

const item = (postId: number, title: string, action: string) => ({
  title,
  action,
  properties: { 'makapix:post_id': postId },
});

const SOUND = 'audio:/gallery/media/melody.mp3';
const FILM = 'video:/gallery/media/a-day.mp4';
const works = (...items: object[]) => ({ '/menu.json': aMenu('Works'), '/Works.json': aGrid({}, ...items) });

const PICTURES = ['dunes', 'missing', 'harbour'];

for (const msxVersion of MSX_VERSIONS)
  test(`in MSX ${msxVersion} pictures, sound and film are views, a broken picture ${
    has(msxVersion, '0.1.160') ? 'is none' : 'cannot be told from them'
  }`, async ({ report }) => {
    const stage = await report(
      works(
        ...PICTURES.map((name, i) => item(i + 1, name, `image:/gallery/pictures/${name}.png`)),
        item(4, 'A sound', SOUND),
        item(5, 'A film', FILM),
      ),
    );
    const { clock } = stage.page;
    await clock.install();
    /** Lets time pass until these posts were viewed, in this order. */
    const viewed = (...posts: number[]) => stage.inTime(stage.posts).toEqual(posts);

    const host = await stage.openTo('A sound', { ...DEVICE, msxVersion, media: 'pretended:600' });
    await host.press('ArrowRight', 'Enter');
    await host.until('the first', ({ slideshow }) => slideshow?.image === 'shown');
    await viewed(1);
    await host.press('ArrowRight');
    await host.until('the broken one', ({ slideshow }) => slideshow?.image === 'broken');
    const broken = has(msxVersion, '0.1.160') ? [] : [2];
    for (let halves = 0; halves < 8; halves++) await clock.runFor(500);
    await viewed(1, ...broken);
    await host.press('ArrowRight');
    await host.until('the last', ({ slideshow }) => slideshow?.image === 'shown');
    await viewed(1, ...broken, 3);
    await host.press('Backspace', 'ArrowRight', 'Enter');
    await host.until('the sound', ({ player }) => player?.state === 'playing');
    await viewed(1, ...broken, 3, 4);
    await host.press('s', 'ArrowRight');
    await clock.runFor(5_000); // what follows at once was not chosen by a person
    await host.press('Enter');
    await host.until('the film', ({ player }) => player?.type === 'video' && player.state === 'playing');
    await viewed(1, ...broken, 3, 4, 5);
    const artworks = stage.views.filter(({ intent }) => intent === 'artwork');
    expect(artworks.map(({ post_id: postId }) => postId)).toEqual([1, 4, 5]);
    expect(await warnings(host)).toEqual([]);
  });

test('the very item that brings the plugin back after another one took its place is a view: picture, sound and film', async ({
  report,
}) => {
  const stage = await report({
    ...works(
      item(1, 'A picture', 'image:/gallery/pictures/dunes.png'),
      item(2, 'A sound', SOUND),
      item(3, 'A film', FILM),
    ),
    '/other.html': { type: 'text/html', body: '<!doctype html>' },
  });
  await stage.page.clock.install();
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
    await stage.inTime(stage.posts).toEqual([1, 2, 3].slice(0, post));
    await host.press(end, 'ArrowRight');
  }
  expect(await warnings(host)).toEqual([]);
});

/** A playlist of sounds, of which each is a post. */
const playlist = {
  ...works({ title: 'All', action: 'playlist:/all.json' }),
  '/all.json': aGrid({}, ...[1, 2, 3].map((postId) => item(postId, `${postId}`, SOUND))),
};

test('what MSX says of itself counts, at the start and again when the clock has jumped', async ({
  report,
}) => {
  const stage = await report(playlist);
  await stage.page.clock.install();
  const host = await stage.open({ ...DEVICE, media: 'pretended:600', randomPlayback: '1' });
  await host.until('the works', ({ content }) => content?.items.length === 1);
  await host.press('ArrowRight', 'Enter');
  await host.until('a track', ({ player }) => player?.state === 'playing');
  // Tracks that MSX plays at random have no order.
  await stage.inTime(() => stage.views.map(({ play_order: playOrder }) => playOrder)).toEqual([2]);

  /** What it says of itself, and not of a track. */
  const answers = async () => (await host.told()).filter(({ info }) => 'application' in Object(info)).length;
  const before = await answers();
  await stage.page.clock.setSystemTime(Date.now() + 3_600_000);
  await stage.inTime(async () => (await answers()) > before, 1000).toBe(true);
});

/** An hour ago: what is a month old is dropped. */
const SHOWN_AT_MS = Date.now() - 3_600_000;
const SENT_WITH = timestampOf(SHOWN_AT_MS - 60_000);

/** A view as version 0.1.0 wrote it; what it did not know yet, it did not write. */
const storedView = (postId: number, changes: object = {}) => ({
  facts: { postId, intent: 'artwork', playOrder: 2, channel: 'hashtag', userSqid: null, hashtag: 'sky' },
  shownAtMs: SHOWN_AT_MS,
  page: 'a page that is gone',
  placeMs: 1234.5,
  rounds: 0,
  ...changes,
});
/** The record beside the views, as version 0.1.0 wrote it. */
const storedLease = (last: number) => ({
  lastSentAtMs: 0,
  attempts: [],
  recent: [],
  unknown: [],
  sent: 5,
  refused: 0,
  dropped: 0,
  owner: 'a page that is gone',
  beat: 7,
  first: 1,
  last,
});

/** Fills the storage of the origin that is open in `page`: databases by name and store, and localStorage. */
const fillStorage = (page: Page, databases: [string, string, object][], texts: Record<string, string>) =>
  page.evaluate(
    async ([allDatabases, allTexts]) => {
      Object.assign(localStorage, allTexts);
      for (const [name, store, records] of allDatabases)
        await new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onupgradeneeded = () => opening.result.createObjectStore(store);
          opening.onerror = () => reject(new Error(`no database ${name}`));
          opening.onsuccess = () => {
            const transaction = opening.result.transaction(store, 'readwrite');
            for (const [key, value] of Object.entries(records))
              transaction.objectStore(store).put(value, key);
            transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        });
    },
    [databases, texts] as const,
  );

const PREFIX = 'msx-player-plugin:';
const OLD_KEY = '0b7c9f3a-5f0e-4c39-9d6b-2f8f3a1b7c55';

for (const { kept, databases, texts, playerKey } of [
  {
    kept: 'the last device ID',
    databases: [['keyval-store', 'keyval', { [`${PREFIX}device-id`]: 'OLD-ID' }] as [string, string, object]],
    texts: {},
    playerKey: playerKeyOf('OLD-ID'),
  },
  {
    kept: 'a random player key',
    databases: [],
    texts: { [`${PREFIX}player-key`]: OLD_KEY },
    playerKey: OLD_KEY,
  },
])
  test(`what version 0.1.0 stored is read: ${kept} and the views of both storages; its address of a menu is left alone`, async ({
    report,
  }) => {
    const noId = 'TVXInteractionPlugin.requestDeviceId = TVXVideoPlugin.requestDeviceId = undefined;';
    const { body } = library() as { body: string };
    const stage = await report(
      { '/menu.json': aMenu('Songs'), '/old.json': aMenu('Old songs') },
      { config: { tagging: 'links' }, beside: { 'tvx-plugin.min.js': script(`${body};${noId}`) } },
    );
    await stage.page.goto(stage.address);
    await fillStorage(
      stage.page,
      [
        ...databases,
        [
          'makapix-report',
          'outbox',
          {
            'lease': storedLease(2),
            'view:1': storedView(71, { timestamp: SENT_WITH }),
            'view:2': storedView(72),
          },
        ],
      ],
      {
        ...texts,
        [`${PREFIX}menu:/tv/plugin.html`]: stage.at('/old.json'),
        'makapix-report/lease': JSON.stringify(storedLease(1)),
        'makapix-report/view:1': JSON.stringify(storedView(73)),
      },
    );
    const host = await stage.open(DEVICE);
    await host.until('the menu', shows('Songs'));
    await expect.poll(() => stage.views.length, { timeout: 15_000 }).toBe(3);
    expect(stage.views).toEqual(
      [
        [71, SENT_WITH],
        [72, timestampOf(SHOWN_AT_MS)],
        [73, timestampOf(SHOWN_AT_MS)],
      ].map(([postId, timestamp]) => ({
        post_id: postId,
        timestamp,
        timezone: '',
        intent: 'artwork',
        play_order: 2,
        channel: 'hashtag',
        player_key: playerKey,
        channel_user_sqid: null,
        channel_hashtag: 'sky',
        request_ack: false,
      })),
    );
    expect(stage.asked('/old.json')).toEqual([]);
  });

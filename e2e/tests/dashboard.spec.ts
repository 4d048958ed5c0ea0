// The dashboard of the real bridge, with real plugin pages as its TVs.
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { PlayerJson } from '../../src/bridge/web/api/playerJson.js';
import { lanAddresses } from '../../src/bridge/web/reachableAddresses.js';
import { type PluginHost, type RunningBridge, startBridge, startPluginHost } from '../stage/startBridge.js';
import { connectPlayer, openMenu } from '../stage/connectPlayer.js';
import { healthText, type Health } from '../../src/makapix/health.js';
import { openHost, type Host } from '../stage/openHost.js';
import { onEachScreen } from '../stage/onEachScreen.js';
import { startApp } from '../stage/startOrigins.js';
import type { TestServer } from '../stage/startServer.js';

let bridge: RunningBridge;
let app: TestServer;
let plugin: PluginHost | undefined;
test.beforeEach(async () => {
  app = await startApp();
});
test.afterEach(async () => {
  await Promise.all([bridge.stop(), app.close(), plugin?.close()]);
  plugin = undefined;
});

/** Starts a bridge, and opens its dashboard. @returns every address that the page asks for, as it does */
async function openDashboard(page: Page, ...argv: string[]): Promise<string[]> {
  bridge = await startBridge(...argv);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(bridge.origin);
  return asked;
}

/** A TV that has shown its menu, with a browser of its own, so that it shares nothing with others. */
async function newTv(browser: Browser, macAddress: string): Promise<Host> {
  plugin ??= await startPluginHost(bridge);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const host = await openHost(page, app.origin, plugin.start, { macAddress });
  await host.until('the albums', ({ content }) => content?.items.length === 3);
  return host;
}

/** Opens the album of small worlds on a TV, and its first picture, with the keys of a remote control. */
async function showFirstPicture(tv: Host): Promise<void> {
  await tv.press('ArrowRight', 'ArrowRight', 'Enter');
  await tv.until('the album', ({ content }) => content?.items.some(({ title }) => title === 'Town') === true);
  await tv.press('Enter');
}
const shot = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

test('as long as nothing has happened, each part says what to do next', async ({ page }) => {
  const asked = await openDashboard(page);
  await expect(page.locator('#live')).toHaveText('live');
  await expect(page.locator('#connect')).toContainText('Start it with --host 0.0.0.0');
  await expect(page.getByRole('link', { name: 'the preview' })).toBeVisible();
  await expect(page.locator('#players')).toContainText('it appears here by itself');
  await expect(page.locator('#views')).toContainText('Show a picture on a TV for two seconds');
  await expect(page.locator('#posts')).toContainText('is shown here');
  const timesAsked = (path: string) => asked.filter((url) => url.includes(path)).length;
  await expect.poll(() => timesAsked('/api/views?')).toBe(2); // once more when the events are open
  await shot(page, 'empty');
  expect(timesAsked('/api/stats')).toBe(1); // counting is work for the bridge
});

test('a TV appears by itself, with the picture that it shows; its view arrives without a reload, in the list, the charts and the table', async ({
  page,
  browser,
}) => {
  const asked = await openDashboard(page);
  await expect(page.locator('#players')).toContainText('No TV has been here yet');

  const tv = await newTv(browser, '00:11:22:33:44:55');
  const card = page.locator('.player');
  await expect(card).toHaveCount(1);
  await expect(card.locator('.state')).toHaveText('online');
  await expect(card).toContainText('shows no work now');

  await showFirstPicture(tv);
  await expect(card.locator('.state')).toHaveText(/^online, shows Town since \d/, { timeout: 10_000 });
  const picture = card.locator('.screen img');
  await expect(picture).toHaveAttribute('src', '/api/posts/201/picture');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1920);

  const views = page.locator('#views li');
  await expect(views).toHaveCount(1, { timeout: 10_000 });
  await expect(views).toContainText('Town');
  await expect(page.locator('#view-count')).toHaveText('1 view, 0 impressions');
  await expect(page.locator('#days .bar')).toHaveCount(1);
  await expect(page.locator('#posts .bar')).toHaveCount(1);
  await expect(page.locator('#posts')).toContainText('Town');

  const downloading = page.waitForEvent('download');
  await page.getByText('Download all views and impressions').click();
  const table = await readFile(await (await downloading).path(), 'utf8');
  const [head, line, end] = table.split(/\r?\n/);
  expect([head, line, end]).toEqual([expect.stringContaining('post'), expect.stringContaining('201'), '']);

  await tv.page.close();
  await expect(card.locator('.state')).toHaveText(/not connected, last seen just now/);
  expect(asked.filter((url) => !url.startsWith(`${bridge.origin}/`) && !url.startsWith('data:'))).toEqual([]);
});

test('a TV that is not well says so on its card, in sentences, and one that is well says nothing', async ({
  page,
  browser,
}) => {
  await openDashboard(page);
  await newTv(browser, '00:11:22:33:44:55');
  const health = async () => {
    const answer = await fetch(`${bridge.origin}/api/players`);
    return ((await answer.json()) as { players: PlayerJson[] }).players[0]!.health;
  };
  await expect
    .poll(health, { timeout: 15_000 })
    .toMatchObject({ dropped: 0, engine: expect.stringMatching(/^Chrom/) });
  await expect(page.locator('.player .unwell')).toHaveCount(0);

  const port = Number(new URL(bridge.origin).port);
  await openMenu(port, 'away');
  const tv = await connectPlayer(`ws://127.0.0.1:${port}/mqtt`, 'away');
  await tv.status();
  const unwell: Health = {
    waiting: 120,
    unanswered: 0,
    dropped: 3,
    oldestAtMs: Date.now() - 5 * 60 * 60_000,
    storage: 'memory',
    clockOffsetMs: -7 * 60_000,
    clockSource: 'server',
    msxVersion: '0.1.163',
    tvxVersion: null,
    engine: 'Chrome/68.0.3440.106',
    startedAtMs: null,
  };
  await tv.client.publishAsync(`makapix/player/${tv.playerKey}/health`, healthText(unwell), {
    qos: 1,
    retain: true,
  });
  await expect(page.locator('.player .unwell')).toHaveText([
    '120 views wait, the first for 5 hours.',
    '3 views were dropped.',
    'Views that wait are stored in memory only.',
    'Its clock is 7 minutes fast.',
  ]);
  await shot(page, 'unwell');
  await tv.client.publishAsync(`makapix/player/${tv.playerKey}/health`, 'nonsense', { qos: 1 });
  await tv.client.publishAsync(
    `makapix/player/${tv.playerKey}/health`,
    healthText({ ...unwell, waiting: 0, dropped: 0, storage: 'indexeddb', clockOffsetMs: 0 }),
    { qos: 1 },
  );
  await expect(page.locator('.player .unwell')).toHaveCount(0);
  await tv.client.endAsync();
});

test('a TV is given a name and an owner, and removed', async ({ page, browser }) => {
  await openDashboard(page);
  const tv = await newTv(browser, '00:11:22:33:44:55');
  await page.locator('.player').click();
  const dialog = page.locator('#edit');
  await shot(page, 'dialog');
  await dialog.getByLabel('Name').fill('Kitchen <b>');
  await dialog.getByLabel('Owner').fill('anna');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.locator('.player b')).toHaveText('Kitchen <b>');
  await page.reload();
  await page.locator('.player').click();
  await expect(dialog.getByLabel('Owner')).toHaveValue('anna');
  await tv.page.close();
  page.once('dialog', (question) => void question.accept());
  await dialog.getByText('Remove').click();
  await expect(page.locator('#players')).toContainText('No TV has been here yet');
});

test('with tokens it asks for the admin token, says when it is wrong, and opens with the right one', async ({
  page,
}) => {
  await openDashboard(page, '--host', '0.0.0.0', '--auth', 'token');
  const form = page.locator('#sign-in');
  await expect(form).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
  await form.getByLabel('Admin token').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText('The admin token is missing or wrong');
  await shot(page, 'sign-in');
  const token = /Admin token.*? {2,}(\S+)/.exec(bridge.printed())![1]!;
  await form.getByLabel('Admin token').fill(token);
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeVisible();

  const [address] = lanAddresses(networkInterfaces());
  const port = new URL(bridge.origin).port;
  if (address === undefined) await expect(page.locator('#connect')).toContainText('No TV can reach this');
  else {
    await expect(page.locator('#setup')).toHaveText(`${address}:${port}`);
    await expect(page.locator('#start-parameter')).toHaveText(
      `menu:request:interaction:init@http://${address}:${port}/plugin.html`,
    );
    await expect(page.locator('#qr svg')).toBeVisible();
  }
  await shot(page, 'signed-in');

  const cookies = JSON.stringify(await page.context().cookies());
  expect(cookies).toContain('bridge_admin');
  expect(cookies).not.toContain(token);
  await page.getByText('Sign out').click();
  await expect(form).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
});

test('on a phone and on a desktop, dark and light, nothing is wider than the screen, and all text can be read', async ({
  page,
  browser,
}) => {
  await openDashboard(page);
  plugin = await startPluginHost(bridge);
  const tvs = await Promise.all(['01', '02', '03'].map((end) => newTv(browser, `00:11:22:33:44:${end}`)));
  await expect(page.locator('.player')).toHaveCount(3);
  for (const tv of tvs.slice(0, 2)) await showFirstPicture(tv);
  await expect(page.locator('#views li:not(.empty)')).toHaveCount(2, { timeout: 15_000 });
  await expect(page.locator('.player .screen img')).toHaveCount(2);
  await page.locator('.player:has(img)').first().click();
  await page.locator('#edit').getByLabel('Name').fill('Kitchen'.repeat(11)); // the longest name, with no place to break
  await page.keyboard.press('Enter');
  await expect(page.locator('#views')).toContainText('Town on KitchenKitchen');

  await onEachScreen(page, (name) => shot(page, name));
});

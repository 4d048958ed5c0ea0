// A TV is paired in the dashboard of the real bridge. What the plugin does on the TV, a program does here by the same routes.
import { expect, test, type Page } from '@playwright/test';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { onEachScreen } from '../stage/onEachScreen.js';
import { connectPlayer, type TestPlayer } from '../stage/connectPlayer.js';
import { poll, provision, type Provision } from '../stage/pairTv.js';
import { startBridge, type RunningBridge } from '../stage/startBridge.js';

let bridge: RunningBridge;
let port: number;
test.beforeEach(async () => {
  bridge = await startBridge('--auth', 'token');
  port = Number(new URL(bridge.origin).port);
});
test.afterEach(() => bridge.stop());

const shot = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

/** Opens an address of the dashboard, and signs in. */
async function open(page: Page, path = '/'): Promise<void> {
  await page.goto(bridge.origin + path);
  await page.getByLabel('Admin token').fill(/Admin token.*? {2,}(\S+)/.exec(bridge.printed())![1]!);
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeVisible();
}

/** A TV that waits for its code to be typed. */
const newTv = async (fields: object = { device_id: 'tv' }): Promise<Provision> =>
  JSON.parse((await provision(port, fields)).text) as Provision;

async function tokenOf(asked: Provision): Promise<string> {
  const answer = await poll(port, asked);
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.text) as { api_token: string }).api_token;
}
const connect = ({ player_key: key }: Provision, password: string): Promise<TestPlayer> =>
  connectPlayer(`ws://127.0.0.1:${port}/mqtt`, 'tv', {
    password,
    will: {
      topic: topicsOf(key).status,
      payload: Buffer.from(JSON.stringify({ player_key: key, status: 'offline' })),
      qos: 1,
    },
  });
const menuStatus = async (token: string): Promise<number> =>
  (await fetch(`${bridge.origin}/gallery/menu.json`, { headers: { authorization: `Bearer ${token}` } }))
    .status;

test('a TV is let in by its code, with a name, and put out again', async ({ page }) => {
  await open(page);
  await expect(page.locator('#players')).toContainText('No TV is paired yet');
  const asked = await newTv();
  const pair = page.locator('#pair');
  await pair.getByLabel('Code').fill('aaaaaa');
  await page.keyboard.press('Enter');
  await expect(pair.getByRole('alert')).toContainText('No TV shows this code');
  await onEachScreen(page, (name) => shot(page, `wrong-${name}`));

  await pair.getByLabel('Code').fill(asked.registration_code.toLowerCase());
  await pair.getByLabel('Name').fill('Kitchen <b>');
  await page.keyboard.press('Enter');
  await expect(pair.getByRole('status')).toHaveText(/^Kitchen <b> is paired/);
  await expect(pair.getByLabel('Code')).toHaveValue('');
  const card = page.locator('.player');
  await expect(card).toContainText('Kitchen <b>');
  const token = await tokenOf(asked);
  await expect(card).not.toContainText('It is not paired');
  const tv = await connect(asked, token);
  await tv.status();
  await expect(card.locator('.state')).toHaveText('online');
  await onEachScreen(page, (name) => shot(page, `paired-${name}`));

  const closed = new Promise<void>((resolve) => tv.client.once('close', () => resolve()));
  await card.click();
  await shot(page, 'dialog');
  page.once('dialog', (question) => void question.accept());
  await page.locator('#edit').getByText('Unpair').click();
  await closed;
  await expect(card).toContainText('It is not paired.');
  await expect(card.locator('.state')).toHaveText(/^away, last seen/);
  expect(await menuStatus(token)).toBe(401);
  await shot(page, 'unpaired');
  await card.click();
  await expect(page.locator('#edit').getByText('Unpair')).toBeHidden();
});

test('the address that a TV shows as a QR code has the code in it, also where one has to sign in first', async ({
  page,
}) => {
  const asked = await newTv();
  await open(page, `/${new URL(asked.dashboard_url).search}`);
  const pair = page.locator('#pair');
  await expect(pair.getByLabel('Code')).toHaveValue(asked.registration_code);
  await expect(pair.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(pair.getByRole('status')).toContainText('is paired');
  expect(new URL(page.url()).search).toBe('');
  expect(await menuStatus(await tokenOf(asked))).toBe(200);
});

test('its picture is a QR code', async ({ page }) => {
  const { qr_url: url } = await newTv();
  await page.goto(`${bridge.origin}${new URL(url).pathname}${new URL(url).search}`);
  const size = await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(size).toBe(480);
  await shot(page, 'qr');
});

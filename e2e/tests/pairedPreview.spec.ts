// From nothing to a paired TV: the bridge that asks for tokens, the built page in the preview in one window, the dashboard in the other.
import { expect, test } from '@playwright/test';
import { openHost, type Host } from '../stage/openHost.js';
import { previewStart, startBridge, type RunningBridge } from '../stage/startBridge.js';

const DEVICE = { macAddress: '00:11:22:33:44:55', msxVersion: '0.1.163', slideshowInterval: '600000' };
/** Six, without those that look like others (0 O I 1 L). */
const CODE = /"([A-HJ-KM-NP-Z2-9]{6})"/;

let bridge: RunningBridge;
test.beforeEach(async () => {
  bridge = await startBridge('--auth', 'token', '--attempts-per-minute', '1000');
});
test.afterEach(() => bridge.stop());

const onScreen = async (host: Host): Promise<string> => JSON.stringify(await host.state());
/** Waits for a code, also while MSX begins anew. */
async function codeOn(host: Host): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    code = CODE.exec(await onScreen(host))?.[1];
    expect(code).toBeDefined();
  }).toPass({ timeout: 15_000 });
  return code!;
}
const statusOf = async (url: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(url, { headers })).status;

test('a TV that nobody knows is paired by keyboard and dashboard alone, shows pictures that a stranger does not get, and is put out again', async ({
  page,
  context,
}) => {
  const { origin } = bridge;
  const files: string[] = [];
  page.on('response', (response) => {
    if (/\.(?:svg|png|jpe?g|webp|gif)\b/.test(response.url()) && response.ok()) files.push(response.url());
  });
  const host = await openHost(page, origin, previewStart(origin), DEVICE);
  const code = await codeOn(host);
  await page.screenshot({ path: test.info().outputPath('tv-code.png') });

  const dashboard = await context.newPage();
  await dashboard.goto(origin);
  await dashboard.getByLabel('Admin token').fill(/Admin token.*? {2,}(\S+)/.exec(bridge.printed())![1]!);
  await dashboard.keyboard.press('Enter');
  const pair = dashboard.locator('#pair');
  await pair.getByLabel('Code').fill(code);
  await pair.getByLabel('Name').fill('Kitchen');
  await dashboard.keyboard.press('Enter');
  await expect(pair.getByRole('status')).toHaveText(/^Kitchen is paired/);
  await host.until('the albums', ({ content }) => (content?.items.length ?? 0) > 1);
  const card = dashboard.locator('.player');
  await expect(card).toContainText('Kitchen');
  await expect(card.locator('.state')).toHaveText('online');

  // Up to a picture, by the remote control.
  await host.press('ArrowRight', 'ArrowRight', 'Enter');
  await host.until('the album', ({ content }) => content?.headline === 'Small worlds');
  await page.screenshot({ path: test.info().outputPath('tv-album.png') });
  await host.press('Enter');
  await host.slide(0);
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/201/picture');
  await page.screenshot({ path: test.info().outputPath('tv-picture.png') });
  await dashboard.screenshot({ path: test.info().outputPath('dashboard-paired.png'), fullPage: true });

  // A stranger who knows the device ID, and every address but its signature.
  const { players } = await dashboard.evaluate(
    async () => (await (await fetch('/api/players')).json()) as { players: { deviceId: string }[] },
  );
  const known = `device_id=${encodeURIComponent(players[0]!.deviceId)}`;
  const pictures = files.filter((url) => url.includes('sig='));
  expect(pictures.length).toBeGreaterThan(1);
  for (const url of pictures) {
    expect(await statusOf(url), url).toBe(200);
    const without = url.replace(/([?&])sig=[^&]*&?/, '$1');
    expect(await statusOf(without), without).toBe(403);
    expect(await statusOf(`${without}&${known}`), without).toBe(403);
  }
  const menu = await fetch(`${origin}/gallery/menu.json?${known}`);
  const text = await menu.text();
  expect(text).toContain('not paired');
  expect(text).not.toMatch(/sig=|albums/);

  await card.click();
  dashboard.once('dialog', (question) => void question.accept());
  await dashboard.locator('#edit').getByText('Unpair').click();
  await expect(card).toContainText('It is not paired.');
  for (const url of pictures) expect(await statusOf(url), url).toBe(403);
  // Its next start shows a code again, and nothing of what it had.
  const again = await openHost(page, origin, previewStart(origin), DEVICE);
  expect(await codeOn(again)).not.toBe(code);
  expect(await onScreen(again)).not.toContain('Small worlds');
  await page.screenshot({ path: test.info().outputPath('tv-unpaired.png') });
});

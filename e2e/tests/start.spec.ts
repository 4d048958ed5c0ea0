// What a newcomer does: starts the server, opens the preview, uses the keyboard alone, and watches the terminal.
import { expect, test } from '@playwright/test';
import { startBridge, type RunningBridge } from '../stage/startBridge.js';

let bridge: RunningBridge;
const printed = () => bridge.printed();

test.beforeEach(async () => {
  bridge = await startBridge();
});
test.afterEach(() => bridge.stop());

test('menu, nested page, slideshow: online, the view and the current post appear in the terminal', async ({
  page,
}) => {
  await page.goto(/http:\/\/localhost:\d+\/preview\S*/.exec(printed())![0]);
  await expect(page.locator('.menu-item.focused')).toBeVisible();
  await expect.poll(printed, { timeout: 15_000 }).toMatch(/online/);

  await page.keyboard.press('ArrowRight'); // into the page of albums
  await page.keyboard.press('ArrowRight'); // the second album
  await page.keyboard.press('Enter');
  await expect(page.getByText('Small worlds').first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('album.png') });
  await page.keyboard.press('Enter'); // its first picture
  await expect.poll(printed, { timeout: 20_000 }).toMatch(/view 201/);
  await page.screenshot({ path: test.info().outputPath('slide.png') });
  expect(printed()).toMatch(/showing 201/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(printed, { timeout: 20_000 }).toMatch(/view 202/);
  await page.keyboard.press('Backspace');
  // Nothing of ours is on screen any more.
  await expect.poll(printed, { timeout: 20_000 }).toMatch(/view 202[^]*online, version/);
});

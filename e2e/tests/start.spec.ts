// What a newcomer does: starts the server, opens the preview, uses the keyboard alone, and watches the terminal.
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const program = join(import.meta.dirname, '../../dist/bridge/cli.js');
let child: ChildProcessWithoutNullStreams;
let printed = '';

test.beforeEach(() => {
  printed = '';
  child = spawn(process.execPath, [program, '--port', '0', '--host', '127.0.0.1']);
  const read = (chunk: Buffer) => void (printed += chunk.toString());
  child.stdout.on('data', read);
  child.stderr.on('data', read);
});
test.afterEach(async () => {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('menu, nested page, slideshow: online, the view and the current post appear in the terminal', async ({
  page,
}) => {
  await expect.poll(() => printed, { timeout: 30_000 }).toMatch(/http:\/\/localhost:\d+\/preview/);
  await page.goto(/http:\/\/localhost:\d+\/preview\S*/.exec(printed)![0]);
  await expect(page.locator('.menu-item.focused')).toBeVisible();
  await expect.poll(() => printed, { timeout: 15_000 }).toMatch(/online/);

  await page.keyboard.press('ArrowRight'); // into the page of albums
  await page.keyboard.press('ArrowRight'); // the second album
  await page.keyboard.press('Enter');
  await expect(page.getByText('Small worlds').first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('album.png') });
  await page.keyboard.press('Enter'); // its first picture
  await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/view 201/);
  await page.screenshot({ path: test.info().outputPath('slide.png') });
  expect(printed).toMatch(/showing 201/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/view 202/);
  await page.keyboard.press('Backspace');
  // Nothing of ours is on screen any more.
  await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/view 202[^]*online, version/);
});

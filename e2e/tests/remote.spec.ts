// What a newcomer sees: the bridge, the preview in one window, the dashboard in the other. The TV is the built page.
import { expect, test } from '@playwright/test';
import { openHost } from '../stage/openHost.js';
import { previewStart, startBridge, type RunningBridge } from '../stage/startBridge.js';

let bridge: RunningBridge;
test.beforeEach(async () => {
  bridge = await startBridge('--attempts-per-minute', '1000');
});
test.afterEach(() => bridge.stop());

test('next on the dashboard turns the slide of the TV, and its card shows that; a picture of the library comes on screen', async ({
  page,
  context,
}) => {
  const { origin } = bridge;
  const host = await openHost(page, origin, previewStart(origin), {
    macAddress: '00:11:22:33:44:55',
    msxVersion: '0.1.163',
    slideshowInterval: '600000',
  });
  await host.until('the albums', ({ content }) => (content?.items.length ?? 0) > 1);
  await host.press('ArrowRight', 'ArrowRight', 'Enter');
  await host.until('the album', ({ content }) => content?.headline === 'Small worlds');
  await host.press('Enter');
  await host.slide(0);

  const dashboard = await context.newPage();
  await dashboard.goto(origin);
  const card = dashboard.locator('.player');
  const picture = card.locator('.screen img');
  await expect(picture).toHaveAttribute('src', '/api/posts/201/picture');
  await card.getByRole('button', { name: 'Next' }).click();
  await host.slide(1);
  await expect(picture).toHaveAttribute('src', '/api/posts/202/picture', { timeout: 2000 });
  await expect(card.locator('.wrong')).toBeEmpty();
  await dashboard.screenshot({ path: test.info().outputPath('dashboard.png'), fullPage: true });
  await page.screenshot({ path: test.info().outputPath('tv.png') });

  const answer = await dashboard.evaluate(async () => {
    const { players } = (await (await fetch('/api/players')).json()) as { players: { id: string }[] };
    const response = await fetch(`/api/players/${players[0]!.id}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ command_type: 'show_artwork', payload: { post_id: 103 } }),
    });
    return (await response.json()) as { result: string; error: string | null };
  });
  expect(answer).toMatchObject({ result: 'ok', error: null });
  await expect(picture).toHaveAttribute('src', '/api/posts/103/picture', { timeout: 2000 });

  // What the TV cannot do says why where it was pressed.
  await host.press('Backspace', 'Backspace');
  await host.until('no slideshow', ({ slideshow }) => slideshow === null);
  await card.getByRole('button', { name: 'Next' }).click();
  await expect(card.getByRole('alert')).toContainText('Nothing that could be turned is on the screen.');
});

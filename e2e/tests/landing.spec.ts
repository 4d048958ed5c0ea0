import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';

const FILE = 'dist/plugin/plugin.html';

/** Opens the built page as if it lay at `url`; answers what else the page asks for. */
async function open(page: Page, url: string): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/*', async (route) => {
    const { href } = new URL(route.request().url());
    if (href === url) return route.fulfill({ contentType: 'text/html', body: await readFile(FILE, 'utf8') });
    asked.push(href);
    return route.fulfill({ status: 404, body: '' });
  });
  await page.goto(url);
  return asked;
}

test('gives the start parameter of exactly this page, ready to copy on http as well', async ({ page }) => {
  const url = 'http://192.168.1.20:8080/plugin.html?config=kitchen';
  await open(page, url);
  const start = `menu:request:interaction:init@${url}`;
  await expect(page.locator('#start')).toHaveText(start);
  await page.evaluate(() =>
    document.addEventListener('copy', () => (document.title = String(getSelection()))),
  );
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.title()).toBe(start);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeHidden();
});

test("opens this page in MSX's web app, by the page's own protocol", async ({ page }) => {
  for (const url of ['http://tv.example/plugin.html', 'https://tv.example/plugin.html']) {
    await open(page, url);
    const link = new URL((await page.getByRole('link').getAttribute('href')) ?? '');
    expect(link.origin).toBe(`${new URL(url).protocol}//msx.benzac.de`);
    expect(link.searchParams.get('start')).toBe(`menu:request:interaction:init@${url}`);
    await page.unrouteAll();
  }
});

test('says what to type into a TV, and where MSX looks for the start parameter', async ({ page }) => {
  await open(page, 'https://media.example/tv/plugin.html');
  await expect(page.locator('#host')).toHaveText('media.example');
  await expect(page.locator('#file')).toHaveText('https://media.example/msx/start.json');
  await expect(page.getByText('No TV finds this name')).toBeHidden();
  await expect(page.getByText(/^Version \d+\.\d+\.\d+$/)).toBeVisible();
});

test('says that MSX has to be told where its host is reached by https', async ({ page }) => {
  const step = page.getByText('In MSX choose');
  await open(page, 'https://media.example/plugin.html');
  await expect(step).toContainText('set the security lock, and type media.example');
  await page.unrouteAll();
  await open(page, 'http://media.example/plugin.html');
  await expect(step).toContainText('Setup, and type media.example');
});

for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
  test(`does not send a TV to ${host}`, async ({ page }) => {
    await open(page, `http://${host}/plugin.html`);
    await expect(page.getByText('No TV finds this name')).toBeVisible();
  });

test('asks nobody but its own host, for the library and the icon that a browser wants', async ({ page }) => {
  const asked = await open(page, 'http://192.168.1.20:8080/plugin.html');
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([
    'http://192.168.1.20:8080/tvx-plugin.min.js',
  ]);
});

test('is dark where the browser is', async ({ page }) => {
  await open(page, 'http://media.example/plugin.html');
  const colours = () =>
    page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await colours()).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  await page.emulateMedia({ colorScheme: 'dark' });
  const [background, text] = await colours();
  expect([background, text]).toEqual([expect.stringMatching(/^rgb\((\d|[1-5]\d)\b/), 'rgb(255, 255, 255)']);
});

for (const width of [320, 390, 1280])
  test(`fits a window of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(
      page,
      'https://a-rather-long-name.media.example.org/living-room/tv/plugin.html?config=kitchen',
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    for (const button of await page.getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(40); // for a finger
  });

// The TV's half of pairing: a code on the screen, a token from the server, and where the token goes.
import { expect } from '@playwright/test';
import { connectAsync } from 'mqtt';
import { has, MSX_VERSIONS } from '../stage/msxVersions.js';
import type { Host } from '../stage/openHost.js';
import {
  aGrid,
  aMenu,
  aPage,
  DEVICE as TV,
  gone,
  shows,
  test,
  warnings,
  type Files,
  type Stage,
} from '../stage/pluginStage.js';
import { type RegistrationServer, startRegistration } from '../stage/startRegistration.js';
import type { Answer } from '../stage/startServer.js';
import { startTestBroker } from '../stage/startTestBroker.js';

const KEY = 'a49f8f48-3f71-4a50-8b1b-44ae80facc35';
const SCREENS = { 'hd': { width: 1280, height: 720 }, 'full-hd': { width: 1920, height: 1080 } };

/** Waits for a text on the screen, also while MSX begins anew, which it does before 0.1.144. */
const until = (host: Host, text: () => string) =>
  expect(async () => expect(JSON.stringify(await host.state())).toContain(text())).toPass({
    timeout: 15_000,
  });
/** Waits for the code that the server has given last. */
const untilCode = (host: Host, server: RegistrationServer) =>
  until(host, () => server.code() ?? 'no code yet');

/** A TV that nobody knows, with a code on its screen. */
async function begin(serve: (files: Files) => Promise<Stage>, device: Record<string, string>) {
  const server = await startRegistration({
    playerKey: KEY,
    documents: { '/menu.json': aMenu('Songs') },
  });
  const stage = await serve({
    config: { registration: server.url, menu: `${server.origin}/menu.json` },
  });
  const host = await stage.openTo('Pair this TV', device);
  await untilCode(host, server);
  return { server, stage, host };
}

for (const msxVersion of MSX_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    const DEVICE = { ...TV, msxVersion };

    test('a TV that nobody knows shows a code, and its menu when the owner has typed it', async ({
      serve,
      page,
    }) => {
      const { server, stage, host } = await begin(serve, DEVICE);
      for (const [name, size] of Object.entries(SCREENS)) {
        await page.setViewportSize(size);
        await page.screenshot({ path: test.info().outputPath(`pairing-${name}.png`) });
      }
      await host.press('ArrowRight', 'Enter');
      if (has(msxVersion, '0.1.144')) {
        await expect.poll(server.code).toBe('ABC23B');
        await untilCode(host, server);
      }
      server.type();
      await until(host, () => 'Songs');
      expect(await warnings(host)).toEqual([]);
      // and stays paired
      const later = await stage.openTo('Songs', DEVICE);
      expect(JSON.stringify(await later.state())).not.toContain('Pair this TV');
      expect(server.arrived.filter(({ method }) => method === 'POST').length).toBe(
        has(msxVersion, '0.1.144') ? 2 : 1,
      );
      await server.close();
    });

    test('a TV that was unpaired does not keep its old menu', async ({ serve }) => {
      const { server, stage, host } = await begin(serve, DEVICE);
      server.type();
      await until(host, () => 'Songs');
      await expect.poll(() => host.plugin().evaluate(() => JSON.stringify(localStorage))).toContain('Songs');
      server.unpair();
      const later = await stage.open(DEVICE);
      await until(later, () => 'ABC23B');
      expect(JSON.stringify(await later.state())).not.toContain('Songs');
      // the way back
      server.type();
      await until(later, () => 'Songs');
      await server.close();
    });
  });

/** Waits until the page has run its last stage. */
const untilAllRuns = (host: Host) =>
  host
    .plugin()
    .waitForFunction(() =>
      [...document.querySelectorAll('head script')].some(
        ({ textContent }) => textContent === document.getElementById('pages')!.textContent,
      ),
    );

test('a configuration that comes after all else finds the page ready to pair', async ({ serve }) => {
  const server = await startRegistration({ playerKey: KEY, documents: { '/menu.json': aMenu('Songs') } });
  const config: Answer = { json: { registration: server.url, menu: `${server.origin}/menu.json` } };
  let release: () => void = () => undefined;
  let hold: Promise<void> = Promise.resolve();
  const stage = await serve({
    config: null,
    beside: { 'plugin.config.json': () => hold.then(() => config) },
  });
  const host = await stage.openTo('Pair this TV');
  await untilCode(host, server);
  server.type();
  await until(host, () => 'Songs');
  await expect.poll(() => host.plugin().evaluate(() => JSON.stringify(localStorage))).toContain('Songs');
  server.unpair();
  hold = new Promise((resolve) => (release = resolve));
  const later = await stage.openTo('Songs');
  await untilAllRuns(later);
  release();
  await until(later, () => 'ABC23B');
  await server.close();
});

test('a TV whose configuration can be had later only is paired then', async ({ serve }) => {
  const server = await startRegistration({ playerKey: KEY, documents: {} });
  const stage = await serve({
    config: null,
    beside: { 'plugin.config.json': { json: {}, status: 503 }, 'menu.json': gone() },
  });
  const host = await stage.openTo('Try again');
  await host.plugin().waitForSelector('meta[http-equiv]', { state: 'attached' });
  stage.put('plugin.config.json', { json: { registration: server.url } });
  await host.press('ArrowRight', 'Enter');
  await untilCode(host, server);
  await server.close();
});

test('the code of a server that says no more than Makapix’s is typed at its host', async ({ serve }) => {
  const server = await startRegistration({ playerKey: KEY, documents: {}, isBridge: false });
  const stage = await serve({ config: { registration: server.url } });
  const host = await stage.openTo('Pair this TV');
  await untilCode(host, server);
  expect(JSON.stringify(await host.state())).toContain(new URL(server.origin).host);
  server.type();
  await host.until('the problem of the menu that is not there', shows('menu.json answered'));
  expect(
    server.arrived.filter(({ url, authorization }) => url.includes('credentials') && authorization),
  ).toEqual([]);
  await server.close();
});

test('the TV says why there is no code, and asks again by itself', async ({ serve }) => {
  const server = await startRegistration({ playerKey: KEY, documents: {} });
  server.refuse({ json: {}, status: 429, headers: { 'Retry-After': '2' } });
  const stage = await serve({ config: { registration: server.url } });
  const host = await stage.openTo('gives this TV no more codes for now');
  await stage.page.screenshot({ path: test.info().outputPath('no-code.png') });
  server.refuse(null);
  await untilCode(host, server);
  await server.close();
});

test('a server that is down, or forbids the page to read, is named, and "Try again" asks it', async ({
  serve,
}) => {
  const server = await startRegistration({ playerKey: KEY, documents: {} });
  server.refuse({ json: {}, closed: true });
  const stage = await serve({ config: { registration: server.url } });
  const host = await stage.openTo('does not answer, or does not let this page read its answer');
  server.refuse({ json: { player_key: 'x' } });
  await host.press('ArrowRight', 'Enter');
  await host.until('the other problem', shows('something else than a code'));
  server.refuse(null);
  await host.press('Enter');
  await untilCode(host, server);
  expect(await warnings(host)).toEqual([]);
  await server.close();
});

test('a server that is down unpairs nobody', async ({ serve }) => {
  const server = await startRegistration({ playerKey: KEY, documents: { '/menu.json': aMenu('Songs') } });
  const stage = await serve({
    config: { registration: server.url, menu: `${server.origin}/menu.json`, menuCache: false },
  });
  const host = await stage.openTo('Pair this TV');
  await untilCode(host, server);
  server.type();
  await until(host, () => 'Songs');
  await server.close();
  const later = await stage.openTo('cannot be reached');
  expect(JSON.stringify(await later.state())).not.toContain('Pair this TV');
});

test('the token goes to its server and to the broker, and is shown nowhere', async ({ serve }) => {
  const signedIn: unknown[] = [];
  const broker = await startTestBroker({
    signIn: ({ username, password }) => {
      if (username !== null) signedIn.push({ username, password });
      return 0;
    },
  });
  const published: string[] = [];
  const listener = await connectAsync(broker.url);
  listener.on('message', (_topic, payload) => published.push(payload.toString()));
  await listener.subscribeAsync('#');
  const server = await startRegistration({
    playerKey: KEY,
    documents: {
      '/menu.json': aMenu('albums'),
      '/albums.json': aGrid(
        { title: 'An album' },
        { action: 'content:album.json' },
        { action: 'link:nowhere' },
      ),
      '/album.json': aPage('A song'),
    },
  });
  const stage = await serve({
    documents: { '/other.json': aPage('Elsewhere') },
  });
  stage.put('plugin.config.json', {
    json: {
      registration: server.url,
      menu: `${server.origin}/menu.json`,
      origins: [stage.documents.origin],
      tagging: 'deep',
      broker: { url: broker.url },
    },
  });
  const host = await stage.openTo('Pair this TV');
  await untilCode(host, server);
  server.type();
  await host.until('the menu', shows('An album'));
  await host.press('ArrowRight', 'Enter');
  await host.until('the nested page', shows('A song'));
  await expect.poll(() => signedIn).toEqual([{ username: KEY, password: server.token() }]);
  const texts: string[] = [];
  const note = async () =>
    texts.push(JSON.stringify(await host.state()), await stage.page.locator('body').innerText());
  const show = async (dataId: string, text: string) => {
    await host.execute(`content:request:interaction:${dataId}@${stage.address}`);
    await host.until(text, shows(text));
    await note();
  };
  await note();
  await show(`page:${stage.at('/other.json')}`, 'Elsewhere');
  await show('status', 'Status of this TV');
  expect(texts.join()).toContain('from pairing');
  await show('check', 'Check of this TV');
  await show('history', 'Shown last');
  texts.push(JSON.stringify(await host.messages()));
  // what is kept is the menu without the token, and the token
  const stored = await host.plugin().evaluate(() => Object.entries(localStorage) as [string, string][]);
  texts.push(JSON.stringify(stored.filter(([name]) => name.includes(':menu:'))));
  texts.push(published.join());
  const arrived = [...stage.plugin.arrived, ...stage.documents.arrived, ...stage.app.arrived];
  expect(arrived.filter(({ authorization }) => authorization)).toEqual([]);
  texts.push(JSON.stringify(arrived));
  texts.push(JSON.stringify(server.arrived.map(({ url, body }) => [url, body])));
  for (const text of texts) expect(text).not.toContain(server.token()!);
  expect(texts.join().includes('secret-')).toBe(false);
  expect(server.arrived.find(({ url }) => url.startsWith('/album.json'))!.authorization).toBe(
    `Bearer ${server.token()}`,
  );
  await listener.endAsync();
  await broker.close();
  await server.close();
});

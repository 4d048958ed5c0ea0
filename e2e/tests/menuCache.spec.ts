// From a TV's second start on: the menu of the last start, at once.
import { expect } from '@playwright/test';
import { has, MSX_VERSIONS } from '../stage/msxVersions.js';
import type { Host } from '../stage/openHost.js';
import {
  aMenu,
  aPage,
  DEVICE as TV,
  gone,
  idIn,
  script,
  shows,
  type Stage,
  test,
  warnings,
} from '../stage/pluginStage.js';
import type { Answer, Routes } from '../stage/startServer.js';

const OTHER_TV = { ...TV, macAddress: '66:77:88:99:aa:bb' };
const SONGS: Routes = { '/Songs.json': aPage('Beneath'), '/Pictures.json': aPage('Above') };

/** The documents, whose menu the test exchanges. */
function documentsWith(first: Answer) {
  let menu: Answer | Promise<Answer> = first;
  return {
    documents: { ...SONGS, '/menu.json': () => Promise.resolve(menu) },
    exchange: (next: Answer | Promise<Answer>) => void (menu = next),
  };
}
const never = () => new Promise<Answer>(() => undefined);
const menusAsked = (stage: Stage) => stage.asked().filter((url) => url.startsWith('/menu.json')).length;
/** Until the page has closed itself, when all of it has run. */
const untilClosed = (host: Host) => host.plugin().waitForSelector('meta[http-equiv]', { state: 'attached' });
/** Waits until the menu of this start is kept: it is written after the answer. */
const untilKept = (host: Host, text: string) =>
  expect
    .poll(() =>
      host.page
        .frames()
        .find((one) => one.url().includes('/tv/'))
        ?.evaluate(() => JSON.stringify(Object.entries(localStorage))),
    )
    .toContain(text);
const logged = (host: Host) => host.messages().then((all) => JSON.stringify(all));

async function firstStart(stage: Stage, text = 'Songs', settings = TV): Promise<Host> {
  const host = await stage.openTo(text, settings);
  await untilKept(host, text);
  return host;
}

for (const msxVersion of MSX_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    const DEVICE = { ...TV, msxVersion };

    test('the second start shows the menu before its host has answered', async ({ serve }) => {
      const { documents, exchange } = documentsWith(aMenu('Songs'));
      const stage = await serve({ documents });
      await firstStart(stage, 'Songs', DEVICE);
      exchange(never());
      const host = await stage.openTo('Songs', DEVICE);
      const id = encodeURIComponent(await host.deviceId());
      await expect
        .poll(() =>
          stage
            .asked()
            .filter((url) => url.startsWith('/Songs.json'))
            .map(idIn),
        )
        .toEqual([id, id]);
      expect(await warnings(host)).toEqual([]);
    });

    test('a menu that is as it was is left alone', async ({ serve }) => {
      const stage = await serve({ documents: documentsWith(aMenu('Songs')).documents });
      await firstStart(stage, 'Songs', DEVICE);
      const host = await stage.openTo('Songs', DEVICE);
      await expect.poll(() => menusAsked(stage)).toBe(2);
      await untilClosed(host);
      expect(await logged(host)).not.toContain('replace:menu');
      // nothing else was asked for twice, either
      expect(stage.asked().filter((url) => url.startsWith('/Songs.json'))).toHaveLength(2);
    });

    test('a menu that has changed takes its place, or does so at the next start where MSX cannot', async ({
      serve,
    }) => {
      const { documents, exchange } = documentsWith(aMenu('Songs'));
      const stage = await serve({ documents });
      await firstStart(stage, 'Songs', DEVICE);
      exchange(aMenu('News', 'Pictures'));
      const host = await stage.open(DEVICE);
      const labels = () => host.state().then(({ menu }) => menu?.labels);
      if (!has(msxVersion, '0.1.144')) {
        await untilKept(host, 'News');
        expect(await labels()).toEqual(['Songs']);
        await stage.openTo('News', DEVICE);
      }
      await expect.poll(labels).toEqual(['News', 'Pictures']);
      expect(await warnings(host)).toEqual([]);
    });
  });

test('the focus stays where it is when the menu changes', async ({ serve }) => {
  const { documents, exchange } = documentsWith(aMenu('Songs', 'Pictures'));
  const stage = await serve({ documents });
  await firstStart(stage);
  let answer: (menu: Answer) => void = () => undefined;
  exchange(new Promise((resolve) => (answer = resolve)));
  const host = await stage.openTo('Songs', TV);
  await host.press('ArrowDown');
  await host.until('the second page', shows('Above'));
  answer(aMenu('Songs', 'Pictures', 'News'));
  const { menu } = await host.until('the new menu', shows('News'));
  expect(menu?.index).toBe(1);
});

test('a TV starts while the menu’s host is down, and says so', async ({ page: browser, serve }) => {
  const stage = await serve({ documents: documentsWith(aMenu('Songs')).documents });
  await firstStart(stage);
  await stage.documents.close();
  const host = await stage.openTo('Songs', { ...TV, log: '1' });
  await expect.poll(() => logged(host)).toContain('[menu-kept] The menu of the last start is shown.');
  expect(await warnings(host)).toEqual([]);
  await host.execute(`panel:request:interaction:status@${stage.address}`);
  await host.until('the status page', ({ panel }) => JSON.stringify(panel).includes('Status of this TV'));
  await host.press('ArrowDown', 'ArrowDown');
  await expect(browser.locator('body')).toContainText('The menu of the last start is shown.');
  await browser.screenshot({ path: test.info().outputPath('menu-kept.png') });
});

test('another TV never sees the menu of the first', async ({ serve }) => {
  const { documents, exchange } = documentsWith(aMenu('Songs'));
  const stage = await serve({ documents });
  const first = await (await firstStart(stage)).deviceId();
  exchange(aMenu('Pictures'));
  const before = stage.asked().length;
  const host = await stage.openTo('Pictures', OTHER_TV);
  expect(await host.deviceId()).not.toBe(first);
  await untilKept(host, 'Pictures');
  expect(JSON.stringify(stage.asked().slice(before))).not.toContain(encodeURIComponent(first));
  expect(await logged(host)).not.toContain('Songs');
});

test('a menu that brings the ID to an origin that was taken away goes, be there another or not', async ({
  serve,
}) => {
  let config: Record<string, unknown> = {};
  const { documents, exchange } = documentsWith({
    json: { menu: [{ label: 'Theirs', data: 'http://localhost:1/theirs.json' }] },
  });
  const stage = await serve({
    documents,
    config: null,
    beside: { 'plugin.config.json': () => ({ json: { menu: stage.at('/menu.json'), ...config } }) },
  });
  config = { origins: ['http://localhost:1'] };
  await firstStart(stage, 'Theirs');
  config = {};
  exchange(gone());
  const host = await stage.open(TV);
  const { menu } = await host.until('the problem', ({ menu: shown }) => shown?.labels[0] === 'Problem');
  expect(menu?.labels).toEqual(['Problem']);
  // and it does not come back
  const kept = () => host.plugin().evaluate(() => JSON.stringify(Object.entries(localStorage)));
  expect(await kept()).not.toContain('Theirs');
});

test('with "menuCache": false nothing is kept, and what there was goes', async ({ serve }) => {
  let menuCache = true;
  const { documents } = documentsWith(aMenu('Songs'));
  const stage = await serve({
    documents,
    config: null,
    beside: { 'plugin.config.json': () => ({ json: { menu: stage.at('/menu.json'), menuCache } }) },
  });
  await firstStart(stage);
  menuCache = false;
  const host = await stage.openTo('Songs', TV);
  await expect
    .poll(() => host.plugin().evaluate(() => Object.keys(localStorage).join()))
    .not.toContain('msx-player-plugin:menu');
});

for (const [what, pattern, replacement] of [
  ['is broken', '^.', ''],
  ['is another version’s', '"version":"[^"]*"', '"version":"0.0.0"'],
  ['is no menu', '"menu":', '"news":'],
  ['is an address, as an earlier version kept it', '.*', 'http://localhost/menu.json'],
  ['does not say who gets the ID', '"carriers":[^\\]]*.', '"carriers":null'],
  ['has lost its configuration', '"config":"', '"config":0,"was":"'],
] as const)
  test(`what is kept and ${what} is not shown`, async ({ serve }) => {
    const { documents, exchange } = documentsWith(aMenu('Songs'));
    const stage = await serve({ documents });
    const host = await firstStart(stage);
    await host.plugin().evaluate(
      ([from, to]) => {
        for (const [key, kept] of Object.entries(localStorage) as [string, string][])
          if (key.startsWith('msx-player-plugin:menu'))
            localStorage.setItem(key, kept.replace(new RegExp(from), to));
      },
      [pattern, replacement] as const,
    );
    exchange(aMenu('Pictures'));
    const second = await stage.openTo('Pictures', TV);
    expect(await logged(second)).not.toContain('Songs');
  });

test('a menu of more than 256 KB is not kept', async ({ serve }) => {
  const large = { json: { headline: 'x'.repeat(262_144), menu: [{ label: 'Songs', data: 'Songs.json' }] } };
  const { documents, exchange } = documentsWith(aMenu('Songs'));
  const stage = await serve({ documents });
  await firstStart(stage);
  exchange(large);
  const host = await stage.openTo('xxxx', TV);
  await expect
    .poll(() => host.plugin().evaluate(() => Object.keys(localStorage).join()))
    .not.toContain('msx-player-plugin:menu');
});

test.describe('configuration and menu in the page', () => {
  /** The page as a person would fill it. */
  const filled = async (stage: Stage, blocks: { config?: unknown; menu?: unknown }) => {
    let html = await (await fetch(stage.address)).text();
    for (const [id, json] of Object.entries(blocks)) {
      const place = new RegExp(`(<script type="application/json" id="${id}">)(</script>)`);
      expect(html).toMatch(place);
      html = html.replace(place, (_, open, close) => `${open}\n${JSON.stringify(json, null, 2)}\n${close}`);
    }
    return html;
  };

  test('ask for nothing but TVX at the very first start, and win over what lies beside the page', async ({
    serve,
  }) => {
    const stage = await serve({ documents: SONGS, beside: { 'menu.json': aMenu('Pictures') } });
    const menu = { menu: [{ label: 'Songs', data: stage.at('/Songs.json') }] };
    const html = await filled(stage, { config: { origins: [stage.documents.origin] }, menu });
    stage.put('page.html', { body: html, type: 'text/html' });
    stage.plugin.arrived.length = 0;
    const host = await stage.openStart(
      `menu:request:interaction:init@${stage.address.replace('plugin.html', 'page.html')}`,
      TV,
    );
    await host.until('the menu', shows('Beneath'));
    await untilClosed(host);
    expect(stage.plugin.arrived.map(({ url }) => url).sort()).toEqual([
      '/tv/page.html',
      '/tv/tvx-plugin.min.js',
    ]);
    expect(stage.asked().map(idIn)).toEqual([encodeURIComponent(await host.deviceId())]);
  });

  test('stand back where the address names a configuration', async ({ serve }) => {
    const stage = await serve({
      documents: { ...SONGS, '/kitchen.json': aMenu('Pictures') },
      beside: { 'kitchen.config.json': () => ({ json: { menu: stage.at('/kitchen.json') } }) },
    });
    const html = await filled(stage, { config: {}, menu: { menu: [{ label: 'Songs' }] } });
    stage.put('page.html', { body: html, type: 'text/html' });
    const host = await stage.openStart(
      `menu:request:interaction:init@${stage.address.replace('plugin.html', 'page.html')}?config=kitchen`,
      TV,
    );
    await host.until('the menu', shows('Pictures'));
  });
});

test('a part of the page that does not run leaves the menu, is in the log, and the page closed all the same', async ({
  serve,
}) => {
  const stage = await serve({ documents: documentsWith(aMenu('Songs')).documents });
  const html = await (await fetch(stage.address)).text();
  const broken = html.replace(/(id="report">)[^]*?(<\/script>)/, '$1throw new Error("old")$2');
  stage.put('page.html', { body: broken, type: 'text/html' });
  const host = await stage.openStart(
    `menu:request:interaction:init@${stage.address.replace('plugin.html', 'page.html')}`,
    { ...TV, log: '1' },
  );
  await host.until('the menu', shows('Songs'));
  await untilClosed(host);
  expect(await logged(host)).toContain('The part \\\"report\\\" of the page does not run');
});

test('the page runs its own scripts and the library, and nothing else, before and after', async ({
  page: browser,
  serve,
}) => {
  const hostile = '</script><script>window.evil = 1</script><img src=x onerror="window.evil = 1">';
  const stage = await serve({
    documents: {
      '/menu.json': { json: { headline: hostile, menu: [{ label: hostile, data: 'javascript:evil=1' }] } },
    },
    beside: { 'evil.js': script('window.evil = 1') },
  });
  const text = await (await fetch(stage.address)).text();
  const own = [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).filter(Boolean);
  const debugging = await browser.context().newCDPSession(browser);
  await debugging.send('Debugger.enable');
  const ran: { url: string; frame: unknown; source: Promise<string> }[] = [];
  debugging.on('Debugger.scriptParsed', ({ scriptId, url, executionContextAuxData }) => {
    const { isDefault, frameId } = executionContextAuxData as Record<string, unknown>;
    if (!isDefault) return; // what the test itself asks of a page
    const asked = debugging.send('Debugger.getScriptSource', { scriptId });
    const source = asked.then(({ scriptSource }) => scriptSource);
    source.catch(() => undefined); // of a script that came as the test ended; the others are awaited
    ran.push({ url, frame: frameId, source });
  });
  const host = await stage.openTo('onerror', TV);
  await untilClosed(host);
  const inPlugin = () =>
    ran.filter(({ frame }) => frame === ran.find(({ url }) => url === stage.address)?.frame);
  await expect.poll(() => inPlugin().length).toBe(6); // five stages, and the library
  for (const { url, source } of inPlugin())
    if (!url.endsWith('/tvx-plugin.min.js')) expect(own).toContain(await source);
  const evil = await host.plugin().evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.evil = 2';
    document.body.appendChild(inline);
    await new Promise<void>((resolve) => {
      const file = document.createElement('script');
      file.onload = file.onerror = () => resolve();
      file.src = 'evil.js';
      document.body.appendChild(file);
    });
    return (window as { evil?: number }).evil;
  });
  expect(evil).toBe(undefined);
});

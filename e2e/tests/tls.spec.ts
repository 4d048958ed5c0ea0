// The page over TLS, under a name of its own: browsers let it load nothing by http then, and MSX asks by https for what
// documents call http (special/url-parameters, secure).
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { generate } from 'selfsigned';
import { openHost } from '../stage/openHost.js';
import { LIBRARY, startApp } from '../stage/startOrigins.js';
import { DEVICE, idIn, shows, warnings } from '../stage/pluginStage.js';
import { startServer, type Answer, type TestServer, type Tls } from '../stage/startServer.js';

const DIST = resolve(import.meta.dirname, '../../dist');

// What a test answers in the place of a host counts as the internet, and the rest as the local network.
test.use({ ignoreHTTPSErrors: true, permissions: ['local-network-access'] });

let tls: Omit<Tls, 'host'>;
let servers: TestServer[] = [];
test.beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'a.test' }]);
  tls = { key, cert };
});
test.afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serve(host: string, ...what: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(what[0], what[1], { ...tls, host });
  servers.push(server);
  return server;
}

for (const tagging of ['links', 'deep'])
  test(`menu and pages that are called http come by https, with the ID (${tagging})`, async ({ page }) => {
    const works: Answer = {
      json: {
        pages: [{ items: [{ type: 'button', layout: '0,0,4,1', label: 'It works', action: 'back' }] }],
      },
    };
    const routes: Record<string, Answer> = { '/works.json': works };
    const documents = await serve('media.test', {}, routes);
    const called = documents.origin.replace('https:', 'http:');
    routes['/menu.json'] = { json: { menu: [{ label: 'Works', data: `${called}/works.json` }] } };
    const plugin = await serve(
      'tv.test',
      { '/tv/': join(DIST, 'plugin'), '/tv/tvx-plugin.min.js': LIBRARY },
      { '/tv/plugin.config.json': { json: { menu: `${called}/menu.json`, tagging } } },
    );
    const app = await startApp();
    servers.push(app);
    // TVX listens to no other app by https; nothing of this leaves the machine.
    const msx = 'https://msx.benzac.de';
    await page.route(`${msx}/**`, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace(msx, app.origin) });
      await route.fulfill({ response });
    });
    const notSecure: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith('http:')) notSecure.push(request.url());
    });

    const start = `menu:request:interaction:init@${plugin.origin}/tv/plugin.html`;
    const host = await openHost(page, msx, start, DEVICE);
    await host.until('the page', shows('It works'));
    const asked = documents.arrived.map(({ url }) => [url.split('?')[0], idIn(url) !== undefined]);
    expect(asked).toEqual([
      ['/menu.json', true],
      ['/works.json', true],
    ]);
    expect(notSecure).toEqual([]);
    expect(await warnings(host)).toEqual([]);
  });

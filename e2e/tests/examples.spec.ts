// The plugins of docs/examples, as their authors would build them, on a TV's screen.
import { expect } from '@playwright/test';
import { buildExamplePage, exampleDocument } from '../stage/buildExamplePage.js';
import { EVERYDAY_VERSIONS, has as versionHas } from '../stage/msxVersions.js';
import type { Host } from '../stage/openHost.js';
import { DEVICE, test, warnings } from '../stage/pluginStage.js';
import { tone } from '../stage/wav.js';

const filmsPage = buildExamplePage('films');
const musicPage = buildExamplePage('music');

const items = ({ content }: Awaited<ReturnType<Host['state']>>): string[] =>
  (content?.items ?? []).map(({ title }) => title);
const has =
  (...titles: string[]) =>
  (state: Awaited<ReturnType<Host['state']>>): boolean =>
    titles.every((title) => items(state).includes(title));

for (const msxVersion of EVERYDAY_VERSIONS)
  test.describe(`films, in MSX ${msxVersion}`, () => {
    const settings = { ...DEVICE, media: 'pretended:200', msxVersion };
    const beside = async () => ({
      'plugin.html': { type: 'text/html; charset=utf-8', body: await filmsPage },
      'films.json': exampleDocument('films', 'films.json'),
      'films/harbour.mp4': { type: 'audio/wav', body: tone(1) },
    });

    test('a film is chosen, liked, played, gone on with, and found', async ({ serve }) => {
      const stage = await serve({ config: null, beside: await beside() });
      const request = (dataId: string) => `content:request:interaction:${dataId}@${stage.address}`;
      const host = await stage.openTo('All films', settings);
      await host.until('the films', has('The Harbour', 'Skies', 'Käse'));
      await host.press('ArrowRight', 'Enter');
      await host.until('the film', has('Play', 'Like'));
      await host.press('ArrowDown', 'Enter');
      await host.until('it is liked', has('Unlike'));

      await host.execute(request('from:harbour').replace('content', 'playlist'));
      await host.until('it plays', ({ player }) => player?.state === 'playing');
      // before, no action seeks
      if (versionHas(msxVersion, '0.1.160')) {
        await host.execute('player:seek:65');
        await host.execute('player:stop');
        await host.execute(request('begun'));
        await host.until('what was begun', has('The Harbour'));
      }
      await host.execute(request('favourites'));
      expect(items(await host.until('the favourites', has('The Harbour')))).toEqual(['The Harbour']);
      await host.execute(request('history'));
      await host.until('what was shown', has('The Harbour'));

      await host.execute(request('search:films.json|search|en|Find a film'));
      await host.until('the keyboard', has('k'));
      for (const key of ['k', 'a', 's']) {
        const { content } = await host.state();
        await host.execute(`focus:${content!.items.find(({ title }) => title === key)!.id}`);
        await host.press('Enter');
      }
      expect(items(await host.until('what was found', has('Käse')))).not.toContain('Skies');
      await host.execute(request('film:none'));
      await host.until('a page that says so', has('"film:none" failed: There is no such film.'));
      const why = '"film:none" failed: There is no such film.';
      expect(await warnings(host)).toEqual([{ level: 'warn', text: why }]);
      // a playlist cannot show why it is empty: the toast does
      await host.execute(request('film:nowhere').replace('content', 'playlist'));
      await host.toast(why.replace('none', 'nowhere'));
      expect(stage.plugin.arrived.filter(({ url }) => url.startsWith('/tv/plugin.html'))).toHaveLength(1);
    });
  });

for (const msxVersion of EVERYDAY_VERSIONS)
  test(`music, in MSX ${msxVersion}: an album plays whole, and a page says what plays`, async ({ serve }) => {
    const stage = await serve({
      config: null,
      beside: {
        'plugin.html': { type: 'text/html; charset=utf-8', body: await musicPage },
        'music.json': exampleDocument('music', 'music.json'),
        'music/ebb.mp3': { type: 'audio/wav', body: tone(1) },
        'music/flow.mp3': { type: 'audio/wav', body: tone(1) },
      },
    });
    const host = await stage.openTo('Albums', { ...DEVICE, media: 'pretended:200', msxVersion });
    await host.until('the albums', has('Tides', 'From the Attic'));
    await host.press('ArrowRight', 'Enter');
    await host.until('its first track', ({ player }) => player?.state === 'playing');
    await host.endMedia();
    await host.until('its second', ({ player }) => /flow\.mp3/.test(JSON.stringify(player)));
    await host.execute(`content:request:interaction:playing@${stage.address}`);
    await host.until('what plays', has('Flow, The Moles', 'Begun 1 times on this TV'));
  });

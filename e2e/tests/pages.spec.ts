// The pages that the plugin gives itself, on a TV's screen and by its remote alone.
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test as base } from '@playwright/test';
import { EVERYDAY_VERSIONS, has, MSX_VERSIONS } from '../stage/msxVersions.js';
import { type Host, openHost } from '../stage/openHost.js';
import { DEVICE, test as builtTest } from '../stage/pluginStage.js';
import { LIBRARY, type Origins, startOrigins } from '../stage/startOrigins.js';
import type { Answer, Routes } from '../stage/startServer.js';
import { tone } from '../stage/wav.js';

const bundle = build({
  entryPoints: [join(import.meta.dirname, '../stage/pagesPlugin.ts')],
  bundle: true,
  write: false,
  format: 'iife',
});

interface Stage extends Origins {
  /** The address of the plugin. */
  address: string;
  /** The action that opens a page of ours. */
  content: (dataId: string) => string;
  /** The absolute address of a document. */
  at: (path: string) => string;
  /** Opens MSX with a page of ours, and waits for an item of it. */
  open: (dataId: string, title: string | RegExp, settings?: Record<string, string>) => Promise<Host>;
  asked: () => string[];
}

const test = base.extend<{ serve: (documents: Routes) => Promise<Stage> }>({
  serve: async ({ page }, use) => {
    const stages: Stage[] = [];
    await use(async (documents) => {
      const [script] = (await bundle).outputFiles;
      const origins = await startOrigins(
        {
          files: { '/tv/tvx-plugin.min.js': LIBRARY },
          routes: {
            '/tv/plugin.html': {
              type: 'text/html',
              body: '<!doctype html><meta charset="utf-8"><script src="tvx-plugin.min.js"></script><script src="plugin.js"></script>',
            },
            '/tv/plugin.js': { type: 'text/javascript; charset=utf-8', body: script!.text },
          },
        },
        documents,
      );
      const address = `${origins.plugin.origin}/tv/plugin.html?origin=${origins.documents.origin}`;
      const content = (dataId: string) => `content:request:interaction:${dataId}@${address}`;
      const stage: Stage = {
        ...origins,
        address,
        content,
        at: (path) => `${origins.documents.origin}${path}`,
        open: async (dataId, title, settings = {}) => {
          const host = await openHost(page, origins.app.origin, content(dataId), {
            media: 'pretended:200',
            ...settings,
          });
          await host.until(String(title), shown(title));
          return host;
        },
        asked: () => origins.documents.arrived.map(({ url }) => url),
      };
      stages.push(stage);
      return stage;
    });
    await Promise.all(stages.map((stage) => stage.close()));
  },
});

type State = Awaited<ReturnType<Host['state']>>;
const titles = ({ content }: State): string[] => (content?.items ?? []).map(({ title }) => title);
const shown =
  (title: string | RegExp) =>
  (state: State): boolean =>
    titles(state).some((one) => (typeof title === 'string' ? one === title : title.test(one)));
const focused = ({ content }: State): string | undefined =>
  content?.items.find((item) => item.focused)?.title;

const FILMS = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Zeta', 'Eta', 'Theta', 'Iota', 'Kappa', 'Lambda', 'Ra'];

/** A service that finds films, and gives as many as are asked for. */
const films = ({ url }: { url: string }): Answer => {
  const query = new URL(url, 'http://x').searchParams;
  const offset = Number(query.get('offset') ?? 0);
  const found = FILMS.filter((title) => title.toLowerCase().includes(query.get('q') ?? ''));
  return {
    json: {
      hint: `Found ${found.length}`,
      template: { type: 'separate', layout: '0,0,3,3' },
      items: found
        .slice(offset, offset + Number(query.get('limit') ?? 100))
        .map((title) => ({ title, action: `info:${title}` })),
    },
  };
};

/** Below each key of the second row is one of the third. */
const TYPE_A = ['ArrowDown', 'Enter'];

/** The button for more has neither. */
const isMore = ({ content }: State): boolean =>
  (content?.items ?? []).some(({ id, title, focused: has }) => has && !id && !title);

/** Goes on until an item is there. The button for more has the focus for as long as more is asked for. */
async function goTo(host: Host, title: string, key = 'ArrowDown'): Promise<void> {
  for (let steps = 0; steps < 15 && !shown(title)(await host.state()); steps++) {
    await host.press(key);
    await host.until('a focus', (s) => !s.busy && !isMore(s));
  }
  await host.until(title, shown(title));
}

for (const msxVersion of MSX_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    test('somebody searches while he types, and goes down through all that is found', async ({ serve }) => {
      const stage = await serve({ '/films': films });
      const host = await stage.open('history', /Nothing yet/, { msxVersion });
      const url = `${stage.at('/films')}?q={INPUT}&offset={OFFSET}&limit={LIMIT}`;
      await host.execute(stage.content(`input:${url}|search|en|Search|||Type|Film|4`));
      await host.until('the keyboard', (s) => focused(s) === 'q');
      await host.press(...TYPE_A);
      const found = await host.until('films', shown('Alpha'));
      expect(titles(found)).toEqual(expect.arrayContaining(['a|', 'Alpha', 'Beta', 'Gamma', 'Delta']));
      expect(titles(found)).not.toContain('Zeta');
      expect(focused(found)).toBe('a');
      await goTo(host, 'Zeta');
      await goTo(host, 'Ra');
      expect(stage.asked()).toHaveLength(3);
      expect((await host.state()).allToasts).toEqual([]);
    });

    test('somebody writes a password, which is hidden, and is let in', async ({ serve }) => {
      const stage = await serve({ '/login': { json: { action: 'info:Welcome' } } });
      const host = await stage.open(`input:${stage.at('/login')}?name={INPUT}&id={ID}|secret:2|de`, 'q', {
        msxVersion,
      });
      await host.press(...TYPE_A, 'ArrowRight', 'Enter');
      await host.until('two dots', shown('••|'));
      await host.execute('focus:msx-player-input-done');
      await host.press('Enter');
      await host.until('the answer', (s) => s.allToasts.some(({ text }) => text === 'Welcome'));
      expect(stage.asked()).toEqual([expect.stringMatching(/^\/login\?name=as&id=DEVICE1/)]);
    });

    test('a list that documents ask of MSX’s own plugin comes from ours, which stays', async ({ serve }) => {
      const paging = 'http://msx.benzac.de/interaction/paging.html';
      const documents: Routes = { '/films': films };
      const stage = await serve(documents);
      const url = `${stage.at('/films')}?offset={OFFSET}&limit={LIMIT}`;
      const action = `content:request:interaction:${url}|4@${paging}`;
      documents['/start'] = {
        json: { pages: [{ items: [{ layout: '0,0,4,1', title: 'Films', action }] }] },
      };
      const host = await stage.open(`page:${stage.at('/start')}`, 'Films', { msxVersion });
      await host.press('Enter');
      await host.until('films', shown('Delta'));
      await goTo(host, 'Zeta', 'ArrowRight');
      expect((await host.state()).plugin.url).toBe(stage.address);
    });

    test('what was shown is to be seen again, until one button has it forgotten', async ({ serve }) => {
      const stage = await serve({ '/film.wav': { type: 'audio/wav', body: tone(1) } });
      const host = await stage.open('history', /Nothing yet/, { msxVersion });
      await host.play(`video:${stage.at('/film.wav')}?device_id=DEVICE1`, { playerLabel: 'A film' });
      await host.execute('player:seek:65');
      await host.execute('player:stop');
      await host.execute(stage.content('history'));
      await host.until('the film', shown('A film'));
      await host.press('Enter');
      await host.until('it plays', ({ player }) => player?.state === 'playing');
      await host.execute('player:stop');
      await host.execute(stage.content('history'));
      await host.until('the film', shown('A film'));
      await host.press('ArrowDown', 'Enter');
      await host.until('nothing', shown(/Nothing yet/));
    });
  });

for (const msxVersion of EVERYDAY_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    test('what was found is there again for somebody who comes back', async ({ serve }) => {
      const stage = await serve({
        '/films': {
          json: { template: { layout: '0,0,3,3' }, items: [{ title: 'More', action: 'content:more' }] },
        },
        '/more': { json: { pages: [{ items: [{ layout: '0,0,3,3', title: 'Inside' }] }] } },
      });
      // as somebody comes there: before 0.1.144 what MSX began with cannot be loaded again
      const host = await stage.open('history', /Nothing yet/, { msxVersion });
      await host.execute(stage.content(`input:${stage.at('/films')}?q={INPUT}|search`));
      await host.until('the keyboard', (s) => focused(s) === 'q');
      await host.press(...TYPE_A);
      await host.until('a result', shown('More'));
      await focusOn(host, 'More');
      await host.press('Enter');
      await host.until('the document', shown('Inside'));
      await host.press('Backspace');
      // Before 0.1.144 MSX asks for the keyboard by its first request, as whoever opens it anew.
      const isKept = has(msxVersion, '0.1.144');
      const back = await host.until('the keyboard', shown(isKept ? 'More' : '|'));
      expect(titles(back)).toContain(isKept ? 'a|' : '|');
    });

    test('a folder of documents is searched without a server', async ({ serve }) => {
      const stage = await serve({
        '/films.json': { json: { menu: [{ label: 'All', data: 'all.json' }] } },
        '/all.json': {
          json: {
            template: { layout: '0,0,3,3', type: 'separate' },
            items: [
              { title: 'Ära', action: 'info:one' },
              { title: 'Zoo', action: 'info:two' },
            ],
          },
        },
      });
      const host = await stage.open('history', /Nothing yet/, { msxVersion });
      await host.execute(stage.content(`search:${stage.at('/films.json')}`));
      await host.until('the keyboard', (s) => focused(s) === 'q');
      await host.press(...TYPE_A);
      const found = await host.until('the film', shown('Ära'));
      await expect(host.page.locator('body')).toContainText('1 found in 2 documents');
      expect(titles(found)).not.toContain('Zoo');
    });

    test('a word with an umlaut, typed on the German keyboard by arrows and OK, finds it without', async ({
      serve,
    }) => {
      const stage = await serve({
        '/films.json': {
          json: {
            template: { layout: '0,0,3,3', type: 'separate' },
            items: ['Kase', 'Kaste', 'Käfer'].map((title) => ({ title, action: `info:${title}` })),
          },
        },
      });
      const host = await stage.open('history', /Nothing yet/, { msxVersion });
      await host.execute(stage.content(`search:${stage.at('/films.json')}|search|de`));
      await host.until('the keyboard', (s) => focused(s) === 'q');
      const steps = (key: string, times: number): string[] => Array.from({ length: times }, () => key);
      await host.press('ArrowDown', ...steps('ArrowRight', 7), 'Enter'); // k
      await host.press(...steps('ArrowRight', 3), 'Enter'); // ä
      await host.press(...steps('ArrowLeft', 9), 'Enter'); // s
      await host.press('ArrowUp', 'ArrowRight', 'Enter'); // e
      await host.until('what was typed', shown('käse|'));
      const found = await host.until('the film', shown('Kase'));
      expect(titles(found).filter((title) => /^k[aä].+/i.test(title))).toEqual(['käse|', 'Kase']);
    });
  });

/** Goes down until an item has the focus. */
async function focusOn(host: Host, title: string): Promise<void> {
  for (let steps = 0; steps < 6 && focused(await host.state()) !== title; steps++)
    await host.press('ArrowDown');
  expect(focused(await host.state())).toBe(title);
}

for (const msxVersion of MSX_VERSIONS)
  builtTest.describe(`in MSX ${msxVersion}, the built page`, () => {
    const settings = { ...DEVICE, media: 'pretended:200', msxVersion };

    builtTest(
      'answers a search that the menu asks of MSX’s plugin, is loaded once, and knows later what was opened',
      async ({ serve }) => {
        const documents: Routes = {
          '/film.wav': { type: 'audio/wav', body: tone(1) },
          '/films': {
            json: {
              template: { type: 'separate', layout: '0,0,3,3' },
              items: [{ title: 'A film', playerLabel: 'A film', action: 'video:film.wav' }],
            },
          },
        };
        const stage = await serve({ documents });
        const ofMsx = `request:interaction:${stage.at('/films')}?q={INPUT}|search|en@http://msx.benzac.de/interaction/input.html`;
        documents['/menu.json'] = { json: { menu: [{ label: 'Search', data: ofMsx }] } };
        const history = `content:request:interaction:history@${stage.address}`;

        const host = await stage.open(settings);
        await host.until('the keyboard', shown('q'));
        await host.press('ArrowRight');
        await focusOn(host, 'q');
        await host.press('Enter');
        await host.until('the film', shown('A film'));
        const id = encodeURIComponent(await host.deviceId());
        expect(stage.asked('/films')).toEqual([expect.stringContaining(`?q=q&device_id=${id}&`)]);
        await focusOn(host, 'A film');
        await host.press('Enter');
        await host.until('it plays', ({ player }) => player?.state === 'playing');
        await host.execute('player:stop');
        await host.execute(history);
        await host.until('the history', shown('A film'));
        expect(stage.plugin.arrived.filter(({ url }) => url.startsWith('/tv/plugin.html'))).toHaveLength(1);

        const later = await stage.openStart(history, settings);
        await later.until('the history of an earlier start', shown('A film'));
        stage.put('plugin.config.json', { json: { menu: stage.at('/menu.json'), history: false } });
        const without = await stage.openStart(history, settings);
        await without.until('that there is none', shown(/nothing called/));
        stage.put('plugin.config.json', { json: { menu: stage.at('/menu.json') } });
        const anew = await stage.openStart(history, settings);
        await anew.until('an empty one', shown(/Nothing yet/));
      },
    );

    builtTest('says in a check whether this TV has what it needs', async ({ serve }) => {
      const stage = await serve();
      // as somebody comes there: before 0.1.144 what MSX began with cannot be loaded again
      const start = async () => {
        const host = await stage.openStart(`content:request:interaction:history@${stage.address}`, {
          ...settings,
          media: 'real',
        });
        await host.until('a page', shown(/Nothing yet/));
        await host.execute(`content:request:interaction:check@${stage.address}`);
        return host;
      };
      await (await start()).until('a first time', shown(/Device ID .*, the first one here/));
      const host = await start();
      const { content } = await host.until('another', shown(/Device ID .*, the same as last time/));
      expect(JSON.stringify(content)).toContain('What is stored survives a restart');
      // What follows runs by itself; only in an old MSX a person has to leave the pictures.
      await host.until('a picture', ({ slideshow }) => slideshow?.image === 'shown');
      if (!has(msxVersion, '0.1.160')) await host.press('Backspace');
      // The sound lasts for a fifth of a second, too short to be seen on a busy machine: the result speaks for it.
      const done = await host.until('the result', shown(/MSX says when a video or sound plays/));
      expect(titles(done)).toContainEqual(
        expect.stringMatching(has(msxVersion, '0.1.160') ? /picture is on screen/ : /picture is chosen/),
      );
      expect([done.slideshow, done.player, done.allToasts]).toEqual([null, null, []]);
      await host.execute(`content:request:interaction:history@${stage.address}`);
      await host.until('nothing of it', shown(/Nothing yet/));
      expect(stage.plugin.arrived.filter(({ method }) => method === 'POST')).toEqual([]);
    });

    builtTest('says what is wrong with a list in pieces, in its place', async ({ serve }) => {
      const documents: Routes = {};
      const stage = await serve({ documents });
      const list = `paging:${stage.at('/films')}?o={OFFSET}&l={LIMIT}|4`;
      const host = await stage.openStart(`content:request:interaction:${list}@${stage.address}`, settings);
      await host.until('the reason', (state) =>
        JSON.stringify(state).includes('answered with the status 404'),
      );
      documents['/films'] = films;
      await host.execute(`content:request:interaction:${list}@${stage.address}`);
      await host.until('the list', shown('Delta'));
    });
  });

// @vitest-environment jsdom
// @vitest-environment-options { "url": "http://own.example/tv/plugin.html" }
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../msx/json.js';
import { pageRequest, type PageKind } from '../msx/pageRequest.js';
import { plainText } from '../msx/plainText.js';
import { aboutOf } from '../tvx/about.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { Notice } from '../tvx/notice.js';
import { configFileOf } from './configFile.js';
import { createHandler } from './createHandler.js';
import { describeJsonError } from './describeJsonError.js';
import { fillPlaceholders } from './fillPlaceholders.js';
import { PROBLEM_FLAG } from './problemFlag.js';
import type { KeptMenu } from './keptMenu.js';
import { loadConfig } from './loadConfig.js';
import { problemDocument } from './problemDocument.js';
import { retryAction } from './retryAction.js';

const PAGE = 'http://own.example/tv/plugin.html';
const asked: string[] = [];
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());
afterEach(() => {
  server.resetHandlers();
  asked.length = 0;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const withTime = (url: string) => url.replace(/([?&])t=\d+$/, '$1t=…');
/** The web host: paths to what they answer; everything else is missing. */
function host(files: Record<string, unknown>) {
  server.use(
    http.get('*', async ({ request }) => {
      asked.push(withTime(request.url));
      const { pathname, host: name } = new URL(request.url);
      const file = files[name === 'own.example' ? pathname : `//${name}${pathname}`];
      if (file === undefined) return new HttpResponse('Not found', { status: 404 });
      if (file instanceof Response) return file;
      if (typeof file === 'string') return new HttpResponse(file);
      if (typeof file === 'function') return (file as () => Promise<Response>)();
      return HttpResponse.json(file as JsonObject);
    }),
  );
}

interface Given {
  pageUrl?: string;
  identity?: Identity;
  menuBlock?: string;
  configBlock?: string;
  shown?: KeptMenu | null;
  info?: unknown;
  ownPage?: (dataId: string) => Promise<JsonObject | null>;
}

const describeFault = (text: string) => Promise.resolve(describeJsonError(text));

function plugin({
  pageUrl = PAGE,
  identity = { deviceId: 'TV', source: 'msx' },
  menuBlock = '',
  configBlock = '',
  shown = null,
  info = { application: { version: '0.1.163' } },
  ownPage = () => Promise.resolve(null),
}: Given = {}) {
  const log: Notice[] = [];
  const kept: (KeptMenu | null)[] = [];
  const executed: string[] = [];
  const handedOver: unknown[] = [];
  const about = aboutOf(info);
  const { answer, refreshMenu } = createHandler({
    pageUrl,
    author: null,
    menuBlock,
    load: () =>
      loadConfig({
        ...configFileOf(new URL(pageUrl).search),
        block: configBlock,
        fallback: shown && shown.config,
        log: (notice) => void log.push(notice),
        describeFault,
        onAnswer: () => undefined,
      }),
    onBegun: () => undefined,
    identity: Promise.resolve(identity),
    about: Promise.resolve(about),
    keepMenu: (menu) => void kept.push(menu),
    fillPlaceholders: (url) => Promise.resolve(fillPlaceholders(url, info)),
    describeFault,
    ownPage,
    log: (notice) => void log.push(notice),
    problemPage: (problem, kind, dataId) =>
      Promise.resolve(
        problemDocument(
          problem,
          kind,
          (one) => retryAction(about, pageUrl, one, PROBLEM_FLAG, dataId),
          (text) => plainText(text, about.build),
        ),
      ),
    replace: (flag) => void executed.push(`replace:menu:${flag}`),
    execute: (action) => void executed.push(action),
    handedOver: (data) => void handedOver.push(data),
    onAnswer: () => undefined,
  });
  if (shown) refreshMenu(shown);
  return {
    log,
    executed,
    handedOver,
    kept,
    codes: () => log.map(({ code }) => code),
    ask: (dataId: string, data?: unknown) =>
      new Promise<JsonObject>((resolve) => void answer(dataId, data, resolve)),
  };
}

const MENU = { headline: 'M', menu: [{ label: 'A', data: 'a.json' }] };
const tagged = (url: string) => ({ headline: 'M', menu: [{ label: 'A', data: url }] });

/** The texts of a problem on the screen, and what its button does. */
function problem(document: JsonObject) {
  const { menu, pages } = document as {
    menu: { data: { pages: { items: JsonObject[] }[] } }[];
    pages: { items: JsonObject[] }[];
  };
  const [text, button] = menu[0]!.data.pages[0]!.items as [JsonObject, JsonObject];
  const [, contentButton] = pages[0]!.items as [JsonObject, JsonObject];
  return {
    message: text.headline as string,
    text: text.text as string,
    label: button.label,
    retryMenu: button.action,
    retryContent: contentButton.action,
  };
}

describe('init', () => {
  it('answers with the menu beside the page, tagged', async () => {
    host({ '/tv/menu.json': MENU });
    const { ask, codes } = plugin();
    expect(await ask('init')).toEqual(tagged('http://own.example/tv/a.json?device_id=TV'));
    expect(asked).toContain('http://own.example/tv/menu.json?device_id=TV&v=0.1.163&t=…');
    expect(codes()).toEqual([]);
  });

  it('answers with the menu that the configuration names, whose origin may have the ID', async () => {
    host({
      '/tv/plugin.config.json': {
        menu: 'http://media.example/m/menu.json',
        origins: ['http://third.example'],
      },
      '//media.example/m/menu.json': {
        menu: [{ data: 'a.json' }, { data: 'http://third.example/b' }, { data: 'http://fourth.example/c' }],
      },
    });
    expect(await plugin().ask('init')).toEqual({
      menu: [
        { data: 'http://media.example/m/a.json?device_id=TV' },
        { data: 'http://third.example/b?device_id=TV' },
        { data: 'http://fourth.example/c' },
      ],
    });
  });

  it('takes another configuration where the page is opened with its name', async () => {
    host({ '/tv/kitchen.config.json': { menu: 'k.json' }, '/tv/k.json': MENU });
    expect(await plugin({ pageUrl: `${PAGE}?config=kitchen` }).ask('init')).toMatchObject({ headline: 'M' });
    expect(asked.some((url) => url.includes('plugin.config.json'))).toBe(false);
  });

  it('leaves links untagged without an ID, or with tagging off', async () => {
    host({ '/tv/menu.json': MENU });
    expect(await plugin({ identity: { deviceId: null, source: 'none' } }).ask('init')).toEqual(
      tagged('http://own.example/tv/a.json'),
    );
    host({ '/tv/plugin.config.json': { tagging: 'off' }, '/tv/menu.json': MENU });
    expect(await plugin().ask('init')).toEqual(tagged('http://own.example/tv/a.json'));
    expect(asked.some((url) => url.includes('device_id'))).toBe(false);
  });

  const ofMsx =
    'request:interaction:http://own.example/c?o={OFFSET}&l={LIMIT}|20@http://msx.benzac.de/interaction/paging.html';
  it.each(['links', 'deep'])(
    'asks the plugin itself for what is asked of MSX’s own (%s)',
    async (tagging) => {
      host({ '/tv/plugin.config.json': { tagging }, '/tv/menu.json': { menu: [{ data: ofMsx }] } });
      expect(await plugin().ask('init')).toEqual({
        menu: [
          {
            data: `request:interaction:paging:http://own.example/c?o={OFFSET}&l={LIMIT}&device_id=TV|20@${PAGE}`,
          },
        ],
      });
    },
  );
  it.each([{ ownPages: false }, { tagging: 'off' }])('leaves that to MSX with %j', async (config) => {
    host({ '/tv/plugin.config.json': config, '/tv/menu.json': { menu: [{ data: ofMsx }] } });
    expect(await plugin().ask('init')).toEqual({ menu: [{ data: ofMsx }] });
  });

  it('looks at configuration and menu again when MSX reloads the menu', async () => {
    host({ '/tv/menu.json': MENU });
    const { ask } = plugin();
    await ask('init');
    host({ '/tv/plugin.config.json': { menu: 'new.json' }, '/tv/new.json': { headline: 'new', menu: [] } });
    expect(await ask('init')).toEqual({ headline: 'new', menu: [] });
  });

  it('shows the menu all the same where the configuration is broken', async () => {
    host({ '/tv/plugin.config.json': '{"menu": "x.json"', '/tv/menu.json': MENU });
    const broken = plugin();
    expect(await broken.ask('init')).toMatchObject({ headline: 'M' });
    expect(broken.log).toMatchObject([
      {
        code: 'config-not-json',
        message: 'The configuration is not JSON: line 1, column 18, where it ends too early. It is left out.',
      },
    ]);
    host({ '/tv/plugin.config.json': { tagging: 'deeply' }, '/tv/menu.json': MENU });
    const wrong = plugin();
    expect(await wrong.ask('init')).toMatchObject({ headline: 'M' });
    expect(wrong.codes()).toEqual(['config-key-invalid']);
  });

  it('takes a host’s page for a missing configuration as none, and its failure as one', async () => {
    host({ '/tv/plugin.config.json': '<!doctype html><title>Not here</title>', '/tv/menu.json': MENU });
    const page = plugin();
    await page.ask('init');
    expect(page.codes()).toEqual([]);
    host({ '/tv/plugin.config.json': new HttpResponse('', { status: 500 }), '/tv/menu.json': MENU });
    const failing = plugin();
    expect(await failing.ask('init')).toMatchObject({ headline: 'M' });
    expect(failing.codes()).toEqual(['config-unreachable']);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['is missing', undefined, 'document-status', /own\.example\/tv\/menu\.json answered with the status 404/],
    [
      'cannot be reached',
      () => Promise.resolve(HttpResponse.error()),
      'document-unreachable',
      /own\.example\/tv\/menu\.json cannot be reached/,
    ],
    ['is not JSON', '{\n"menu": [}', 'document-not-json', /line 2, column 10/],
    ['is a web page', '<html>', 'document-not-json', /it is a web page/],
    ['is no object', [], 'document-wrong', /not a document/],
    ['is no menu', { a: 1 }, 'document-wrong', /not a menu/],
    ['is a content page', { items: [] }, 'document-wrong', /a content page, not a menu/],
  ])('says so on the TV where the menu %s', async (_what, menu, code, message) => {
    host(menu === undefined ? {} : { '/tv/menu.json': menu });
    const { ask, codes } = plugin();
    const shown = problem(await ask('init'));
    expect(shown.message).toMatch(message);
    expect(shown.message).not.toMatch(/device_id|[?&]t=/);
    expect(shown).toMatchObject({
      label: 'Try again',
      retryMenu: `replace:menu:msx-player-problem:request:interaction:init@${PAGE}`,
    });
    expect(shown.text).toContain(code);
    expect(codes()).toEqual([code]);
    host({ '/tv/menu.json': MENU });
    expect(await ask('init')).toMatchObject({ headline: 'M' });
  });

  it('says so after 25 s where the menu does not come', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    host({ '/tv/menu.json': () => delay('infinite') });
    const answer = plugin().ask('init');
    await vi.waitFor(
      async () => {
        await vi.advanceTimersByTimeAsync(1000);
        expect(asked.some((url) => url.includes('menu.json'))).toBe(true);
      },
      { timeout: 10_000 },
    );
    await vi.advanceTimersByTimeAsync(25_000);
    expect(problem(await answer).message).toMatch(/did not answer within 25 seconds/);
  });

  it('fills in the placeholders of the menu’s address; what MSX does not have becomes nothing', async () => {
    host({
      '/tv/plugin.config.json': { menu: 'menu.json?id={ID}&player={PLAYER}&other={OTHER}' },
      '/tv/menu.json': MENU,
    });
    const info = { application: { version: '0.1.163' }, id: 'a b', player: null };
    expect(await plugin({ info }).ask('init')).toEqual(tagged('http://own.example/tv/a.json?device_id=TV'));
    expect(asked.map(decodeURI)).toContain(
      'http://own.example/tv/menu.json?id=a b&player=&other={OTHER}&device_id=TV&v=0.1.163&t=…',
    );
  });

  it('asks by https where the page is on https, and takes the links to either as its own', async () => {
    const pageUrl = 'https://own.example/tv/plugin.html';
    host({
      '/tv/plugin.config.json': { menu: 'http://media.example:8080/menu.json', tagging: 'deep' },
      '//media.example:8080/menu.json': { menu: [{ data: 'http://media.example:8080/a.json' }] },
      '//media.example:8080/a.json': { items: [{ action: 'video:http://media.example:8080/a.mp4' }] },
    });
    const { ask } = plugin({ pageUrl });
    const { menu } = (await ask('init')) as { menu: { data: string }[] };
    const request = pageRequest('https://media.example:8080/a.json');
    expect(menu[0]!.data).toBe(`request:interaction:${request}@${pageUrl}`);
    expect(await ask(pageRequest('http://media.example:8080/a.json'))).toEqual({
      items: [{ action: 'video:http://media.example:8080/a.mp4?device_id=TV' }],
    });
    expect(asked.filter((url) => url.includes('media.example'))).toEqual([
      'https://media.example:8080/menu.json?device_id=TV&v=0.1.163&t=…',
      'https://media.example:8080/a.json?device_id=TV&v=0.1.163&t=…',
    ]);
  });

  it('says where a menu came from that was redirected to another origin: the first one got the ID', async () => {
    // As an engine has it after a redirect, which the one of this test does not follow.
    const Real = window.XMLHttpRequest;
    const redirected = (request: XMLHttpRequest) =>
      new Proxy(request, {
        get: (_, key) => {
          const value: unknown = Reflect.get(request, key);
          if (typeof value === 'function') return value.bind(request) as unknown;
          return key === 'responseURL' ? request.responseURL.replace('old.example', 'new.example') : value;
        },
        set: (_, key, value) => Reflect.set(request, key, value),
      });
    vi.stubGlobal('XMLHttpRequest', function () {
      return redirected(new Real());
    });
    host({
      '/tv/plugin.config.json': { menu: 'http://old.example/menu.json' },
      '//old.example/menu.json': MENU,
    });
    const { ask, log } = plugin();
    expect(await ask('init')).toEqual(tagged('http://new.example/a.json'));
    expect(log).toMatchObject([
      {
        code: 'menu-redirected',
        message: 'The menu comes from http://new.example; http://old.example was asked, with the device ID.',
      },
    ]);
  });

  it('shows what a server says that gives no menu', async () => {
    host({ '/tv/menu.json': { response: { status: 403, text: 'Forbidden', message: 'Not for {this} TV' } } });
    const { message, text } = problem(await plugin().ask('init'));
    expect(message).toBe(
      'http://own.example/tv/menu.json is refused by its server: "Not for {chr:#123}this{chr:#125} TV".',
    );
    expect(text).toContain('document-refused');
  });

  it('takes the menu out of a response', async () => {
    host({ '/tv/menu.json': { response: { status: 200, data: MENU } } });
    expect(await plugin().ask('init')).toEqual(tagged('http://own.example/tv/a.json?device_id=TV'));
  });
});

describe('a menu that stands in the page', () => {
  const menuBlock = JSON.stringify(MENU);

  it('is the menu, whatever lies beside the page; what is there in its place is not asked for', async () => {
    host({ '/tv/menu.json': { menu: [] } });
    expect(await plugin({ menuBlock }).ask('init')).toEqual(
      tagged('http://own.example/tv/a.json?device_id=TV'),
    );
    expect(asked).toEqual(['http://own.example/tv/plugin.config.json?t=…']);
  });

  it('needs nobody where the configuration stands there as well', async () => {
    host({});
    const configBlock = '{ "tagging": "off" }';
    expect(await plugin({ menuBlock, configBlock }).ask('init')).toEqual(
      tagged('http://own.example/tv/a.json'),
    );
    expect(asked).toEqual([]);
  });

  it('says where it is wrong', async () => {
    host({});
    const { message, text } = problem(await plugin({ menuBlock: '{"menu": [}' }).ask('init'));
    expect(message).toMatch(/^The menu in the page is not JSON: line 1, column 11/);
    expect(text).toContain('document-not-json');
  });

  it('says where the configuration there is wrong, and is shown all the same', async () => {
    host({});
    const { ask, codes } = plugin({ menuBlock, configBlock: '{' });
    expect(await ask('init')).toMatchObject({ headline: 'M' });
    expect(codes()).toEqual(['config-not-json']);
  });
});

describe('the menu of the last start', () => {
  const files = (more: Record<string, unknown> = {}) => ({
    '/tv/plugin.config.json': { origins: ['http://media.example'] },
    '/tv/menu.json': { menu: [{ data: 'http://media.example/a.json' }] },
    ...more,
  });
  /** What a start keeps. */
  async function lastStart(more?: Record<string, unknown>): Promise<KeptMenu> {
    host(files(more));
    const { ask, kept } = plugin();
    await ask('init');
    await vi.waitFor(() => expect(kept).toHaveLength(1));
    asked.length = 0;
    return kept[0]!;
  }
  const unreachable = () => Promise.resolve(HttpResponse.error());
  const REPLACED = 'replace:menu:msx-player-menu';

  it('is kept as it was shown, so that it can be replaced', async () => {
    expect(await lastStart()).toEqual({
      deviceId: 'TV',
      version: expect.any(String) as string,
      config: JSON.stringify({
        menu: 'menu.json',
        tagging: 'links',
        origins: ['http://media.example'],
        untagged: [],
        tagImages: false,
        ownPages: true,
        history: true,
        registration: null,
      }),
      carriers: ['http://media.example', ...Array<string>(3).fill('http://own.example'), ''],
      document: {
        menu: [{ data: 'http://media.example/a.json?device_id=TV' }],
        flag: 'msx-player-menu',
        refocus: true,
      },
    });
  });

  it('keeps the owner’s own flag and focus', async () => {
    const kept = await lastStart({ '/tv/menu.json': { flag: 'mine', refocus: false, menu: [] } });
    expect(kept.document).toEqual({ flag: 'mine', refocus: false, menu: [] });
  });

  it('is not kept where there is a problem in its place', async () => {
    host({});
    const { ask, kept } = plugin();
    await ask('init');
    await ask('status');
    expect(kept).toEqual([]);
  });

  it('is forgotten where the configuration wants none', async () => {
    host(files({ '/tv/plugin.config.json': { menuCache: false } }));
    const { ask, kept } = plugin();
    await ask('init');
    await vi.waitFor(() => expect(kept).toEqual([null]));
  });

  it('stays where today’s is the same', async () => {
    const shown = await lastStart();
    const { kept, executed, codes } = plugin({ shown });
    await vi.waitFor(() => expect(kept).toEqual([shown]));
    expect(executed).toEqual([]);
    expect(codes()).toEqual([]);
    expect(asked).toEqual([
      'http://own.example/tv/plugin.config.json?t=…',
      'http://own.example/tv/menu.json?device_id=TV&v=0.1.163&t=…',
    ]);
  });

  it('is replaced by today’s, which was fetched once, and then by each that MSX asks for', async () => {
    const shown = await lastStart();
    host(files({ '/tv/menu.json': { headline: 'new', menu: [] } }));
    const { ask, kept, executed } = plugin({ shown });
    await vi.waitFor(() => expect(executed).toEqual([REPLACED]));
    const document = { headline: 'new', menu: [], flag: 'msx-player-menu', refocus: true };
    expect(kept).toMatchObject([{ document }]);
    expect(await ask('init')).toEqual(document);
    expect(asked.filter((url) => url.includes('menu.json'))).toHaveLength(1);
    host(files({ '/tv/menu.json': { headline: 'newer', menu: [] } }));
    expect(await ask('init')).toEqual({ headline: 'newer', menu: [] });
  });

  it('has its successor at the next start where MSX cannot replace', async () => {
    const shown = await lastStart();
    host(files({ '/tv/menu.json': { headline: 'new', menu: [] } }));
    const { kept, executed } = plugin({ shown, info: { application: { version: '0.1.143' } } });
    await vi.waitFor(() => expect(kept).toMatchObject([{ document: { headline: 'new' } }]));
    expect(executed).toEqual([]);
  });

  it('stays while its host is away, which the log says once, and is looked for again', async () => {
    const shown = await lastStart();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    host(files({ '/tv/menu.json': unreachable }));
    const { kept, executed, log, codes } = plugin({ shown });
    await vi.waitFor(() => expect(codes()).toEqual(['menu-kept']), { timeout: 10_000 });
    expect(log[0]!.message).toBe(
      'The menu of the last start is shown. http://own.example/tv/menu.json cannot be reached.',
    );
    expect(executed).toEqual([]);
    const menusAsked = () => asked.filter((url) => url.includes('menu.json')).length;
    for (const [pauseMs, times] of [
      [30_000, 2],
      [60_000, 3],
      [120_000, 4],
      [240_000, 5],
      [300_000, 6],
      [300_000, 7],
    ] as const) {
      await vi.advanceTimersByTimeAsync(pauseMs - 1000);
      expect(menusAsked()).toBe(times - 1);
      await vi.advanceTimersByTimeAsync(1000);
      await vi.waitFor(() => expect(menusAsked()).toBe(times), { timeout: 10_000 });
      // until its answer is there, and with it the next look
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { timeout: 10_000 });
    }
    expect(codes()).toEqual(['menu-kept']);
    expect(kept).toEqual([]);
  });

  it('does not keep a page waiting while it is looked for again', async () => {
    const shown = await lastStart();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    host(files({ '/tv/menu.json': unreachable }));
    const { ask, codes } = plugin({ shown });
    await vi.waitFor(() => expect(codes()).toEqual(['menu-kept']), { timeout: 10_000 });
    asked.length = 0;
    host(
      files({ '/tv/plugin.config.json': () => delay('infinite'), '//media.example/a.json': { items: [] } }),
    );
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(asked.some((url) => url.includes('config'))).toBe(true), {
      timeout: 10_000,
    });
    expect(await ask(pageRequest('http://media.example/a.json'))).toEqual({ items: [] });
  });

  it('stays where today’s is wrong, which is said on the screen', async () => {
    const shown = await lastStart();
    host(files({ '/tv/menu.json': '{' }));
    const { executed, codes } = plugin({ shown });
    await vi.waitFor(() => expect(codes()).toEqual(['menu-kept']));
    expect(executed).toEqual([expect.stringMatching(/^warn:.*menu\.json is not JSON/)]);
  });

  it('stays without a word on the screen while its host has a fault of its own', async () => {
    const shown = await lastStart();
    host(files({ '/tv/menu.json': new HttpResponse('', { status: 502 }) }));
    const { executed, codes } = plugin({ shown });
    await vi.waitFor(() => expect(codes()).toEqual(['menu-kept']));
    expect(executed).toEqual([]);
  });

  it('holds with its configuration while that cannot be had', async () => {
    const shown = await lastStart();
    host({ ...files({ '/tv/plugin.config.json': unreachable }), '//media.example/a.json': { items: [] } });
    const { ask, codes, executed, kept } = plugin({ shown });
    expect(await ask(pageRequest('http://media.example/a.json'))).toEqual({ items: [] });
    expect(asked).toContain('http://media.example/a.json?device_id=TV&v=0.1.163&t=…');
    await vi.waitFor(() => expect(kept).toEqual([shown]));
    expect(codes()).toEqual(['config-unreachable']);
    expect(executed).toEqual([]);
  });

  it.each([
    ['takes an origin away', {}],
    ['tags nothing any more', { origins: ['http://media.example'], tagging: 'off' }],
    ['does not exist any more', undefined],
  ])('goes at once where the configuration %s, be there another or not', async (_what, config) => {
    const shown = await lastStart();
    host({ ...files(), '/tv/plugin.config.json': config, '/tv/menu.json': unreachable });
    const { ask, executed, kept } = plugin({ shown });
    await vi.waitFor(() => expect(executed).toEqual([REPLACED]));
    expect(problem(await ask('init')).message).toContain('menu.json cannot be reached');
    expect(kept).toEqual([null]);
  });

  it('goes where pictures may not have the ID any more', async () => {
    const shown = await lastStart({ '/tv/plugin.config.json': { tagImages: true } });
    host({ '/tv/menu.json': unreachable });
    const { executed } = plugin({ shown });
    await vi.waitFor(() => expect(executed).toEqual([REPLACED]));
  });

  it('goes where an address is excepted from the ID since', async () => {
    const shown = await lastStart();
    const untagged = ['http://media.example/a*'];
    const config = { origins: ['http://media.example'], untagged };
    host({ '/tv/plugin.config.json': config, '/tv/menu.json': unreachable });
    const { executed } = plugin({ shown });
    await vi.waitFor(() => expect(executed).toEqual([REPLACED]));

    const successor = await lastStart({ '/tv/plugin.config.json': config });
    expect(successor.document.menu).toEqual([{ data: 'http://media.example/a.json' }]);
    expect(JSON.parse(successor.config)).toMatchObject({ untagged });
  });
});

describe.each([
  ['slide', { slider: { index: 0 } }],
  ['track', { video: { info: { index: 0 } } }],
])('the request %s', (dataId, data) => {
  it('takes what a trigger hands over, and needs neither menu nor configuration for its answer', async () => {
    host({ '/tv/plugin.config.json': () => delay('infinite') });
    const { ask, handedOver } = plugin();
    const answer = await ask(dataId, data);
    expect(handedOver).toEqual([data]);
    // As MSX wants an answer to `execute:`, wrapped or not.
    expect([answer.action, (answer.response as JsonObject).data]).toEqual(['[]', { action: '[]' }]);
  });
});

describe('page:', () => {
  const page = (url: string) => pageRequest(url);

  it('answers with the document, tagged, its links relative to itself', async () => {
    host({
      '/tv/plugin.config.json': { tagging: 'deep' },
      '/albums/a.json': { items: [{ action: 'content:b.json' }, { action: 'audio:s.mp3' }] },
    });
    expect(await plugin().ask(page('http://own.example/albums/a.json'))).toEqual({
      items: [
        { action: `content:request:interaction:${page('http://own.example/albums/b.json')}@${PAGE}` },
        { action: 'audio:http://own.example/albums/s.mp3?device_id=TV' },
      ],
    });
    expect(asked).toContain('http://own.example/albums/a.json?device_id=TV&v=0.1.163&t=…');
  });

  it('lets items that are to be reported hand themselves over, and so bring the plugin back', async () => {
    const item = { action: 'image:http://own.example/i.png', properties: { 'makapix:post_id': '1' } };
    host({ '/tv/plugin.config.json': { tagging: 'deep' }, '/a.json': { items: [item] } });
    expect(await plugin().ask(page('http://own.example/a.json'))).toMatchObject({
      items: [
        {
          properties: {
            'image:trigger': `execute:service:slider:silent:request:interaction:slide@${PAGE}`,
          },
        },
      ],
    });
    // An older MSX may not know the action, and would warn at each picture.
    const old = plugin({ info: { application: { version: '0.1.157' } } });
    expect(await old.ask(page('http://own.example/a.json'))).toEqual({
      items: [{ ...item, action: 'image:http://own.example/i.png?device_id=TV' }],
    });
  });

  it('takes an address as it is where it holds placeholders, and sets the time behind its query', async () => {
    host({ '/a.json': { items: [] } });
    await plugin().ask('page:http://own.example/a.json?b={c}');
    expect(asked.map(decodeURI)).toContain('http://own.example/a.json?b={c}&device_id=TV&v=0.1.163&t=…');
  });

  it('fills in MSX’s placeholders, which MSX cannot', async () => {
    host({ '/a/tizen.json': { items: [] } });
    await plugin({ info: { platform: 'tizen', screen: { width: 1920 }, language: null } }).ask(
      'page:http://own.example/a/{PLATFORM}.json?w={WIDTH}&l={LANGUAGE}&q={INPUT}',
    );
    expect(asked.map(decodeURI)).toContain(
      'http://own.example/a/tizen.json?w=1920&l=&q={INPUT}&device_id=TV&t=…',
    );
  });

  it.each([
    'http://evil.example/a.json',
    'http://own.example@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '/relative',
    '',
  ])('refuses %j, and asks nobody', async (url) => {
    host({});
    const { ask, codes } = plugin();
    expect(problem(await ask(page(url))).text).toContain('page-refused');
    expect(codes()).toEqual(['page-refused']);
    expect(asked.every((one) => one.includes('plugin.config.json') || one.includes('menu.json'))).toBe(true);
  });
  it('refuses what is neither an address nor base64', async () => {
    host({});
    expect(problem(await plugin().ask('page:***')).text).toContain('page-refused');
  });

  it('says on the TV what is wrong with a page', async () => {
    host({});
    expect(problem(await plugin().ask(page('http://own.example/gone.json'))).message).toMatch(
      /gone\.json answered with the status 404/,
    );
  });
});

describe('what cannot be had', () => {
  const missing = pageRequest('http://own.example/gone.json');
  const asked = (kind: PageKind) => pageRequest('http://own.example/gone.json', kind);
  const again = (kind: string, dataId: string, page = PAGE) =>
    `replace:${kind}:msx-player-problem:request:interaction:${dataId}@${page}`;
  const old = (parameter?: string) => ({ application: { version: '0.1.143' }, content: { parameter } });

  async function shown(dataId: string, info?: unknown) {
    host({});
    const { ask } = plugin(info === undefined ? {} : { info });
    const document = await ask(dataId);
    const { retryMenu, retryContent } = problem(document);
    return { flag: document.flag, retryMenu, retryContent };
  }

  it('is asked for again where it is', async () => {
    expect(await shown('init')).toMatchObject({ retryMenu: again('menu', 'init') });
    expect(await shown(asked('menu'))).toMatchObject({ retryMenu: again('menu', asked('menu')) });
    expect(await shown(asked('panel'))).toMatchObject({ retryContent: again('panel', asked('panel')) });
    expect(await shown('nonsense')).toMatchObject({ flag: 'msx-player-problem' });
  });

  it('is asked for again as a page and as a panel where the request does not say which it is', async () => {
    expect(await shown(missing)).toMatchObject({
      retryContent: `[${again('content', missing)}|${again('panel', missing)}]`,
    });
  });

  it('is asked for again at the address under which MSX knows the plugin', async () => {
    const interaction = 'http://typed.example/plugin.html';
    const info = { application: { version: '0.1.163' }, content: { interaction } };
    expect(await shown('init', info)).toMatchObject({ retryMenu: again('menu', 'init', interaction) });
  });

  it('is reloaded where MSX cannot replace, before 0.1.144', async () => {
    expect(await shown(asked('panel'), old())).toMatchObject({ retryContent: 'reload:panel' });
    expect(await shown(missing, old())).toMatchObject({ retryContent: '[reload:content|reload:panel]' });
    expect(await shown('init', old(`menu:${PAGE}`))).toMatchObject({ retryMenu: 'reload:menu' });
  });

  it('needs a restart there, where the app began with it', async () => {
    expect(await shown('init', old(`menu:request:interaction:init@${PAGE}`))).toMatchObject({
      retryMenu: 'reload',
    });
    expect(await shown(missing, old(`content:request:interaction:${missing}@${PAGE}`))).toMatchObject({
      retryContent: 'reload',
    });
  });

  it('fits the grid of panels', async () => {
    host({});
    const { pages } = (await plugin().ask(missing)) as { pages: { items: { layout: string }[] }[] };
    for (const { layout } of pages.flatMap(({ items }) => items)) {
      const [x, y, w, h] = layout.split(',').map(Number) as [number, number, number, number];
      expect(x + w).toBeLessThanOrEqual(8);
      expect(y + h).toBeLessThanOrEqual(6);
    }
  });

  it.each(['playlist', 'slideshow'] as const)('as a %s is an empty one, and says why', async (kind) => {
    host({});
    const { ask, executed, codes } = plugin();
    // MSX is not to keep it: the next time it may be there
    const nothing = {
      flag: 'msx-player-problem',
      cache: false,
      reuse: false,
      template: { layout: '0,0,1,1' },
      items: [],
    };
    expect(await ask(asked(kind))).toEqual(nothing);
    expect(executed).toEqual(['warn:http://own.example/gone.json answered with the status 404.']);
    expect(codes()).toEqual(['document-status']);
  });

  it('is said over the screen only where there is no page for it', async () => {
    host({});
    const { ask, executed } = plugin();
    await ask(missing);
    await ask(asked('panel'));
    expect(executed).toEqual([]);
  });
});

describe('a page that MSX knows under another address, from which it was redirected', () => {
  const interaction = 'http://typed.example/tv/plugin.html';
  const info = { application: { version: '0.1.163' }, content: { interaction } };

  it('is named by that in the documents, however they name it', async () => {
    host({
      '/tv/plugin.config.json': { tagging: 'deep' },
      '/tv/menu.json': {
        menu: [
          { data: 'a.json' },
          { data: 'request:interaction:status@plugin.html' },
          { data: `request:interaction:status@${PAGE}` },
          { data: `request:interaction:status@${interaction}` },
        ],
      },
    });
    const { menu } = (await plugin({ info }).ask('init')) as { menu: { data: string }[] };
    expect(menu.map(({ data }) => data.split('@')[1])).toEqual(Array(4).fill(interaction));
    expect(asked.some((url) => url.includes('typed.example'))).toBe(false);
  });

  it.each([['protected'], [null], [undefined], ['']])(
    'is named by its own where MSX says %j',
    async (said) => {
      host({
        '/tv/plugin.config.json': { tagging: 'deep' },
        '/tv/menu.json': { menu: [{ data: 'a.json' }] },
      });
      const known = { application: { version: '0.1.163' }, content: { interaction: said } };
      const { menu } = (await plugin({ info: known }).ask('init')) as { menu: { data: string }[] };
      expect(menu[0]!.data.split('@')[1]).toBe(PAGE);
    },
  );

  it('keeps the name of its configuration', async () => {
    const query = '?config=kitchen';
    host({
      '/tv/kitchen.config.json': { tagging: 'deep' },
      '/tv/menu.json': {
        menu: [
          { data: `request:interaction:status@${PAGE}${query}` },
          { data: 'request:interaction:a@plugin.html' },
        ],
      },
    });
    const known = { application: {}, content: { interaction: interaction + query } };
    const { menu } = (await plugin({ pageUrl: PAGE + query, info: known }).ask('init')) as {
      menu: { data: string }[];
    };
    expect(menu.map(({ data }) => data.split('@')[1])).toEqual([interaction + query, interaction + query]);
  });
});

it('answers with the pages of the plugin itself, and says so where there is none', async () => {
  host({});
  const { ask, codes } = plugin({
    ownPage: (dataId) => Promise.resolve(dataId === 'status' ? { headline: 'status' } : null),
  });
  expect(await ask('status')).toEqual({ headline: 'status' });
  expect(codes()).toEqual([]);
  expect(problem(await ask('nonsense')).message).toBe('The plugin has nothing called "nonsense".');
  expect(codes()).toEqual(['request-unknown']);
});

it('answers even where the plugin itself fails', async () => {
  host({});
  const { ask, codes } = plugin({
    ownPage: () => Promise.reject(new Error('broken')),
  });
  expect(problem(await ask('status')).message).toContain('broken');
  expect(codes()).toEqual(['plugin-failed']);
});

it('answers anything else with a readable error', async () => {
  host({});
  const { ask, codes } = plugin();
  const answer = await ask('nonsense');
  expect(problem(answer).message).toContain('"nonsense"');
  // Where MSX wanted an address (`video:resolve:`), it shows this.
  expect(answer.error).toContain('"nonsense"');
  expect(codes()).toEqual(['request-unknown']);
});

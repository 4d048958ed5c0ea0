// Rows of the behaviours of MSX that are about actions, players, and what plugins are handed. Each test is named
// after its row, and fails when its rule is taken out of the small MSX.
import { expect } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { ATTACHED_SHAPES, keysOf, type Shape, shapeOf } from '../stage/attachedShapes.js';
import { answer, choose, showPage, slides, type Stage, test, texts } from '../stage/msxStage.js';

test.describe('19–21: what an update may change', () => {
  test('19: only what the document set to something', async ({ stage }) => {
    const { host } = await stage();
    await showPage(host, [{ id: 'a', label: 'Before', badge: null }]);
    await host.execute('update:content:a', {
      label: 'After',
      badge: 'New',
      title: 'Title',
      color: 'msx-red',
    });
    await expect(host.page.locator('[data-id="a"]')).toContainText('After');
    await expect(host.page.locator('[data-id="a"]')).not.toContainText('New');
    await expect(host.page.locator('[data-id="a"]')).not.toContainText('Title');
  });

  test('20: only what is on its list: the action stays', async ({ stage }) => {
    const { host, toast } = await stage();
    await showPage(host, [{ id: 'a', label: 'A', action: 'info:old action' }]);
    await host.execute('update:content:a', { action: 'info:new action', label: 'B' });
    await expect(host.page.locator('[data-id="a"]')).toContainText('B');
    await host.press('Enter');
    await toast('old action');
    expect(await texts(host)).not.toContain('new action');
  });

  test('21: items of the overlay and of the page each by their own words', async ({ stage }) => {
    const { host } = await stage();
    await showPage(host, [{ id: 'same', label: 'Page' }], {
      overlay: { items: [{ id: 'same', type: 'space', layout: '6,0,3,1', text: 'Overlay' }] },
      underlay: { items: [{ id: 'same', type: 'space', layout: '6,2,3,1', text: 'Underlay' }] },
    });
    const shown = () =>
      Promise.all(
        ['overlay', 'underlay', 'grid-page'].map((layer) => host.page.locator(`.${layer}`).innerText()),
      );
    await host.execute('update:content:overlay:same', { text: 'Upper', label: 'wrong' });
    expect(await shown()).toEqual(['Upper', 'Underlay', 'Page']);
    await host.execute('update:content:underlay:same', { text: 'Lower', label: 'wrong' });
    expect(await shown()).toEqual(['Upper', 'Lower', 'Page']);
    await host.execute('update:content:same', { label: 'Here', text: 'wrong' });
    expect(await shown()).toEqual(['Upper', 'Lower', 'Here']);
  });
});

test.describe('22: lists of actions', () => {
  test('22: {pipe} is a bar, [] is nothing, and one that fails stops none', async ({ stage }) => {
    const { host, toast } = await stage();
    await host.execute('[]');
    await host.execute('[info:a{pipe}b|teleport:kitchen|info:last|[info:c{pipe}info:d]]');
    await toast('d');
    expect(await texts(host)).toEqual(['a|b', "Unknown action: 'teleport:kitchen'.", 'last', 'c', 'd']);
  });
});

test.describe('23: media with data', () => {
  const properties = { 'trigger:load': 'info:loaded', 'live:channel': '7' };
  const data = ({ url }: Stage) => ({
    playerLabel: 'From data',
    background: url('/media/1.svg'),
    properties,
  });

  /** What the plugin hears of all that is loaded. */
  const loaded = async ({ told }: Stage) => {
    const loads = async () => (await told()).events.filter(({ event }) => event === 'video:load');
    await expect.poll(async () => (await loads()).length).toBeGreaterThan(0);
    return (await loads()).map(({ info }) => info as Fields);
  };

  const expectData = async (at: Stage) => {
    await at.toast('loaded');
    const background = at.url('/media/1.svg');
    const expected = { label: 'From data', background, properties, index: 0, count: 1 };
    expect((await loaded(at)).at(-1)).toMatchObject(expected);
  };

  test('23: run by a plugin, label, background and triggers come from its data', async ({ stage }) => {
    const at = await stage();
    await at.host
      .plugin()
      .evaluate(([action, given]) => window.TVXInteractionPlugin.executeAction(action, given), [
        at.sound,
        data(at),
      ] as const);
    await expectData(at);
    expect((await at.host.state()).player).toMatchObject({ label: 'From data', foreground: true });
  });

  test('23: in a data action, each has its own', async ({ stage }) => {
    const at = await stage();
    const first = { action: 'info:first', data: { playerLabel: 'wrong' } };
    await at.host.execute('data', { actions: [first, { action: at.sound, data: data(at) }] });
    await expectData(at);
  });

  const WRONG = { playerLabel: 'wrong', properties: { wrong: '1' } };

  test('23: in a server’s answer, from the data beside the action', async ({ stage }) => {
    const at = await stage();
    at.routes['/act'] = answer({ action: at.sound, data: data(at) });
    await choose(at.host, { ...WRONG, action: `execute:${at.url('/act')}` });
    await expectData(at);
  });

  test('23: in a list of an item, from the item’s data, not from the item', async ({ stage }) => {
    const at = await stage();
    await choose(at.host, { ...WRONG, action: `[info:list|${at.sound}]`, data: data(at) });
    await expectData(at);
  });

  test('23: an item’s own action takes the item’s, and a trigger has nothing to take', async ({ stage }) => {
    const at = await stage();
    await choose(at.host, {
      playerLabel: 'From item',
      action: at.sound,
      data: data(at),
      properties: { 'trigger:start': `audio:${at.url('/media/other.wav')}` },
    });
    await at.host.until(
      'the second',
      (s) => s.player?.url.endsWith('other.wav') === true && s.player.state === 'playing',
    );
    expect(await loaded(at)).toMatchObject([
      { label: 'From item', properties: { 'trigger:start': expect.any(String) as unknown } },
      { label: null, properties: null },
    ]);
    expect(await texts(at.host)).not.toContain('loaded');
  });

  test('a title is no label of the player', async ({ stage }) => {
    const at = await stage();
    await choose(at.host, { title: 'Title', action: at.sound });
    expect((await loaded(at)).at(-1)).toMatchObject({ label: null });
  });

  test('data that an action has no use for is not handed to a plugin', async ({ stage }) => {
    const at = await stage();
    await at.host.execute('content:request:interaction:echo:Hello', { secret: 1 });
    await at.host.until('the answer', (s) => s.content?.items[0]?.id === 'echo');
    await at.host.execute('execute:request:interaction:act', { given: 1 });
    await at.toast('Done by the plugin');
    const requests = (await at.told()).requests;
    expect(requests.map(({ data: given }) => given)).toEqual([null, { data: { given: 1 } }]);
  });

  test('an action that needs data says so without', async ({ stage }) => {
    const { host, toast } = await stage();
    await host.execute('panel:data');
    await toast(/There is no content to show/);
    expect((await host.state()).panel).toBeNull();
  });
});

test.describe('24–28: execute', () => {
  test('24: a server’s answer has to be wrapped, and to hold an action', async ({ stage }) => {
    const { host, routes, url, toast } = await stage();
    routes['/bare'] = { json: { action: 'info:bare' } };
    routes['/empty'] = answer({});
    routes['/error'] = {
      json: { response: { status: 403, text: 'Forbidden', message: 'Not you', data: null } },
    };
    await host.execute(`execute:${url('/bare')}`);
    await toast(/^Execution error: Response data is missing/);
    await host.execute(`execute:${url('/empty')}`);
    await toast('Execution error: Action is missing or empty.');
    await host.execute(`execute:${url('/error')}`);
    await toast(/Not you/);
    expect(await texts(host)).not.toContain('bare');
    expect((await host.state()).toasts.map(({ level }) => level)).toEqual(['error', 'error', 'error']);
  });

  test('24: nothing is what [] does', async ({ stage }) => {
    const { host, routes, url, server } = await stage();
    routes['/nop'] = answer({ action: '[]' });
    await host.execute(`execute:${url('/nop')}`);
    await host.until('the end', (s) => !s.busy);
    expect(server.arrived.some(({ url: path }) => path === '/nop')).toBe(true);
    expect(await texts(host)).toEqual([]);
  });

  test('25: the data go as a form’s, unless headers are to be accurate', async ({ stage }) => {
    const { host, routes, url, server, toast } = await stage();
    routes['/act'] = ({ type }) => answer({ action: `info:${type}` });
    await host.execute(`execute:${url('/act')}`, { answer: 42 });
    await toast('application/x-www-form-urlencoded');
    await host.execute(`execute:accurate:${url('/act')}`, { answer: 42 });
    await toast('application/json');
    const posts = server.arrived.filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => body)).toEqual(['{"data":{"answer":42}}', '{"data":{"answer":42}}']);
  });

  test('26: one server action at a time, and many services', async ({ stage }) => {
    const { host, routes, url, toast } = await stage();
    let release: (() => void)[] = [];
    routes['/slow'] = ({ url: path }) =>
      new Promise((done) =>
        release.push(() => done(answer({ action: `info:${path.split('?')[1]} is done` }))),
      );
    await host.execute(`execute:${url('/slow?first')}`);
    await expect.poll(() => release.length).toBe(1);
    await host.execute(`execute:${url('/slow?second')}`);
    await toast(/still running/);
    await host.execute(`execute:service:${url('/slow?third')}`);
    await host.execute(`execute:service:${url('/slow?fourth')}`);
    await expect.poll(() => release.length).toBe(3);
    release.forEach((one) => one());
    await toast('first is done');
    await toast('third is done');
    await toast('fourth is done');
    release = [];
    await host.execute(`execute:${url('/slow?fifth')}`);
    await expect.poll(() => release.length).toBe(1);
    release.forEach((one) => one());
    await toast('fifth is done');
    expect(await texts(host)).not.toContain('second is done');
  });

  test('27: a silent action shows neither that it is busy nor that it failed; the log has it', async ({
    stage,
  }) => {
    const { host, routes, url, server } = await stage();
    let release: (() => void) | null = null;
    routes['/slow'] = () => new Promise((done) => (release = () => done({ json: { no: 'response' } })));
    await host.execute(`execute:silent:${url('/slow')}`);
    await expect.poll(() => release !== null).toBe(true);
    expect((await host.state()).busy).toBe(false);
    release!();
    await expect
      .poll(() => host.messages().then((all) => all.filter(({ from }) => from === 'log').length))
      .toBe(1);
    expect(await texts(host)).toEqual([]);
    expect(server.arrived.filter(({ url: path }) => path === '/slow')).toHaveLength(1);
    routes['/act'] = answer({ action: 'info:said all the same' });
    await host.execute(`execute:silent:${url('/act')}`);
    await host.until('what the server says', (s) => s.allToasts.length === 1);
  });

  test('26: services are 128 at once, one more is refused', async ({ stage }) => {
    const { host } = await stage();
    await host.page.evaluate(() => {
      for (let i = 0; i < 128; i++) window.msx.execute('execute:service:request:interaction:mute');
    });
    expect(await texts(host)).toEqual([]);
    await host.execute('execute:service:request:interaction:mute');
    expect(await texts(host)).toEqual(['More than 128 service actions at once.']);
  });

  for (const who of ['server', 'plugin'])
    test(`28: a ${who} has 30 seconds, then MSX says so`, async ({ stage, page }) => {
      await page.clock.install();
      const { host, routes, url, server, toast } = await stage();
      routes['/mute'] = () => new Promise(() => undefined);
      const target = who === 'server' ? url('/mute') : 'request:interaction:mute';
      await host.execute(`execute:${target}`);
      if (who === 'server')
        await expect.poll(() => server.arrived.some(({ method }) => method === 'POST')).toBe(true);
      await page.clock.runFor(28_000);
      expect((await host.state()).busy).toBe(true);
      expect(await texts(host)).toEqual([]);
      await page.clock.runFor(2_100);
      await toast(/30 seconds/);
      expect((await host.state()).busy).toBe(false);
    });

  test('with a code, it is asked for first', async ({ stage }) => {
    const { host, routes, url, server, toast, told } = await stage();
    routes['/act'] = answer({ action: 'info:Thank you' });
    await host.execute(`execute:code:${url('/act')}`, { headline: 'The number', secret: true });
    expect(await host.state()).toMatchObject({ screen: 'dialog', dialog: 'code' });
    await expect(host.page.locator('.dialog-box')).toContainText('The number');
    await host.press('1', '2', '9', 'ArrowLeft', '3');
    await expect(host.page.locator('.dialog-text')).toHaveText('●●●');
    expect(server.arrived.some(({ method }) => method === 'POST')).toBe(false);
    await host.press('Enter');
    await toast('Thank you');
    const posts = server.arrived.filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { code: '123', data: { headline: 'The number', secret: true } },
    ]);
    await host.execute(`execute:code:${url('/act')}`);
    await host.press('4', 'Backspace');
    expect((await host.state()).dialog).toBeNull();
    await host.execute('interaction:commit:code');
    await host.press('5', 'Enter');
    await expect.poll(async () => (await told()).data).toEqual([{ code: '5', data: null }]);
    await host.execute('enter:77', { action: 'info:right' });
    await host.press('7', '6', 'Enter');
    await toast('Execution error: Code is invalid.');
    await host.execute('enter:77', { action: 'info:right' });
    await host.press('7', '7', 'Enter');
    await toast('right');
    expect(server.arrived.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('with a response, it is asked for first, by the action in the data', async ({ stage }) => {
    const { host, routes, url, server, toast } = await stage();
    routes['/first'] = answer({ some: 'thing' });
    routes['/act'] = answer({ action: 'info:second' });
    await host.execute(`execute:response:${url('/act')}`, {
      requestAction: url('/first'),
      requestData: { n: 1 },
    });
    await toast('second');
    const posts = server.arrived.filter(({ method }) => method === 'POST');
    expect(posts.map(({ url: path }) => path)).toEqual(['/first', '/act']);
    expect(JSON.parse(posts[0]!.body)).toEqual({ data: { n: 1 } });
    expect(JSON.parse(posts[1]!.body)).toMatchObject({ response: { some: 'thing' }, error: null });
  });
});

test.describe('29: resolve', () => {
  test('29: the answer gives the URL, a label, and properties that are added', async ({ stage }) => {
    const { host, plugin, told, toast } = await stage();
    await choose(host, {
      playerLabel: 'Item',
      properties: { own: 'yes', kept: 'yes' },
      action: `audio:resolve:request:interaction:resolved@${plugin}`,
    });
    await toast('Found');
    const state = await host.until('it plays', (s) => s.player?.state === 'playing');
    const url = plugin.replace('/plugin/plugin.html', '/media/long.wav');
    expect(state.player).toMatchObject({ url, label: 'Resolved label' });
    const info = (await told()).events.find(({ event }) => event === 'video:load')?.info;
    expect(info).toMatchObject({
      url,
      label: 'Resolved label',
      background: 'none',
      properties: { own: 'no', kept: 'yes', found: 'yes' },
    });
  });

  test('29: an error is said, and nothing plays', async ({ stage }) => {
    const { host, toast } = await stage();
    await host.execute('audio:resolve:request:interaction:unresolved');
    await toast('Audio not available: No such codec');
    expect((await host.state()).player).toBeNull();
  });
});

test.describe('30–31, 34: scenes', () => {
  const panel = (id: string, action = '') => ({
    headline: id,
    template: { layout: '0,0,8,1', type: 'control' },
    items: [{ id, label: id, action }],
  });

  test('30: panels have a history of their own, which content ends', async ({ stage }) => {
    const { host } = await stage();
    await host.execute('panel:data', panel('first'));
    await host.execute('panel:data', panel('second'));
    await host.until('the second', (s) => s.panel?.headline === 'second');
    await host.press('Backspace');
    expect((await host.state()).panel?.headline).toBe('first');
    await host.press('Backspace');
    expect((await host.state()).panel).toBeNull();
    expect((await host.state()).content?.headline).toBe('Start');
    await host.execute('panel:data', panel('third'));
    await showPage(host, [{ id: 'page', label: 'Page' }]);
    expect((await host.state()).panel).toBeNull();
    await host.press('Backspace');
    expect(await host.state()).toMatchObject({ panel: null, content: { headline: 'Start' } });
  });

  test('31: cleanup closes panels and messages, no slideshow and no player', async ({ stage }) => {
    const { host, url, film } = await stage();
    await host.see('slideshow:data', slides(url));
    await host.execute('panel:data', panel('first'));
    await host.execute('panel:data', panel('second'));
    await host.execute('info:message');
    await host.execute('cleanup');
    const state = await host.state();
    expect(state).toMatchObject({ screen: 'slideshow', panel: null, toasts: [] });
    await host.execute('slider:stop');
    await host.play(film);
    await host.execute('cleanup');
    expect((await host.state()).player?.foreground).toBe(true);
  });

  test('31: background uncovers what is played, or the background alone', async ({ stage }) => {
    const { host, url } = await stage();
    await host.play(`video:auto:${url('/media/long.wav')}`);
    expect(await host.state()).toMatchObject({ screen: 'content', player: { foreground: false } });
    await host.execute('panel:data', panel('first'));
    await host.execute('background');
    expect(await host.state()).toMatchObject({
      screen: 'player',
      panel: null,
      player: { foreground: true, controls: false },
    });
    await host.execute('quiet');
    expect(await host.state()).toMatchObject({ screen: 'content', player: null });
    await host.execute('background');
    expect((await host.state()).screen).toBe('background');
    await host.press('Enter');
    expect((await host.state()).screen).toBe('content');
  });

  test('main brings the pages to the front, home too, and the menu of MSX when they are there', async ({
    stage,
  }) => {
    const { host, film } = await stage();
    await host.play(film);
    await host.execute('main');
    expect(await host.state()).toMatchObject({
      screen: 'content',
      player: { foreground: false, state: 'playing' },
    });
    await host.execute('main');
    expect((await host.state()).screen).toBe('content');
    await host.execute('player:show');
    expect(await host.state()).toMatchObject({ screen: 'player', player: { controls: true } });
    await host.execute('player:hide');
    expect(await host.state()).toMatchObject({ screen: 'player', player: { controls: false } });
    await host.execute('home');
    expect((await host.state()).screen).toBe('content');
    await host.execute('home');
    await host.until('the menu of MSX', (s) => s.panel?.items.some(({ id }) => id === 'player') === true);
  });

  test('quiet ends what is played, still a slideshow', async ({ stage }) => {
    const { host, url } = await stage();
    await host.play(`audio:auto:${url('/media/long.wav')}`);
    await host.execute('slideshow:data', slides(url));
    await host.execute('quiet');
    expect(await host.state()).toMatchObject({ player: null, slideshow: { count: 4 } });
    await host.execute('still');
    expect((await host.state()).slideshow).toBeNull();
  });

  test('eject asks first, and ends what is played after 30 seconds', async ({ stage, page }) => {
    await page.clock.install();
    const { host, sound } = await stage();
    await host.execute('eject');
    expect((await host.state()).dialog).toBeNull();
    await host.play(sound);
    await host.execute('eject');
    expect((await host.state()).dialog).toBe('eject');
    await host.press('Enter');
    await page.clock.runFor(31_000);
    expect(await host.state()).toMatchObject({ dialog: null, player: { state: 'playing' } });
    await host.execute('eject');
    await page.clock.runFor(29_000);
    expect((await host.state()).player).not.toBeNull();
    await page.clock.runFor(1_500);
    expect(await host.state()).toMatchObject({ dialog: null, player: null });
  });

  test('34: what is played in auto mode leaves a page where it is', async ({ stage }) => {
    const { host, url } = await stage();
    const list = {
      template: { layout: '0,0,1,1' },
      items: ['long', 'other'].map((name) => ({ id: name, action: `audio:${url(`/media/${name}.wav`)}` })),
    };
    await host.play('playlist:auto:data', list);
    expect((await host.state()).screen).toBe('content');
    await host.execute('player:auto:next');
    await host.until('the next', (s) => s.player?.index === 1 && s.player.state === 'playing');
    expect((await host.state()).screen).toBe('content');
    await host.execute('playlist:data', list);
    await host.until('the player', (s) => s.screen === 'player');
    await host.execute('player:auto:next');
    expect((await host.state()).screen).toBe('player');
  });

  test('restart begins anew', async ({ stage }) => {
    const { host, server } = await stage();
    const before = server.arrived.filter(({ url }) => url.startsWith('/start.json')).length;
    await showPage(host, [{ id: 'page', label: 'Page' }]);
    await host.execute('restart');
    await host.page.waitForLoadState('domcontentloaded');
    await expect
      .poll(() => server.arrived.filter(({ url }) => url.startsWith('/start.json')).length)
      .toBe(before + 1);
  });

  test('a link opens inside the app, which comes back to its last page and the focus there', async ({
    stage,
  }) => {
    const { host, routes, url } = await stage();
    routes['/page.json'] = {
      json: {
        headline: 'Linked',
        pages: [
          {
            items: ['a', 'b'].map((id, row) => ({
              id,
              type: 'button',
              layout: `0,${row},4,1`,
              label: id,
              action: `link:${url('/elsewhere.html')}`,
            })),
          },
        ],
      },
    };
    routes['/elsewhere.html'] = { type: 'text/html', body: '<title>Elsewhere</title>' };
    await showPage(host, [{ id: 'between', label: 'Between' }]);
    await host.execute(`content:${url('/page.json')}`);
    await host.until('the page', (s) => s.content?.headline === 'Linked');
    await host.press('ArrowDown', 'Enter');
    await expect(host.page).toHaveTitle('Elsewhere');
    const pages = [{ items: [{ id: 'start', layout: '0,0,4,2' }] }];
    routes['/start.json'] = { json: { headline: 'Start', action: 'info:start action', pages } };
    await host.page.goBack();
    await host.until(
      'the page again',
      (s) => s.content?.headline === 'Linked' && s.content.items[1]?.focused === true,
    );
    await host.press('Backspace');
    await host.until('the start page', (s) => s.content?.headline === 'Start');
    expect(await texts(host)).toEqual([]);
  });
});

test.describe('35: execute on load', () => {
  /** The first has the focus unless another asks for it. */
  const items = (first: Record<string, unknown>, second: Record<string, unknown> = {}) => [
    { id: 'a', label: 'A', action: 'info:first executed', ...first },
    { id: 'b', label: 'B', action: 'info:second executed', ...second },
  ];

  test('35: an item is executed on load with execute and focus, with neither alone', async ({ stage }) => {
    const { host, toast, settled } = await stage();
    await showPage(host, items({ execute: true }));
    await showPage(host, items({ focus: true }));
    await showPage(host, items({ execute: true }, { focus: true }));
    expect((await host.state()).content?.items[1]?.focused).toBe(true);
    await settled();
    expect(await texts(host)).toEqual([]);
    await showPage(host, items({}, { execute: true, focus: true }));
    await toast('second executed');
  });

  test('35: in a menu, only when the menu’s item leads into its content by itself', async ({ stage }) => {
    const { host, toast, settled } = await stage();
    const page = (shown: Record<string, unknown>[]) => ({
      pages: [{ items: shown.map((item, row) => ({ layout: `0,${row},4,1`, type: 'button', ...item })) }],
    });
    const both = { execute: true, focus: true };
    const plain = (headline: string, shown: Record<string, unknown>[]) =>
      host.execute('menu:data', { headline, menu: [{ id: 'm', label: 'M', data: page(shown) }] });
    await plain('First', items(both));
    await host.until('the page', (s) => s.menu?.headline === 'First' && s.content?.items[0]?.id === 'a');
    await plain('Second', items({}, both));
    await host.until('the page', (s) => s.menu?.headline === 'Second' && s.content?.items[0]?.id === 'a');
    await settled();
    expect(await texts(host)).toEqual([]);
    await host.press('ArrowRight');
    expect((await host.state()).content?.items[0]?.focused).toBe(true);
    const leading = { id: 'm', label: 'M', ...both, data: page(items({}, both)) };
    await host.execute('menu:data', { headline: 'Leading', menu: [leading] });
    await toast('second executed');
    expect((await host.state()).content?.items[1]?.focused).toBe(true);
  });
});

test.describe('38: shapes', () => {
  test('38: what is committed has the shapes that are documented', async ({ stage }) => {
    const { host, routes, url, told, sound } = await stage();
    routes['/echo'] = answer({ action: 'info:Hello' });
    await host.play('data', {
      actions: [{ action: sound, data: { playerLabel: 'Audio' } }],
    });
    await host.execute('slideshow:data', {
      template: { layout: '0,0,1,1', action: 'image:context' },
      items: [{ image: url('/media/1.svg'), imageLabel: 'Image' }],
    });
    const commits: [string, keyof typeof ATTACHED_SHAPES][] = [
      ['interaction:commit:video', 'video'],
      ['interaction:commit:slider', 'slider'],
      ['interaction:commit:resume', 'resume'],
      ['interaction:commit:message:test', 'message'],
      ['interaction:commit:string:transform:test', 'string'],
      ['interaction:commit:dictionary', 'dictionary'],
      [`interaction:commit:response:${url('/echo')}`, 'response'],
      ['notification:test', 'notification'],
    ];
    for (const [index, [action, kind]] of commits.entries()) {
      await host.execute(action);
      await expect.poll(async () => (await told()).data.length).toBe(index + 1);
      expect(shapeOf((await told()).data.at(-1)), action).toEqual(ATTACHED_SHAPES[kind]);
    }
    await host.execute('interaction:commit:code');
    await host.press('1', '2', 'Enter');
    await expect.poll(async () => shapeOf((await told()).data.at(-1))).toEqual(ATTACHED_SHAPES.code);
    await host.execute('interaction:commit', {});
    await expect.poll(async () => Object.keys((await told()).data.at(-1) ?? {})).toEqual(['data']);
  });

  test('38: what is said of the system has all that is documented, and less in older versions', async ({
    stage,
  }) => {
    const at = { systemDeviceId: '0000000000000000' };
    const { host, ask, told } = await stage(at);
    const { info } = ATTACHED_SHAPES.info as Record<string, Record<string, Shape>>;
    await host.execute('interaction:commit:info:extended');
    await expect.poll(async () => (await told()).data.length).toBe(1);
    expect(keysOf((await told()).data[0])).toEqual(keysOf(ATTACHED_SHAPES.info));
    expect(shapeOf((await ask('info:time')).info)).toEqual({ time: info!.time });
    expect(keysOf((await ask('info')).info)).toEqual(
      keysOf(info).filter((key) => !/^(urlParams|system)(\.|$)/.test(key)),
    );
    const old = await stage({ ...at, msxVersion: '0.1.114' });
    const missing = keysOf((await old.ask('info:extended')).info);
    expect(keysOf(info).filter((key) => !missing.includes(key))).toEqual([
      'id',
      'language',
      'application.suffix',
      'application.settings.immersiveMode',
      'application.settings.roundedStyle',
      'application.settings.sleepTimeout',
      'application.settings.ejectTimeout',
      'application.settings.visualExecution',
      'framework.suffix',
      'framework.settings.suspend',
      'framework.settings.secure',
      'framework.settings.caption',
      'framework.settings.pointer',
      'dictionary.language',
    ]);
  });

  test('38: requests of a server and of a plugin carry the same', async ({ stage }) => {
    const { host, routes, url, server, told, toast, sound } = await stage();
    routes['/echo'] = answer({ action: 'info:Hello' });
    await host.execute(`execute:${url('/echo')}`);
    await toast('Hello');
    await host.play('data', {
      actions: [{ action: sound, data: { playerLabel: 'Audio' } }],
    });
    await host.execute(`execute:service:video:silent:${url('/echo')}`);
    const bodies = () => server.arrived.filter(({ method }) => method === 'POST').map(({ body }) => body);
    await expect.poll(() => bodies().length).toBe(2);
    expect(bodies().map((body) => shapeOf(JSON.parse(body)))).toEqual([
      ATTACHED_SHAPES.none,
      ATTACHED_SHAPES.video,
    ]);
    await host.execute('execute:service:video:silent:request:interaction:act');
    await toast('Done by the plugin');
    expect(shapeOf((await told()).requests.at(-1)?.data)).toEqual(ATTACHED_SHAPES.video);
  });

  test('38: a plugin that asks gets the video nested, and the slider flat', async ({ stage }) => {
    const { host, url, ask, sound } = await stage();
    await host.play(sound, { playerLabel: 'Audio' });
    const { video } = ATTACHED_SHAPES.video as Record<string, Record<string, unknown>>;
    expect(shapeOf((await ask('video')).video)).toEqual(video);
    expect(shapeOf((await ask('video:data')).video)).toEqual({ data: video!.data });
    expect((await ask('video')).video).toMatchObject({ data: { state: 2 }, scene: 'foreground' });
    await host.execute('slideshow:data', slides(url));
    expect((await ask('video')).video).toMatchObject({ scene: 'background' });
    expect((await ask('slider')).slider).toMatchObject({ state: 2, index: 0, label: 'Label 1' });
    await host.execute('slider:stop');
    expect((await ask('video')).video).toMatchObject({ scene: 'foreground' });
    await host.press('Backspace');
    expect((await ask('video')).video).toMatchObject({ scene: 'background' });
  });

  test('38: fields came one by one, and events of the player carry no state before 0.1.140', async ({
    stage,
  }) => {
    const { host, told, ask, sound } = await stage({ msxVersion: '0.1.134' });
    await host.play(sound);
    await expect.poll(async () => (await told()).events.length).toBeGreaterThan(1);
    expect((await told()).events.map((event) => Object.keys(event))).toEqual([['event', 'info'], ['event']]);
    const { resume } = (await ask('video:resume')).video as { resume: Record<string, unknown> };
    expect(Object.keys(resume).sort()).toEqual(['count', 'key', 'position', 'progress', 'resuming']);
  });
});

test.describe('what else plugins and pages meet', () => {
  test('a busy sign ends after 30 seconds, and a player’s with the player', async ({ stage, page }) => {
    await page.clock.install();
    const { host, sound } = await stage();
    const busy = async () => (await host.state()).busy;
    await host.execute('busy:start:a');
    await host.execute('interaction:busy:start:a');
    await host.execute('busy:stop:a');
    expect(await busy()).toBe(true);
    await page.clock.runFor(29_000);
    expect(await busy()).toBe(true);
    await page.clock.runFor(1_500);
    expect(await busy()).toBe(false);
    await host.play(sound);
    await host.execute('player:busy:start:b');
    expect(await busy()).toBe(true);
    await host.execute('player:stop');
    expect(await busy()).toBe(false);
  });

  test('settings are numbers, in events as well', async ({ stage }) => {
    const { host, told } = await stage();
    await host.execute('settings:random_playback:1');
    await host.execute('interaction:commit:info:application');
    await expect.poll(async () => (await told()).data.length).toBe(1);
    expect((await told()).data[0]).toMatchObject({
      info: { application: { settings: { randomPlayback: 1, slideshowInterval: 10_000 } } },
    });
    expect((await told()).events).toEqual([{ event: 'settings:random_playback', value: 1 }]);
  });

  test('an action that came later is warned of, one that this page leaves out is said to be', async ({
    stage,
  }) => {
    const { host, toast } = await stage({ msxVersion: '0.1.145' });
    await host.execute('player:progress:position:40');
    await toast("Unknown player progress action: 'position:40'.");
    await host.execute('slider:next');
    await toast("Unknown slider action: 'next'.");
    await host.answerAs('0.1.166');
    await host.execute('player:progress:position:40');
    await toast('MSX host does not do "player:progress:position:40".');
    await host.execute('player:progres:position:40');
    await toast("Unknown player action: 'progres:position:40'.");
  });
});

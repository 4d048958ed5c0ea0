// What MSX takes of a document: the rows 17, 18 and 36 of what it documents, its limits, and options.
import { expect } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host } from '../stage/openHost.js';
import { texts } from '../stage/msxStage.js';
import { json, pageOf, menuOf, shownIds, test } from '../stage/msxWorld.js';

test.describe('templates', () => {
  const templated = (item: Fields): Fields => ({
    template: {
      layout: '0,0,4,1',
      type: 'button',
      label: '{context:link}',
      action: 'info:{context:link}',
      data: { headline: '{context:link}{context:none}', pages: pageOf('', ['{context:size}x']).pages },
      properties: { key: '{context:link}' },
      options: pageOf('Options of {context:link}', ['o']).pages,
    },
    items: [item],
  });

  test('17: {context:…} counts in data and the like, and stays as it is in an action and a label', async ({
    world,
  }) => {
    world.documents['/a.json'] = json(templated({ id: 'i', link: 'here' }));
    const host = await world.openTo('i', `content:${world.at('/a.json')}`);
    await host.press('Enter');
    expect(await texts(host)).toEqual(['context:here'.replace('here', 'link')]);
    // an unknown expression loses its braces on screen
    expect((await host.state()).content?.items[0]?.title).toBe('context:link');
  });

  test('17: an action with {context:…} in it leads nowhere', async ({ world }) => {
    world.documents['/a.json'] = json({
      template: { layout: '0,0,4,1', action: 'content:{context:link}' },
      items: [{ id: 'i', link: world.at('/b.json') }],
    });
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    const host = await world.openTo('i', `content:${world.at('/a.json')}`);
    expect(await world.askedBy(host, () => host.press('Enter'))).toEqual([]);
    expect((await host.state()).error).not.toBeNull();
  });

  test('18: what the item lacks stays as it is, what is no text becomes nothing', async ({ world }) => {
    const document = templated({ id: 'i', link: 'here', size: 5 });
    world.documents['/a.json'] = json({
      ...document,
      template: { ...(document.template as Fields), action: 'panel:data' },
    });
    const host = await world.openTo('i', `content:${world.at('/a.json')}`);
    await host.press('Enter');
    const state = await host.until('the panel', (s) => s.panel !== null);
    expect(state.panel?.headline).toBe('herecontext:none');
    expect(state.panel?.items.map(({ id }) => id)).toEqual(['x']);
  });
});

test.describe('36: rows', () => {
  test('36: a playlist needs a template and items', async ({ world }) => {
    const host = await world.openPage('a', { media: 'pretended:60' });
    const item = { id: 'x', layout: '0,0,1,1', action: 'audio:http://localhost:1/x.wav', enumerate: true };
    await host.execute('playlist:data', { pages: [{ items: [item] }] });
    await host.execute('slideshow:data', { items: [{ ...item, action: 'image:http://localhost:1/x.png' }] });
    const state = await host.until('two warnings', (s) => s.allToasts.length === 2);
    expect(state.player).toBeNull();
    expect(state.slideshow).toBeNull();
  });

  test('36: it skips what is not enumerated, and what does not begin with its kind of action', async ({
    world,
  }) => {
    world.documents['/tone.wav'] = { type: 'audio/wav', body: Buffer.alloc(0) };
    const host = await world.openPage('a', { media: 'pretended:60' });
    const play = `audio:${world.at('/tone.wav')}`;
    await host.play('playlist:data', {
      template: { layout: '0,0,1,1', action: play },
      items: [
        { id: 'not', enumerate: false },
        { id: 'list', action: `[info:First|${play}]` },
        { id: 'one', playerLabel: 'One' },
        { id: 'picture', action: 'image:http://localhost:1/x.png' },
        { id: 'two' },
      ],
    });
    expect((await host.state()).player).toMatchObject({ label: 'One', index: 0, count: 2 });
  });
});

test.describe('limits', () => {
  const warned = async (host: Host, text: string) =>
    host.until(`a warning: ${text}`, (s) =>
      s.allToasts.some((toast) => toast.level === 'warn' && toast.text.includes(text)),
    );
  const pages = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ items: [{ id: `p${i}`, layout: '0,0,2,1' }] }));

  test('56 pages, or 1,024 of a list, and 256 items a page: the rest is left out with a warning', async ({
    world,
  }) => {
    const host = await world.openPage('start');
    await host.execute('content:data', { pages: pages(57) });
    await warned(host, '56 pages');
    expect((await host.state()).content?.pages).toBe(56);
    await host.execute('content:data', { type: 'list', pages: pages(1_025) });
    await warned(host, '1024 pages');
    expect(await shownIds(host)).toHaveLength(1_024);
    const spaces = Array.from({ length: 256 }, () => ({ type: 'space', layout: '0,0,1,1' }));
    await host.execute('content:data', { pages: [{ items: [{ id: 'a', layout: '0,0,1,1' }, ...spaces] }] });
    await warned(host, '256 items');
    expect(await shownIds(host)).toHaveLength(256);
  });

  test('the grid is 12×6, in a panel 8×6, compressed 16×8 and 10×8; compress needs 0.1.123', async ({
    world,
  }) => {
    const wide = (columns: number, rows: number, compress: boolean): Fields => ({
      compress,
      pages: [
        {
          items: [
            { id: 'in', layout: `${columns - 1},${rows - 1},1,1` },
            { id: 'right', layout: `${columns},0,1,1` },
            { id: 'below', layout: `0,${rows},1,1` },
          ],
        },
      ],
    });
    const host = await world.openPage('start');
    const inPanel = async (document: Fields) => {
      await host.execute('panel:data', document);
      const ids = (await host.state()).panel?.items.map(({ id }) => id);
      await host.press('Backspace');
      return ids;
    };
    const inPage = async (document: Fields) => {
      await host.execute('content:data', document);
      return shownIds(host);
    };
    expect(await inPage(wide(12, 6, false))).toEqual(['in']);
    expect(await inPage(wide(16, 8, true))).toEqual(['in']);
    expect(await inPanel(wide(8, 6, false))).toEqual(['in']);
    expect(await inPanel(wide(10, 8, true))).toEqual(['in']);
    const old = await world.openPage('start', { msxVersion: '0.1.122' });
    await old.execute('content:data', wide(16, 8, true));
    await warned(old, 'no selectable items');
    expect(await shownIds(old)).toEqual([]);
  });

  test('a page without anything to select is not shown', async ({ world }) => {
    const host = await world.openPage('start');
    await host.execute('content:data', {
      pages: [{ items: [{ type: 'space', layout: '0,0,4,1', text: 'Only text' }] }, ...pages(1)],
    });
    await warned(host, 'Page 0 has no selectable items');
    expect(await shownIds(host)).toEqual(['p0']);
    await host.execute('content:data', { pages: [{ items: [{ type: 'space', layout: '0,0,4,1' }] }] });
    await warned(host, 'The content has no selectable items');
  });

  test('an ID may be used once, of letters, digits, and _ . -; in a menu as well', async ({ world }) => {
    const host = await world.openPage('start');
    await host.execute('content:data', {
      template: { layout: '0,0,1,1' },
      items: [{ id: 'a' }, { id: 'a' }, { id: 'b c' }, { id: 'd_1.-' }],
    });
    await warned(host, "'a' is already registered");
    await warned(host, "'b c' is invalid");
    expect(await shownIds(host)).toEqual(['a', 'd_1.-']);
    await host.execute(
      'menu:data',
      menuOf('Menu', [
        { id: 'a', label: 'A' },
        { id: 'a', label: 'B' },
      ]),
    );
    await warned(host, 'Menu item 1');
    expect((await host.state()).menu?.labels).toEqual(['A']);
  });
});

test.describe('+: options', () => {
  const options = (headline: string): Fields => ({
    headline,
    items: [{ id: 'o', type: 'control', layout: '0,0,8,1', label: headline }],
  });
  test('+: a menu item’s go before the menu’s; an item’s before its page’s and the root’s', async ({
    world,
  }) => {
    world.documents['/a.json'] = json({
      options: options('Of the root'),
      pages: [
        {
          options: options('Of the page'),
          items: [
            { id: 'own', layout: '0,0,1,1', options: options('Of the content item') },
            { id: 'none', layout: '1,0,1,1' },
          ],
        },
        { items: [{ id: 'second', layout: '0,0,1,1' }] },
      ],
    });
    const host = await world.openMenu(
      'own',
      menuOf(
        'Menu',
        [
          { label: 'A', data: world.at('/a.json'), options: options('Of the item') },
          { label: 'B', data: world.at('/a.json') },
        ],
        { options: options('Of the menu') },
      ),
    );
    const opened = async () => {
      await host.press('o');
      const state = await host.until('a panel', (s) => s.panel !== null);
      await host.press('o'); // in a panel there are none
      expect((await host.state()).panel?.headline).toBe(state.panel?.headline);
      await host.press('Backspace');
      return state.panel?.headline;
    };
    expect(await opened()).toBe('Of the item');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the content item');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the page');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the root');
    await host.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown');
    expect(await opened()).toBe('Of the menu');
  });

  test('+: they are unknown to 0.1.119', async ({ world }) => {
    const host = await world.openMenu(
      'a',
      menuOf('Menu', [{ label: 'A', data: pageOf('A', ['a']), options: options('Of the item') }]),
      { msxVersion: '0.1.119' },
    );
    await host.press('o');
    expect((await host.until('a panel', (s) => s.panel !== null)).panel?.headline).toBe('Menu');
  });
});

test('+: a live object of the type setup runs its action once, when its item comes to be seen', async ({
  world,
}) => {
  const setup = (name: string) => ({ label: name, live: { type: 'setup', action: `info:${name}` } });
  world.documents['/list.json'] = json({
    type: 'list',
    template: { type: 'button', layout: '0,0,12,2' },
    items: [
      { id: 'top', ...setup('at once') },
      { label: 'B' },
      { label: 'C' },
      { label: 'D' },
      setup('later'),
    ],
  });
  const host = await world.openTo('top', `content:${world.at('/list.json')}`);
  expect(await texts(host)).toEqual(['at once']);
  await host.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await host.press('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown');
  expect(await texts(host)).toEqual(['at once', 'later']);
});

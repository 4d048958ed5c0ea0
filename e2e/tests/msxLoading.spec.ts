// Reloading, replacing and caching: the rows 1 to 12 of what MSX documents, and where the focus goes.
import { expect } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host } from '../stage/openHost.js';
import { texts } from '../stage/msxStage.js';
import { type World, json, pageOf, menuOf, shows, shownIds, focused, test } from '../stage/msxWorld.js';

test.describe('reloading', () => {
  test('1: a menu that was loaded at startup is not loaded again', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.openMenu('a', menuOf('First', [{ label: 'A', data: world.at('/a.json') }]));
    world.documents['/menu.json'] = json(menuOf('Second', []));
    expect(await world.askedBy(host, 'reload:menu')).toEqual([]);
    expect((await host.state()).menu?.headline).toBe('First');
    expect(await world.askedBy(host, 'reload:content')).toEqual(['/a.json']);
  });

  test('2: nor is a page', async ({ world }) => {
    const host = await world.openPage('a');
    expect(await world.askedBy(host, 'reload:content')).toEqual([]);
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    await world.goTo(host, 'b');
    expect(await world.askedBy(host, 'reload:content')).toEqual(['/b.json']);
  });

  test('3: nor a page, a panel or a menu that is data', async ({ world }) => {
    const host = await world.openPage('a');
    await host.execute('content:data', pageOf('Data', ['d']));
    await host.execute('update:content:d', { label: 'updated' });
    expect(await world.askedBy(host, 'reload:content')).toEqual([]);
    expect((await host.state()).content?.items[0]?.title).toBe('updated');
    await host.execute('panel:data', pageOf('Panel', ['p']));
    await host.execute('update:panel:p', { label: 'updated' });
    expect(await world.askedBy(host, 'reload:panel')).toEqual([]);
    expect((await host.state()).panel?.items[0]?.title).toBe('updated');
    await host.execute('menu:data', menuOf('Data', [{ id: 'm', label: 'M', data: pageOf('In it', ['i']) }]));
    await host.until('the menu', shows('i'));
    await host.execute('update:menu:m', { label: 'updated' });
    await host.execute('reload:menu');
    expect((await host.state()).menu?.labels).toEqual(['updated']);
  });

  test('4: a menu with a reference is, from there alone', async ({ world }) => {
    const { documents, at } = world;
    documents['/start.json'] = json({ name: 'House', version: '1.0.0', reference: at('/menu.json') });
    documents['/menu.json'] = json(menuOf('First', [{ label: 'A', data: pageOf('A', ['a']) }]));
    const host = await world.openTo('a', `menu:${at('/start.json')}`);
    expect(world.asked()).toEqual(['/start.json', '/menu.json']);
    documents['/menu.json'] = json(menuOf('Second', [{ label: 'B', data: pageOf('B', ['b']) }]));
    expect(await world.askedBy(host, 'reload:menu')).toEqual(['/menu.json']);
    expect((await host.state()).menu?.headline).toBe('Second');
  });

  test('4: the reference may be a request to a plugin; before 0.1.134 there is none', async ({ world }) => {
    world.beside['/plugin/real.json'] = json(menuOf('Real', [{ label: 'A', data: pageOf('A', ['a']) }]));
    world.documents['/start.json'] = json({
      ...menuOf('Old', [{ label: 'B', data: pageOf('B', ['b']) }]),
      reference: `request:interaction:file:real.json@${world.plugin}`,
    });
    const host = await world.open(`menu:${world.at('/start.json')}`);
    await host.until('the menu of the plugin', (s) => s.menu?.headline === 'Real');
    const old = await world.open(`menu:${world.at('/start.json')}`, { msxVersion: '0.1.133' });
    await old.until('its own menu', (s) => s.menu?.headline === 'Old');
  });

  test('5: a page may have a reference and a start action: its items show', async ({ world }) => {
    const { documents, at } = world;
    documents['/start.json'] = json({
      name: 'House',
      version: '1.2.3',
      reference: at('/a.json'),
      action: 'info:Started',
    });
    documents['/a.json'] = json(pageOf('A', ['a'], { action: 'info:Not at startup' }));
    const host = await world.openTo('a', `content:${at('/start.json')}`);
    expect(await texts(host)).toEqual(['Started']);
    expect(await world.askedBy(host, 'reload:content')).toEqual(['/a.json']);
    expect(await texts(host)).toEqual(['Started']);
  });

  test('5: an empty start action leaves the screen blank until somebody presses a key', async ({ world }) => {
    const host = await world.openPage('a', {}, { action: '' });
    expect((await host.state()).screen).toBe('background');
    await host.press('Enter');
    expect((await host.state()).screen).toBe('content');
  });

  test('6: with its flag even the startup menu is replaced, and can be loaded again then', async ({
    world,
  }) => {
    const { documents, at } = world;
    const item = { label: 'A', data: pageOf('A', ['a']) };
    documents['/new.json'] = json(menuOf('Second', [item], { flag: 'house' }));
    const host = await world.openMenu('a', menuOf('First', [item], { flag: 'house' }));
    expect(await world.askedBy(host, `replace:menu:house:${at('/new.json')}`)).toEqual(['/new.json']);
    expect((await host.state()).menu?.headline).toBe('Second');
    expect(await world.askedBy(host, 'reload:menu')).toEqual(['/new.json']);
  });

  test('6: a panel, a page that is data, and a page of the plugin are replaced by their flag as well', async ({
    world,
  }) => {
    const { documents, at } = world;
    documents['/new.json'] = json(pageOf('New', ['new'], { flag: 'mine' }));
    const host = await world.openPage('a');
    await host.execute('content:data', pageOf('Data', ['d'], { flag: 'mine' }));
    await host.execute(`replace:content:mine:${at('/new.json')}`);
    await host.until('the new page', shows('new'));
    await host.execute('panel:data', pageOf('Panel', ['p'], { flag: 'panel' }));
    await host.execute(`replace:panel:panel:${at('/new.json')}`);
    await host.until('the new panel', (s) => s.panel?.items[0]?.id === 'new');
    await host.press('Backspace', 'Backspace');
    await host.until('the page before, not the one that was replaced', shows('a'));
  });

  test('7: with a wrong flag, or none, nothing is replaced', async ({ world }) => {
    const { documents, at } = world;
    documents['/b.json'] = json(pageOf('B', ['b']));
    const host = await world.openPage('a', {}, { flag: 'right' });
    expect(await world.askedBy(host, `replace:content:wrong:${at('/b.json')}`)).toEqual([]);
    await world.goTo(host, 'b');
    expect(await world.askedBy(host, `replace:content::${at('/a.json')}`)).toEqual([]);
    expect(await texts(host)).toEqual([]);
  });

  test.describe('8: content that is replaced in a menu', () => {
    async function replaced(world: World): Promise<Host> {
      const { documents, at } = world;
      const tab = (name: string) => json(pageOf(name, [name], { flag: 'tabs' }));
      for (const name of ['first', 'second', 'third']) documents[`/${name}.json`] = tab(name);
      const host = await world.openReferred(
        'first',
        menuOf('Menu', [
          { id: 'other', label: 'Other', data: pageOf('Other', ['other']) },
          { id: 'tabs', label: 'Tabs', focus: true, data: at('/first.json') },
        ]),
      );
      await host.execute(`replace:content:tabs:${at('/second.json')}`);
      await host.until('the second tab', shows('second'));
      return host;
    }

    test('8: leaves the menu there, and stays with its item when the menu is loaded again', async ({
      world,
    }) => {
      const host = await replaced(world);
      expect((await host.state()).menu).toMatchObject({ headline: 'Menu', index: 1 });
      // the item is known by its ID, wherever it stands now
      world.documents['/menu.json'] = json(
        menuOf('New', [
          { id: 'tabs', label: 'Tabs', data: world.at('/first.json') },
          { id: 'other', label: 'Other', data: pageOf('Other', ['other']) },
        ]),
      );
      expect(await world.askedBy(host, 'reload:menu')).toEqual(['/menu.json']);
      expect((await host.state()).menu).toMatchObject({ headline: 'New', index: 0 });
      expect(await shownIds(host)).toEqual(['second']);
      expect(await world.askedBy(host, 'reload:content')).toEqual(['/second.json']);
    });

    test('8: unless it was released before', async ({ world }) => {
      const host = await replaced(world);
      await host.execute('[release:content|reload:menu]');
      await host.until('the item’s own content', shows('first'));
    });

    test('8: without IDs the item is known by its index', async ({ world }) => {
      const { documents, at } = world;
      const items = [{ label: 'One', data: at('/first.json') }];
      documents['/first.json'] = json(pageOf('First', ['first'], { flag: 'tabs' }));
      documents['/second.json'] = json(pageOf('Second', ['second'], { flag: 'tabs' }));
      const host = await world.openReferred('first', menuOf('Menu', items));
      await host.execute(`replace:content:tabs:${at('/second.json')}`);
      await host.until('the second', shows('second'));
      documents['/menu.json'] = json(menuOf('New', [...items, { label: 'Two', data: at('/first.json') }]));
      await host.execute('reload:menu');
      await host.until('the new menu', (s) => s.menu?.headline === 'New');
      expect(await shownIds(host)).toEqual(['second']);
    });
  });

  test('9: what is released cannot be loaded again, but replaced; its address is asked for anew', async ({
    world,
  }) => {
    const { documents, at } = world;
    documents['/b.json'] = json(pageOf('B', ['b'], { flag: 'b' }));
    const host = await world.openPage('a');
    await world.goTo(host, 'b');
    await host.execute('release:content');
    expect(await world.askedBy(host, 'reload:content')).toEqual([]);
    expect(await shownIds(host)).toEqual(['b']);
    expect(await world.askedBy(host, `content:${at('/b.json')}`)).toEqual(['/b.json']);
    await host.execute('release:content');
    expect(await world.askedBy(host, `replace:content:b:${at('/b.json')}`)).toEqual(['/b.json']);
    expect(await world.askedBy(host, 'reload:content')).toEqual(['/b.json']);
  });

  test('10: a bare reload begins anew: the plugin’s page is asked for again', async ({ world, page }) => {
    world.beside['/plugin/menu.json'] = json(menuOf('Menu', [{ label: 'A', data: pageOf('A', ['a']) }]));
    const host = await world.openTo('a', `menu:request:interaction:init@${world.plugin}`);
    const pages = () =>
      world.origins.plugin.arrived.filter(({ url }) => url.startsWith('/plugin/plugin.html')).length;
    expect(pages()).toBe(1);
    await Promise.all([page.waitForEvent('domcontentloaded'), host.execute('reload')]);
    await host.until('the menu again', shows('a'));
    expect(pages()).toBe(2);
  });
});

test.describe('caching', () => {
  /** A page over the first one. */
  async function withPage(world: World, more: Fields): Promise<Host> {
    world.documents['/a.json'] = json(pageOf('A', ['a', 'b'], more));
    const host = await world.openPage('start');
    await world.goTo(host, 'a');
    await host.press('ArrowDown');
    await host.execute('update:content:a', { label: 'updated' });
    return host;
  }
  const again = (world: World, host: Host) => world.askedBy(host, `content:${world.at('/a.json')}`);
  const title = async (host: Host) => (await host.state()).content?.items[0]?.title;

  test('11: the address that is on screen is not asked for, and stays as it is', async ({ world }) => {
    const host = await withPage(world, {});
    expect(await again(world, host)).toEqual([]);
    expect(await title(host)).toBe('updated');
    expect(await focused(host)).toBe('b');
    await host.press('Backspace');
    await host.until('the first page: nothing was added to the history', shows('start'));
  });

  test('11: without reuse it is made anew, from the cache', async ({ world }) => {
    const host = await withPage(world, { reuse: false });
    expect(await again(world, host)).toEqual([]);
    expect(await title(host)).toBe('a');
    expect(await focused(host)).toBe('a');
  });

  test('11: without a cache it is still on screen; without both it is asked for once', async ({ world }) => {
    const uncached = await withPage(world, { cache: false });
    expect(await again(world, uncached)).toEqual([]);
    expect(await title(uncached)).toBe('updated');
    const neither = await withPage(world, { cache: false, reuse: false });
    expect(await again(world, neither)).toEqual(['/a.json']);
    expect(await title(neither)).toBe('a');
  });

  test('11: the same data stays as it is, too, even in a panel that was closed; reuse: false says otherwise', async ({
    world,
  }) => {
    world.documents['/start.json'] = json({
      pages: [
        {
          items: [
            { id: 'kept', layout: '0,0,4,1', action: 'panel:data', data: pageOf('P', ['p', 'q']) },
            {
              id: 'anew',
              layout: '0,1,4,1',
              action: 'panel:data',
              data: pageOf('P', ['p', 'q'], { reuse: false }),
            },
          ],
        },
      ],
    });
    const host = await world.openTo('kept', `content:${world.at('/start.json')}`);
    const open = async () => {
      await host.press('Enter');
      await host.until('the panel', (s) => s.panel !== null);
      return (await host.state()).panel?.items.map((item) => [item.title, item.focused]);
    };
    const change = async () => {
      await host.press('ArrowDown');
      await host.execute('update:panel:p', { label: 'updated' });
      await host.press('Backspace');
    };
    await open();
    await change();
    expect(await open()).toEqual([
      ['updated', false],
      ['q', true],
    ]);
    await host.press('Backspace', 'ArrowDown');
    await open();
    await change();
    expect(await open()).toEqual([
      ['p', true],
      ['q', false],
    ]);
  });

  test.describe('12: a menu item that is chosen again', () => {
    async function revisit(world: World, more: Fields, data?: string): Promise<string[]> {
      const { documents, at } = world;
      documents['/a.json'] = json(pageOf('A', ['a'], more));
      documents['/b.json'] = json(pageOf('B', ['b'], more));
      const items = ['a', 'b'].map((name) => ({ label: name, data: data ?? at(`/${name}.json`) }));
      const host = await world.openMenu('a', menuOf('Menu', items));
      await host.press('ArrowDown');
      await host.until('the second', shows(data === undefined ? 'b' : 'a'));
      return world.askedBy(host, async () => {
        await host.press('ArrowUp');
        await host.until('the first again', shows('a'));
      });
    }

    test('12: comes from the cache', async ({ world }) => {
      expect(await revisit(world, {})).toEqual([]);
    });

    test('12: is asked for where its document says cache: false, from 0.1.58 on', async ({ world }) => {
      expect(await revisit(world, { cache: false })).toEqual(['/a.json']);
    });

    test('12: whatever the headers of HTTP say', async ({ world }) => {
      // every answer of these servers says no-store
      expect(await revisit(world, {})).toEqual([]);
      expect(world.origins.documents.arrived.length).toBeGreaterThan(2);
    });
  });

  test('12: a slideshow is kept as well, apart from the page at the same address; a playlist is not', async ({
    world,
  }) => {
    const { documents, at } = world;
    const row = (more: Fields = {}) =>
      json({
        template: { layout: '0,0,1,1' },
        items: ['image:http://localhost:1/x.png', 'audio:http://localhost:1/x.wav'].map((action) => ({
          action,
        })),
        ...more,
      });
    documents['/a.json'] = row();
    documents['/b.json'] = row({ cache: false });
    const host = await world.openPage('start');
    const asked = (action: string) => world.askedBy(host, action);
    await asked(`content:${at('/a.json')}`);
    expect(await asked(`slideshow:${at('/a.json')}`)).toEqual(['/a.json']);
    expect(await asked(`slideshow:${at('/a.json')}`)).toEqual([]);
    for (const action of [`slideshow:${at('/b.json')}`, `playlist:${at('/a.json')}`]) {
      await asked(action);
      expect(await asked(action), action).toHaveLength(1);
    }
  });

  test('12: going back comes from the cache, too, and makes the page anew', async ({ world }) => {
    const host = await withPage(world, {});
    world.documents['/c.json'] = json(pageOf('C', ['c']));
    await world.goTo(host, 'c');
    expect(await world.askedBy(host, () => host.press('Backspace'))).toEqual([]);
    expect(await title(host)).toBe('a');
    expect(await focused(host)).toBe('b');
  });
});

test.describe('+: where the focus goes', () => {
  async function withMenu(world: World, more: Fields = {}): Promise<Host> {
    for (const id of ['one', 'two'])
      world.documents[`/${id}.json`] = json(pageOf(id, [`${id}-a`, `${id}-b`, `${id}-c`], more));
    return world.openReferred('one-a', menuOf('Menu', world.links('one', 'two')));
  }

  test('+: a reload keeps it, by ID, else by index', async ({ world }) => {
    const host = await withMenu(world);
    await host.press('ArrowRight', 'ArrowDown');
    world.documents['/one.json'] = json(pageOf('one', ['new', 'one-a', 'one-b']));
    await host.execute('reload:content');
    await host.until('the new page', shows('new'));
    expect(await focused(host)).toBe('one-b');
    world.documents['/one.json'] = json(pageOf('one', ['x', 'y', 'z']));
    await host.execute('reload:content');
    await host.until('a new page', shows('x'));
    expect(await focused(host)).toBe('z');
  });

  for (const [separator, expected] of [
    ['>one-c', 'one-c'],
    ['>index:2', 'one-c'],
    ['>index:9', 'one-c'], // corrected to the one before
    ['>nothing', 'one-a'], // an ID that is not there: the default
    ['>item:default', 'one-a'],
    ['>item:index', 'one-b'],
    ['>item:current', 'one-b'],
    ['>item:none', undefined],
  ] as const)
    test(`+: reload:content${separator} moves it to ${expected ?? 'the menu'}`, async ({ world }) => {
      const host = await withMenu(world);
      await host.press('ArrowRight', 'ArrowDown');
      expect(await world.askedBy(host, `reload:content${separator}`)).toEqual(['/one.json']);
      expect(await focused(host)).toBe(expected);
      expect(await host.page.locator('.menu-item.focused').count()).toBe(expected === undefined ? 1 : 0);
    });

  test('+: reload:menu>two>two-b>execute goes into the content and executes', async ({ world }) => {
    const host = await withMenu(world);
    const document = pageOf('two', ['two-a', 'two-b']);
    const items = (document.pages as { items: Fields[] }[])[0]!.items;
    items[1]!.action = 'info:Executed';
    world.documents['/two.json'] = json(document);
    await host.execute('reload:menu>two>two-b>execute');
    await host.until('it', (s) => s.allToasts.some(({ text }) => text === 'Executed'));
    expect(await focused(host)).toBe('two-b');
  });

  test('+: refocus brings back what had the focus, by the document’s flag', async ({ world }) => {
    const host = await withMenu(world, { flag: 'mine', refocus: 1 });
    await host.press('ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowDown');
    await host.until('the other', shows('two-a'));
    await host.press('ArrowRight');
    expect(await focused(host)).toBe('two-c'); // the ID is not here, the index is
    await host.execute('focus:clear:mine');
    await host.press('ArrowLeft', 'ArrowUp');
    await host.until('the first again', shows('one-a'));
    await host.press('ArrowRight');
    expect(await focused(host)).toBe('one-a');
  });

  test('+: a marked item is kept in mind only; without refocus, and before 0.1.153, nothing is', async ({
    world,
  }) => {
    const { documents, at } = world;
    const focusAfter = async (more: Fields, msxVersion = '0.1.163') => {
      documents['/p.json'] = json(pageOf('P', ['p', 'q', 'r'], { reuse: false, ...more }));
      const host = await world.openPage('a', { msxVersion });
      await world.goTo(host, 'p');
      await host.press('ArrowDown');
      await host.execute(`content:${at('/p.json')}`);
      return focused(host);
    };
    expect(await focusAfter({ flag: 'f', refocus: true })).toBe('q');
    expect(await focusAfter({ flag: 'f', refocus: 2 })).toBe('q');
    expect(await focusAfter({ flag: 'f' })).toBe('p');
    expect(await focusAfter({ refocus: 1 })).toBe('p');
    expect(await focusAfter({ flag: 'f', refocus: 1 }, '0.1.152')).toBe('p');
    const marked = pageOf('P', ['p', 'q']);
    (marked.pages as { items: Fields[] }[])[0]!.items[0]!.focus = true;
    expect(await focusAfter({ flag: 'f', refocus: 1, pages: marked.pages })).toBe('p');
  });
});

test.describe('+: ready', () => {
  test('+: it runs each time a page or a panel is shown anew, and a start action once', async ({ world }) => {
    const { documents } = world;
    const ready = (name: string) => ({ ready: { action: `info:Ready ${name}` } });
    for (const name of ['a', 'b']) documents[`/${name}.json`] = json(pageOf(name, [name], ready(name)));
    const panel = pageOf('P', ['p'], ready('panel'));
    documents['/c.json'] = json({
      pages: [{ items: [{ id: 'c', layout: '0,0,1,1', action: 'panel:data', data: panel }] }],
    });
    const menu = menuOf('Menu', world.links('a', 'b'), { ...ready('menu'), action: 'info:Start' });
    const host = await world.openMenu('a', menu);
    await host.press('ArrowDown');
    await host.until('the second', shows('b'));
    await host.press('ArrowUp');
    await host.until('the first, from the cache', shows('a'));
    await world.goTo(host, 'c');
    await host.press('Enter', 'Backspace', 'Enter', 'Backspace', 'Backspace');
    await host.until('the first again', shows('a'));
    const all = await texts(host);
    expect(all.filter((text) => text === 'Start')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready menu')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready a')).toHaveLength(3);
    expect(all.filter((text) => text === 'Ready b')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready panel')).toHaveLength(2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRect, place, type Placed } from './place.js';
import { inherit } from './templated.js';

const TODAY = '0.1.166';
type Root = Record<string, unknown>;
const placeIt = (root: Root, panel = false, version = TODAY): Placed => place(root, panel, version);
const at = (root: Root, panel = false) =>
  placeIt(root, panel).pages.map((page) => page.items.map(({ rect }) => `${rect.x},${rect.y}`));
const items = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `i${i}` }));
const space = { type: 'space', layout: '0,0,1,1' };
const onePage = (...list: Root[]): Root => ({ pages: [{ items: list }] });
const ids = (placed: Placed) => placed.pages.flatMap((page) => page.items.map(({ fields }) => fields.id));

describe('placing items on the grid', () => {
  it('fills lines, then pages, of 12×6 units with items of equal size', () => {
    const pages = at({ template: { layout: '0,0,4,3' }, items: items(7) });
    expect(pages).toEqual([['0,0', '4,0', '8,0', '0,3', '4,3', '8,3'], ['0,0']]);
  });

  it('makes one tall page of a list', () => {
    const pages = at({ type: 'list', template: { layout: '0,0,6,2' }, items: items(8) });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.[7]).toBe('6,6');
  });

  it('keeps to the area of the template, and takes only the size of its layout', () => {
    expect(at({ template: { layout: '5,5,3,3', area: '6,0,6,6' }, items: items(3) })).toEqual([
      ['6,0', '9,0', '6,3'],
    ]);
  });

  it('takes no notice of the layout of a templated item', () => {
    expect(at({ template: { layout: '0,0,4,3' }, items: [{ layout: '9,5,1,1' }, {}] })).toEqual([
      ['0,0', '4,0'],
    ]);
  });

  it('starts a new line or page where an item asks for it', () => {
    const root = {
      template: { layout: '0,0,4,2' },
      items: [{}, { break: 'line' }, { break: 'page' }],
    };
    expect(at(root)).toEqual([['0,0', '0,2'], ['0,0']]);
  });

  it('puts header and footer before and after the items, stacked in a list', () => {
    const page = { items: [{ layout: '0,0,12,1' }] };
    const root = { template: { layout: '0,0,12,2' }, items: items(2), header: page, footer: page };
    expect(at(root)).toEqual([['0,0'], ['0,0', '0,2'], ['0,0']]);
    expect(at({ ...root, type: 'list' })).toEqual([['0,0', '0,1', '0,3', '0,5']]);
  });

  it('takes pages as they are, without hidden pages and items', () => {
    const root = {
      pages: [
        { items: [{ layout: '1,2,3,4' }, { layout: '0,0,1,1', display: false }] },
        { display: false, items: [{ layout: '0,0,1,1' }] },
      ],
    };
    expect(at(root)).toEqual([['1,2']]);
  });

  it('gives panels 8 columns, and compressed pages a third more', () => {
    const grid = (root: Root, panel: boolean) => placeIt(root, panel).grid;
    expect(grid({ pages: [] }, true)).toEqual({ columns: 8, rows: 6 });
    expect(grid({ pages: [], compress: true }, true)).toEqual({ columns: 10, rows: 8 });
    expect(grid({ pages: [], compress: true }, false)).toEqual({ columns: 16, rows: 8 });
  });

  it('draws an item at its offset, but keeps its place for the arrow keys', () => {
    const item = placeIt(onePage({ layout: '1,1,2,2', offset: '0.5,-1,0,1' })).pages[0]?.items[0];
    expect(item?.rect).toEqual({ x: 1, y: 1, w: 2, h: 2 });
    expect(item?.drawn).toEqual({ x: 1.5, y: 0, w: 2, h: 3 });
  });

  it('makes room after a page of a list that has an offset, and moves the page alone by its y', () => {
    const page = (offset?: string) => ({ offset, items: [{ layout: '0,0,12,2' }] });
    const tops = (root: Root) => placeIt(root).pages.map(({ items }) => items.map(({ drawn }) => drawn.y));
    const pages = [page('0,0,0,0.5'), page('1,-0.25,1,0'), page()];
    expect(tops({ type: 'list', pages })).toEqual([[0, 2.25, 4.5]]);
    expect(tops({ pages })).toEqual([[0], [0], [0]]);
  });

  it('enumerates templated items, and others only when they say so', () => {
    const enumerated = (root: Root) => placeIt(root).pages[0]?.items.map((item) => item.enumerated);
    expect(enumerated({ template: { layout: '0,0,1,1' }, items: [{}, { enumerate: false }] })).toEqual([
      true,
      false,
    ]);
    expect(enumerated(onePage({ layout: '0,0,1,1' }, { layout: '1,0,1,1', enumerate: true }))).toEqual([
      false,
      true,
    ]);
  });
});

describe('what MSX leaves out, with a warning', () => {
  const warned = (root: Root, panel = false, version = TODAY) =>
    placeIt(root, panel, version).warnings.join();
  const button = (id: string, layout: unknown, more: Root = {}) => ({ id, layout, ...more });

  it.each([
    ['beyond the last column', '9,0,4,1', 'out of range'],
    ['beyond the last row', '0,5,1,2', 'out of range'],
    ['without a size', '0,0,0,1', 'out of range'],
    ['that is no number', '0,0,1,x', 'whole numbers'],
    ['between the lines', '0,0.5,1,1', 'whole numbers'],
    ['that is missing', undefined, 'missing'],
  ])('an item with a layout %s', (_name, layout, reason) => {
    const placed = placeIt(onePage(button('good', '0,0,1,1'), button('bad', layout)));
    expect(ids(placed)).toEqual(['good']);
    expect(placed.warnings.join()).toContain(reason);
  });

  it('an item that fits a page, but not a panel', () => {
    expect(warned(onePage(button('a', '8,0,4,1')))).toBe('');
    expect(ids(placeIt(onePage(button('a', '0,0,8,1'), button('b', '8,0,4,1')), true))).toEqual(['a']);
    expect(warned({ template: { layout: '0,0,12,1' }, items: items(1) }, true)).toContain('out of range');
    expect(warned({ template: { layout: '0,0,10,1' }, compress: true, items: items(1) }, true)).toBe('');
  });

  it('the second item of an ID, and one whose ID holds anything but letters, digits and _ - .', () => {
    const placed = placeIt(onePage(button('a', '0,0,1,1'), button('a', '1,0,1,1'), button('a b', '2,0,1,1')));
    expect(ids(placed)).toEqual(['a']);
    expect(placed.warnings).toHaveLength(2);
    const inTemplate = placeIt({ template: { layout: '0,0,1,1' }, items: [{ id: 'a' }, { id: 'a' }] });
    expect(ids(inTemplate)).toEqual(['a']);
  });

  it('a second item on a place, unless it is a space and MSX is of 0.1.156', () => {
    const two = (type: string) => onePage(button('a', '0,0,2,1'), button('b', '0,0,1,1', { type }));
    expect(ids(placeIt(two('button')))).toEqual(['a']);
    expect(ids(placeIt(two('space')))).toEqual(['a', 'b']);
    expect(warned(two('space'), false, '0.1.155')).toContain('already registered');
    expect(ids(placeIt(onePage(button('a', '0,0,2,1'), button('b', '1,0,2,1'))))).toEqual(['a', 'b']);
  });

  it('a page without anything to select', () => {
    const root = { pages: [{ items: [space] }, { items: [{ layout: '0,0,1,1', enable: false }] }] };
    expect(placeIt(root).pages).toEqual([]);
    expect(warned(root)).toContain('The content has no selectable items');
    expect(warned({ pages: [{ items: [space, { layout: '1,0,1,1' }] }] })).toBe('');
  });

  it('whatever is no space in an overlay or underlay', () => {
    const root = { ...onePage(button('a', '0,0,1,1')), overlay: { items: [space, button('b', '1,0,1,1')] } };
    expect(placeIt(root).overlay?.items).toHaveLength(1);
    expect(warned(root)).toContain("type 'space' only");
  });

  it('more than 56 pages, or 1,024 of a list, and more than 256 items of a page', () => {
    const pages = (count: number) =>
      Array.from({ length: count }, () => ({ items: [{ layout: '0,0,1,1' }] }));
    const count = (root: Root) => placeIt(root).pages.length;
    expect(count({ pages: pages(56) })).toBe(56);
    expect(warned({ pages: pages(56) })).toBe('');
    expect(count({ pages: pages(57) })).toBe(56);
    expect(warned({ pages: pages(57) })).toContain('56 pages');
    expect(at({ type: 'list', pages: pages(1_030) })[0]).toHaveLength(1_024);
    expect(count({ template: { layout: '0,0,12,6' }, items: items(60) })).toBe(56);
    expect(at({ type: 'list', template: { layout: '0,0,12,6' }, items: items(1_100) })[0]).toHaveLength(
      1_024,
    );
    const many = Array.from({ length: 300 }, (_, i) => ({ type: 'space', layout: '0,0,1,1', id: `s${i}` }));
    const full = placeIt(onePage({ layout: '0,0,1,1' }, ...many));
    expect(full.pages[0]?.items).toHaveLength(256);
    expect(full.warnings.join()).toContain('256 items');
  });

  it('everything, where the template has no layout', () => {
    expect(warned({ template: {}, items: items(2) })).toContain('layout is missing');
  });

  it('nothing of a document that lies within the grid', () => {
    const layout = fc
      .tuple(fc.nat(11), fc.nat(5))
      .chain(([x, y]) =>
        fc.tuple(
          fc.constant(x),
          fc.constant(y),
          fc.integer({ min: 1, max: 12 - x }),
          fc.integer({ min: 1, max: 6 - y }),
        ),
      );
    fc.assert(
      fc.property(
        fc.uniqueArray(layout, { minLength: 1, maxLength: 20, selector: ([x, y]) => `${x},${y}` }),
        (layouts) => {
          const placed = placeIt(onePage(...layouts.map((one) => ({ layout: one.join(',') }))));
          expect(placed.warnings).toEqual([]);
          expect(placed.pages[0]?.items).toHaveLength(layouts.length);
        },
      ),
    );
  });
});

describe('inheriting from a template', () => {
  const template = {
    action: 'info:{context:link}',
    label: '{context:link}',
    data: { deep: ['{context:link}', '{context:none}', 'a{context:size}b'] },
    properties: { key: '{context:link}' },
    selection: { headline: '{context:link}' },
    color: 'red',
  };
  const item = { link: 'http://a/{PLATFORM}', size: 5, color: 'blue' };

  it("puts the item's own text in for {context:key} in data, properties and the like, never in an action", () => {
    expect(inherit(template, item, TODAY)).toMatchObject({
      action: 'info:{context:link}',
      label: '{context:link}',
      data: { deep: ['http://a/{PLATFORM}', '{context:none}', 'ab'] },
      properties: { key: 'http://a/{PLATFORM}' },
      selection: { headline: 'http://a/{PLATFORM}' },
      color: 'blue',
    });
  });

  it('does so beyond data from 0.1.110 on', () => {
    expect(inherit(template, item, '0.1.109')).toMatchObject({
      data: { deep: ['http://a/{PLATFORM}', '{context:none}', 'ab'] },
      properties: { key: '{context:link}' },
    });
  });

  it("lets the item's own properties take the place of the template's, as they stand", () => {
    expect(inherit(template, { ...item, properties: { own: '{context:link}' } }, TODAY).properties).toEqual({
      own: '{context:link}',
    });
  });

  it('leaves template and item as they were', () => {
    const before = JSON.stringify([template, item]);
    inherit(template, item, TODAY);
    expect(JSON.stringify([template, item])).toBe(before);
  });
});

it('reads a layout with blanks, and takes what is missing from the default', () => {
  expect(parseRect('1, 2.5,3', { x: 0, y: 0, w: 9, h: 9 })).toEqual({ x: 1, y: 2.5, w: 3, h: 9 });
});

import { describe, expect, it } from 'vitest';
import { inherit, parseRect, place } from './placement.js';

const at = (root: Record<string, unknown>, panel = false) =>
  place(root, panel).pages.map((page) => page.items.map(({ rect }) => `${rect.x},${rect.y}`));
const items = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `i${i}` }));

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

  it('keeps to the area of the template', () => {
    expect(at({ template: { layout: '0,0,3,3', area: '6,0,6,6' }, items: items(3) })).toEqual([
      ['6,0', '9,0', '6,3'],
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
    expect(place({ pages: [] }, true).grid).toEqual({ columns: 8, rows: 6 });
    expect(place({ pages: [], compress: true }, false).grid).toEqual({ columns: 16, rows: 8 });
  });

  it('draws an item at its offset, but keeps its place for the arrow keys', () => {
    const item = place({ pages: [{ items: [{ layout: '1,1,2,2', offset: '0.5,-1,0,1' }] }] }, false).pages[0]
      ?.items[0];
    expect(item?.rect).toEqual({ x: 1, y: 1, w: 2, h: 2 });
    expect(item?.drawn).toEqual({ x: 1.5, y: 0, w: 2, h: 3 });
  });

  it('enumerates templated items, and others only when they say so', () => {
    const templated = place({ template: { layout: '0,0,1,1' }, items: [{}, { enumerate: false }] }, false);
    expect(templated.pages[0]?.items.map(({ enumerated }) => enumerated)).toEqual([true, false]);
    const free = place({ pages: [{ items: [{}, { enumerate: true }] }] }, false);
    expect(free.pages[0]?.items.map(({ enumerated }) => enumerated)).toEqual([false, true]);
  });
});

describe('inheriting from a template', () => {
  it("puts the item's own property in for {context:key}, in actions and in their data", () => {
    const template = { action: 'content:{context:link}', data: { deep: ['{context:title}'] }, color: 'red' };
    expect(inherit(template, { link: 'http://a/{PLATFORM}', title: 'T', color: 'blue' })).toEqual({
      action: 'content:http://a/{PLATFORM}',
      data: { deep: ['T'] },
      color: 'blue',
      link: 'http://a/{PLATFORM}',
      title: 'T',
    });
  });

  it('leaves template and item as they were', () => {
    const template = { action: 'info:{context:x}' };
    inherit(template, { x: '1' });
    expect(template).toEqual({ action: 'info:{context:x}' });
  });
});

it('reads a layout with blanks, and takes what is missing from the default', () => {
  expect(parseRect('1, 2.5,3', { x: 0, y: 0, w: 9, h: 9 })).toEqual({ x: 1, y: 2.5, w: 3, h: 9 });
});

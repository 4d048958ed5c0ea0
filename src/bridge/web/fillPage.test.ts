import { expect, it } from 'vitest';
import { fillPage } from './fillPage.js';

const PAGE =
  '<head><script type="application/json" id="config"></script><script type="application/json" id="menu"></script><script>run()</script>';

const blockOf = (html: string, id: string) => new RegExp(`id="${id}"[^>]*>([^]*?)</script>`).exec(html)![1]!;

it('puts configuration and menu where the page looks for them', () => {
  const html = fillPage(PAGE, { config: { menu: 'a.json' }, menu: '{"menu": []}', check: '../check' });
  expect(html).toContain('<script type="application/json" id="config" data-check="../check">{');
  expect(JSON.parse(blockOf(html, 'config'))).toEqual({ menu: 'a.json' });
  expect(blockOf(html, 'menu')).toBe('{"menu": []}');
});

it('leaves the place of the menu empty where each TV has its own', () => {
  expect(blockOf(fillPage(PAGE, { config: {}, menu: undefined, check: 'check' }), 'menu')).toBe('');
});

it('lets no text end the element that it stands in, nor stand for a part of the page', () => {
  const menu = { headline: '</script><script>evil()</script><!-- $& $1' };
  const html = fillPage(PAGE, { config: {}, menu: JSON.stringify(menu), check: 'check' });
  expect(JSON.parse(blockOf(html, 'menu'))).toEqual(menu);
  expect(html.match(/<script/g)).toHaveLength(3);
});

it('keeps the page within ASCII, so that engines read it with one byte a letter', () => {
  const menu = { headline: 'Käse, сыр, 🧀' };
  const html = fillPage(PAGE, { config: {}, menu: JSON.stringify(menu), check: 'check' });
  expect(html).toMatch(/^\p{ASCII}*$/u);
  expect(JSON.parse(blockOf(html, 'menu'))).toEqual(menu);
});

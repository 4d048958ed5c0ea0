// Documents with one fault each: what a TV refuses, the checker finds.
import { describe, expect, it } from 'vitest';
import type { DocumentKind, LintOptions } from './check.js';
import { lintDocument } from './lintDocument.js';

const PLUGIN = 'http://tv.example/plugin.html';
const lint = (document: unknown, kind: DocumentKind = 'content', options: Partial<LintOptions> = {}) =>
  lintDocument(document, { kind, version: '0.1.114', pluginUrl: PLUGIN, ...options });
const found = (...given: Parameters<typeof lint>) =>
  lint(...given).map(({ rule, at, message }) => `${rule} at ${at || 'the top'}: ${message}`);

const button = (fields: object = {}) => ({
  type: 'button',
  layout: '0,0,4,1',
  label: 'Go',
  action: 'content:http://tv.example/a.json',
  ...fields,
});
const page = (...items: object[]) => ({ pages: [{ items }] });
const one = (fields: object) => page(button(fields));
const grid = (items: object[], template: object = {}) => ({
  template: { type: 'separate', layout: '0,0,3,3', ...template },
  items,
});
const picture = (fields: object = {}) => ({ title: 'A', action: 'image:http://tv.example/a.png', ...fields });
const menu = (...items: object[]) => ({ menu: items });
const more = (fields: object = {}) => ({ label: 'More', action: 'content:http://a/b', ...fields });
const times = (count: number, item: (i: number) => object) =>
  Array.from({ length: count }, (_, i) => item(i));
const cell = (i: number) => button({ layout: `${i % 12},${Math.floor(i / 12) % 6},1,1` });

describe('a document without fault', () => {
  it.each<[string, unknown, DocumentKind?]>([
    [
      'a start object',
      { name: 'TV', version: '1.0.0', parameter: `menu:request:interaction:init@{PREFIX}{SERVER}/p.html` },
      'start',
    ],
    [
      'a menu',
      {
        headline: 'TV',
        menu: [
          { id: 'a', icon: 'movie', label: 'Films', data: 'http://tv.example/a.json' },
          { type: 'separator' },
          { label: 'Status', data: `request:interaction:status@${PLUGIN}` },
          { label: 'Here', data: page(button()) },
        ],
      },
      'menu',
    ],
    [
      'a page',
      page(button(), button({ layout: '8,5,4,1', action: '[info:{ico:movie} Hello|reload:content]' })),
    ],
    ['a panel', one({ layout: '4,5,4,1' }), 'panel'],
    [
      'a grid that takes from its items',
      grid([{ title: 'A', link: 'http://tv.example/a.json' }], {
        action: 'content:data',
        data: one({ action: 'content:{context:link}' }),
        properties: { name: '{context:title}' },
      }),
    ],
    ['a slideshow', grid([picture(), more({ type: 'button', enumerate: false })]), 'slideshow'],
    [
      'a server that says no',
      { response: { status: 404, text: 'Gone', message: 'It is gone.', data: null } },
    ],
    ['one in a response', { response: { status: 200, data: page(button()) } }],
  ])('%s is let through', (_name, document, kind) => expect(found(document, kind)).toEqual([]));
});

describe('a document with a fault', () => {
  it.each<[string, string, unknown, DocumentKind?]>([
    ['shape', 'no object', 'text'],
    ['shape', 'a menu has items', { headline: 'TV', menu: [] }, 'menu'],
    ['shape', 'leads nowhere', menu({ label: 'A' }), 'menu'],
    ['shape', 'has to have it', { name: 'TV', parameter: 'menu:http://tv.example/m.json' }, 'start'],
    [
      'shape',
      'begins with menu: or content:',
      { name: 'TV', version: '1', parameter: 'http://tv.example/m.json' },
      'start',
    ],
    ['shape', 'needs template and items', page(picture({ layout: '0,0,1,1' })), 'playlist'],
    ['shape', 'without a template', { items: [button()], pages: [{ items: [button()] }] }],
    ['shape', 'beside a template', { ...grid([picture()]), pages: [] }],
    ['shape', 'no image', grid([{ title: 'A' }], { action: 'image:context' })],
    ['shape', 'says nothing', { response: { status: 500, message: null } }],

    ['placement', 'out of range', one({ layout: '9,0,4,1' })],
    ['placement', 'out of range', one({ layout: '0,6,1,1' })],
    ['placement', 'out of range', page(button(), button({ layout: '5,0,4,1' })), 'panel'],
    ['placement', 'layout is missing', one({ layout: undefined })],
    ['placement', 'position is already registered', page(button(), button())],
    ['placement', "ID 'a b' is invalid", one({ id: 'a b' })],
    [
      'placement',
      "ID 'a' is already registered",
      page(button({ id: 'a' }), button({ id: 'a', layout: '4,0,4,1' })),
    ],
    ['placement', 'no selectable items', page({ type: 'space', layout: '0,0,12,6', text: 'A' })],
    ['placement', 'more than 56 pages', grid(times(57 * 8, () => picture()))],
    [
      'placement',
      'more than 1024 pages',
      {
        ...grid(
          times(1025, () => picture()),
          { layout: '0,0,12,6' },
        ),
        type: 'list',
      },
    ],
    ['placement', 'more than 256 items', page(...times(257, cell))],
    ['placement', 'range', grid([picture()], { layout: '0,0,9,3' }), 'panel'],
    ['placement', 'is taken', menu({ id: 'a', data: 'http://a/1' }, { id: 'a', data: 'http://a/2' }), 'menu'],

    [
      'context',
      'leaves "content:{context:link}"',
      grid([{ title: 'A', link: 'http://a/b' }], { action: 'content:{context:link}' }),
    ],
    ['context', 'leaves "{context:title}"', grid([picture()], { label: '{context:title}' })],
    ['context', 'leaves "{context:title}"', grid([picture({ properties: { a: '{context:title}' } })])],
    ['context', 'has no "link"', grid([picture()], { properties: { a: '{context:link}' } })],
    ['context', 'is no text', grid([picture({ number: 7 })], { properties: { a: '{context:number}' } })],

    ['address', 'is not absolute', one({ action: 'content:albums.json' })],
    ['address', 'is not absolute', one({ action: 'video:/film.mp4' })],
    ['address', 'is not absolute', one({ image: '//tv.example/a.png' })],
    ['address', 'is not absolute', menu({ label: 'A', data: 'a.json' }), 'menu'],
    ['address', 'is not absolute', one({ properties: { 'trigger:start': 'execute:service:a.php' } })],
    ['address', 'stays in the address', one({ action: 'content:http://a/b?id={ID}' })],
    ['plugin', 'names no page', one({ action: 'content:request:interaction:status' })],
    [
      'plugin',
      'another plugin',
      one({ action: 'panel:request:interaction:x@http://msx.benzac.de/input.html' }),
    ],

    ['action', 'no action "contnet:', one({ action: 'contnet:http://a/b' })],
    ['action', 'no action "nothing', one({ action: '[info:A|nothing]' })],
    ['action', 'is an action', menu({ label: 'A', data: 'content:http://a/b' }), 'menu'],
    ['action', 'cannot carry data', one({ properties: { 'trigger:end': 'panel:data' } })],
    ['property', '"lable"', one({ lable: 'Go' })],
    ['property', '"image:triger"', one({ properties: { 'image:triger': 'info:A' } })],
    ['value', 'is none of', one({ type: 'buton' })],
    ['value', 'is none of', grid([picture()], { imageFiller: 'contain' })],
    ['value', 'is a text', one({ properties: { 'makapix:post_id': 7 } })],

    ['version', '0.1.144', one({ action: 'replace:content:flag:http://a/b' })],
    ['version', '0.1.160', one({ action: 'execute:service:slider:silent:http://a/b' })],
    ['version', '"truncation" is younger', one({ truncation: 'title' })],
    ['version', '"control:action" is younger', one({ properties: { 'control:action': 'info:A' } })],
    ['version', '"flag" is younger', { flag: 'a', menu: [{ data: 'http://a/b' }] }, 'menu'],
    ['text', '0.1.145', one({ label: '{chr:#123}' })],

    ['icon', 'the icon "moovie"', one({ icon: 'moovie' })],
    ['text', 'the icon "moovie"', one({ label: '{ico:moovie}' })],
    ['icon', 'no colour "msx-orange"', one({ icon: 'msx-orange:movie' })],
    ['color', 'no colour "msx-orange"', grid([picture()], { color: 'msx-orange' })],
    ['text', 'loses its braces', one({ label: 'My {best} year' })],
    ['text', 'loses its braces', { response: { status: 404, message: 'No {file}' } }],
    ['text', 'has a brace', page(button({ text: ['One {', 'and no end'] }))],
    ['text', 'loses its braces', one({ action: 'info:My {best} year' })],

    ['row', 'enumerate: false', grid([picture(), more()])],
    ['row', 'nothing to play', grid([more({ enumerate: false })]), 'slideshow'],
    [
      'row',
      'enumerate: false',
      grid([picture(), more({ action: '[image:http://a/b|info:B]' })]),
      'slideshow',
    ],
  ])('%s: %s', (rule, message, document, kind) => {
    const rest = lint(document, kind).filter((one) => one.rule !== rule);
    const all = found(document, kind).filter((one) => one.startsWith(`${rule} `));
    expect(all.join('\n')).toContain(message);
    // One fault is one kind of finding, or the checker cries wolf.
    expect(rest).toEqual([]);
  });

  it('is told where it is, in documents within documents, too', () => {
    const inside = one({ action: 'panel:data', data: page(button({ icon: 'moovie' })) });
    expect(lint(menu({ label: 'A', data: inside }), 'menu').map(({ at }) => at)).toEqual([
      'menu.0.data.pages.0.items.0.data.pages.0.items.0.icon',
    ]);
  });

  it('is none for a property that nobody misses', () =>
    expect(
      found({ flag: 'a', menu: [{ data: 'http://a/b' }] }, 'menu', {
        dispensable: { flag: 'a restart does' },
      }),
    ).toEqual([]));
});

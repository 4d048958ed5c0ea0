// Documents with one fault each: what a TV refuses, the checker finds.
import { describe, expect, it } from 'vitest';
import type { DocumentKind, LintOptions } from './check.js';
import { lintDocument } from './lintDocument.js';

const PLUGIN = 'http://tv.example/plugin.html';
const lint = (document: unknown, kind: DocumentKind, options: Partial<LintOptions> = {}) =>
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
const grid = (items: object[], template: object = {}) => ({
  template: { type: 'separate', layout: '0,0,3,3', ...template },
  items,
});
const picture = (fields: object = {}) => ({ title: 'A', action: 'image:http://tv.example/a.png', ...fields });

describe('a document without fault', () => {
  it.each<[string, unknown, DocumentKind]>([
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
      'content',
    ],
    ['a panel', page(button({ layout: '4,5,4,1' })), 'panel'],
    [
      'a grid that takes from its items',
      grid([{ title: 'A', link: 'http://tv.example/a.json' }], {
        action: 'content:data',
        data: page(button({ action: 'content:{context:link}' })),
        properties: { name: '{context:title}' },
      }),
      'content',
    ],
    [
      'a slideshow',
      grid([picture(), { type: 'button', label: 'More', enumerate: false, action: 'content:http://a/b' }]),
      'slideshow',
    ],
    [
      'a server that says no',
      { response: { status: 404, text: 'Gone', message: 'It is gone.', data: null } },
      'content',
    ],
    ['one in a response', { response: { status: 200, data: page(button()) } }, 'content'],
  ])('%s is let through', (_name, document, kind) => expect(found(document, kind)).toEqual([]));
});

describe('a document with a fault', () => {
  it.each<[string, string, unknown, DocumentKind]>([
    ['shape', 'no object', 'text', 'content'],
    ['shape', 'a menu has items', { headline: 'TV', menu: [] }, 'menu'],
    ['shape', 'leads nowhere', { menu: [{ label: 'A' }] }, 'menu'],
    ['shape', 'has to have it', { name: 'TV', parameter: 'menu:http://tv.example/m.json' }, 'start'],
    [
      'shape',
      'begins with menu: or content:',
      { name: 'TV', version: '1', parameter: 'http://tv.example/m.json' },
      'start',
    ],
    ['shape', 'needs template and items', page(picture({ layout: '0,0,1,1' })), 'playlist'],
    ['shape', 'without a template', { items: [button()], pages: [{ items: [button()] }] }, 'content'],
    ['shape', 'beside a template', { ...grid([picture()]), pages: [] }, 'content'],
    ['shape', 'no image', grid([{ title: 'A' }], { action: 'image:context' }), 'content'],
    ['shape', 'says nothing', { response: { status: 500, message: null } }, 'content'],

    ['placement', 'out of range', page(button({ layout: '9,0,4,1' })), 'content'],
    ['placement', 'out of range', page(button({ layout: '0,6,1,1' })), 'content'],
    ['placement', 'out of range', page(button(), button({ layout: '5,0,4,1' })), 'panel'],
    ['placement', 'layout is missing', page(button({ layout: undefined })), 'content'],
    ['placement', 'position is already registered', page(button(), button()), 'content'],
    ['placement', "ID 'a b' is invalid", page(button({ id: 'a b' })), 'content'],
    [
      'placement',
      "ID 'a' is already registered",
      page(button({ id: 'a' }), button({ id: 'a', layout: '4,0,4,1' })),
      'content',
    ],
    ['placement', 'no selectable items', page({ type: 'space', layout: '0,0,12,6', text: 'A' }), 'content'],
    ['placement', 'more than 56 pages', grid(Array.from({ length: 57 * 8 }, () => picture())), 'content'],
    [
      'placement',
      'more than 1024 pages',
      {
        ...grid(
          Array.from({ length: 1025 }, () => picture()),
          { layout: '0,0,12,6' },
        ),
        type: 'list',
      },
      'content',
    ],
    [
      'placement',
      'more than 256 items',
      page(
        ...Array.from({ length: 257 }, (_, i) =>
          button({ layout: `${i % 12},${Math.floor(i / 12) % 6},1,1` }),
        ),
      ),
      'content',
    ],
    ['placement', 'range', grid([picture()], { layout: '0,0,9,3' }), 'panel'],
    [
      'placement',
      'is taken',
      {
        menu: [
          { id: 'a', data: 'http://a/1' },
          { id: 'a', data: 'http://a/2' },
        ],
      },
      'menu',
    ],

    [
      'context',
      'leaves "content:{context:link}"',
      grid([{ title: 'A', link: 'http://a/b' }], { action: 'content:{context:link}' }),
      'content',
    ],
    ['context', 'leaves "{context:title}"', grid([picture()], { label: '{context:title}' }), 'content'],
    [
      'context',
      'leaves "{context:title}"',
      grid([picture({ properties: { a: '{context:title}' } })]),
      'content',
    ],
    ['context', 'has no "link"', grid([picture()], { properties: { a: '{context:link}' } }), 'content'],
    [
      'context',
      'is no text',
      grid([picture({ number: 7 })], { properties: { a: '{context:number}' } }),
      'content',
    ],

    ['address', 'is not absolute', page(button({ action: 'content:albums.json' })), 'content'],
    ['address', 'is not absolute', page(button({ action: 'video:/film.mp4' })), 'content'],
    ['address', 'is not absolute', page(button({ image: '//tv.example/a.png' })), 'content'],
    ['address', 'is not absolute', { menu: [{ label: 'A', data: 'a.json' }] }, 'menu'],
    [
      'address',
      'is not absolute',
      page(button({ properties: { 'trigger:start': 'execute:service:a.php' } })),
      'content',
    ],
    ['address', 'stays in the address', page(button({ action: 'content:http://a/b?id={ID}' })), 'content'],
    ['plugin', 'names no page', page(button({ action: 'content:request:interaction:status' })), 'content'],
    [
      'plugin',
      'another plugin',
      page(button({ action: 'panel:request:interaction:x@http://msx.benzac.de/input.html' })),
      'content',
    ],

    ['action', 'no action "contnet:', page(button({ action: 'contnet:http://a/b' })), 'content'],
    ['action', 'no action "nothing', page(button({ action: '[info:A|nothing]' })), 'content'],
    ['action', 'is an action', { menu: [{ label: 'A', data: 'content:http://a/b' }] }, 'menu'],
    ['action', 'cannot carry data', page(button({ properties: { 'trigger:end': 'panel:data' } })), 'content'],
    ['property', '"lable"', page(button({ lable: 'Go' })), 'content'],
    ['property', '"image:triger"', page(button({ properties: { 'image:triger': 'info:A' } })), 'content'],
    ['value', 'is none of', page(button({ type: 'buton' })), 'content'],
    ['value', 'is none of', grid([picture()], { imageFiller: 'contain' }), 'content'],
    ['value', 'is a text', page(button({ properties: { 'makapix:post_id': 7 } })), 'content'],

    ['version', '0.1.144', page(button({ action: 'replace:content:flag:http://a/b' })), 'content'],
    ['version', '0.1.160', page(button({ action: 'execute:service:slider:silent:http://a/b' })), 'content'],
    ['version', '"truncation" is younger', page(button({ truncation: 'title' })), 'content'],
    [
      'version',
      '"control:action" is younger',
      page(button({ properties: { 'control:action': 'info:A' } })),
      'content',
    ],
    ['version', '"flag" is younger', { flag: 'a', menu: [{ data: 'http://a/b' }] }, 'menu'],
    ['text', '0.1.145', page(button({ label: '{chr:#123}' })), 'content'],

    ['icon', 'the icon "moovie"', page(button({ icon: 'moovie' })), 'content'],
    ['text', 'the icon "moovie"', page(button({ label: '{ico:moovie}' })), 'content'],
    ['icon', 'no colour "msx-orange"', page(button({ icon: 'msx-orange:movie' })), 'content'],
    ['color', 'no colour "msx-orange"', grid([picture()], { color: 'msx-orange' }), 'content'],
    ['text', 'loses its braces', page(button({ label: 'My {best} year' })), 'content'],
    ['text', 'loses its braces', { response: { status: 404, message: 'No {file}' } }, 'content'],
    ['text', 'has a brace', page(button({ text: ['One {', 'and no end'] })), 'content'],
    ['text', 'loses its braces', page(button({ action: 'info:My {best} year' })), 'content'],

    [
      'row',
      'enumerate: false',
      grid([picture(), { type: 'button', label: 'More', action: 'content:http://a/b' }]),
      'content',
    ],
    [
      'row',
      'nothing to play',
      grid([{ title: 'A', action: 'content:http://a/b', enumerate: false }]),
      'slideshow',
    ],
    [
      'row',
      'enumerate: false',
      grid([picture(), { title: 'B', action: '[image:http://a/b|info:B]' }]),
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
    const inside = page(button({ action: 'panel:data', data: page(button({ icon: 'moovie' })) }));
    expect(lint({ menu: [{ label: 'A', data: inside }] }, 'menu').map(({ at }) => at)).toEqual([
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

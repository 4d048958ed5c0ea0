// What the compiler takes and what it refuses: `npm run check` is the test, and a `@ts-expect-error` that expects
// nothing fails it.
import { expect, test } from 'vitest';
import type { Json } from '../json.js';
import type { ContentItem, ContentRoot, Playlist, TemplatedItem } from './contentRoot.js';
import type { ExtendedProperties } from './extendedProperties.js';
import type { LiveObject } from './liveObject.js';
import type { MenuRoot } from './menuRoot.js';
import type { ExecuteAnswer, ResolveAnswer, ResponseObject } from './responseObject.js';
import type { StartObject } from './startObject.js';

const clock: ContentItem = {
  type: 'space',
  layout: '9,0,3,1',
  alignment: 'right|title-center',
  titleFooter: '-',
  progress: -1,
  live: {
    type: 'schedule',
    from: 1_700_000_000_000,
    to: 1_700_000_600_000,
    coming: { titleFooter: 'soon', action: 'info:Soon' },
    running: { quartile1: { progressColor: 'msx-red' }, complete: { titleFooter: 'done' } },
    execute: { action: 'content:http://host.test/show.json' },
  },
};

const film: TemplatedItem<'film'> = {
  title: 'The {br}Harbour',
  film: 'h-1',
  break: 'context:harbour',
  action: 'video:http://host.test/h.mp4',
  properties: {
    'resume:key': 'id',
    'control:type': 'extended',
    'button:content:action': 'panel:http://host.test/h.json',
    'button:play_pause:icon': 'play-arrow|pause',
    'trigger:50%': 'shot:execute:service:http://host.test/half',
    'tizen:stream:ADAPTIVE_INFO': 'FIXED_MAX_RESOLUTION=7680X4320',
    'shop:shelf': 'A 7',
    'shop:price': 7,
  },
  options: { headline: 'The Harbour', items: [{ layout: '0,0,8,1', type: 'control', action: 'back' }] },
};

const films: ContentRoot<'film'> = {
  type: 'list',
  flag: 'films',
  refocus: true,
  template: {
    type: 'separate',
    layout: '0,0,2,4',
    area: '0,1,12,5',
    film: 'none',
    selection: { action: 'update:content:overlay:note', data: { text: '{context:film}' } },
  },
  items: [film],
  header: { offset: '0,0,0,-0.5', items: [clock] },
  inserts: [{ position: 'offset:3', area: '0,0,12,2', items: [clock] }],
  overlay: { items: [{ type: 'space', layout: '0,5,12,1', color: '#123456' }] },
  ready: { action: '[cleanup|info:{txt:msx-red:Hello}]' },
};

const menu: MenuRoot = {
  headline: 'Films',
  style: 'flat',
  menu: [
    { label: 'All', icon: 'movie', data: films },
    { type: 'separator', lineColor: 'msx-gray' },
    { label: 'New', data: 'request:interaction:new', options: { pages: [{ items: [clock] }] } },
  ],
};

test('documents of every kind have their types, and are JSON', () => {
  const start: StartObject = {
    name: 'Films',
    version: '1.0.0',
    parameter: 'menu:request:interaction:init@{PREFIX}{SERVER}/tv/plugin.html',
    launcher: { icon: 'movie' },
  };
  const moved: MenuRoot = { reference: 'http://host.test/menu.json' };
  const answer: ResponseObject<ExecuteAnswer> = {
    response: { status: 200, data: { action: 'menu:data', data: menu } },
  };
  const refusal: ResponseObject<MenuRoot> = {
    response: { status: 404, text: 'Not Found', message: 'No such film' },
  };
  const resolved: ResolveAnswer = {
    url: 'plugin:http://host.test/player.html',
    properties: { 'control:dim': false },
  };
  const tracks: Playlist = {
    template: { type: 'separate', layout: '0,0,2,2' },
    items: [{ playerLabel: 'One', action: 'audio:http://host.test/1.mp3' }],
  };
  const all: Json[] = [start, moved, answer, refusal, resolved, tracks, menu, films];
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
});

/** Each is refused, for one reason. */
export const refused = {
  // @ts-expect-error -- misspelled
  misspelled: { menu: [{ lable: 'All' }] } satisfies MenuRoot,
  // @ts-expect-error -- without a template nothing plays
  untemplated: { items: [{ action: 'audio:http://host.test/1.mp3' }] } satisfies Playlist,
  // @ts-expect-error -- a menu item has no action
  menuAction: { menu: [{ label: 'All', action: 'back' }] } satisfies MenuRoot,
  // @ts-expect-error -- a logo is of menus
  logo: { logo: 'http://host.test/a.png', pages: [] } satisfies ContentRoot,
  // @ts-expect-error -- an item without a place
  placeless: { pages: [{ items: [{ title: 'A' }] }] } satisfies ContentRoot,
  // @ts-expect-error -- three numbers
  layout: { layout: '0,0,1' } satisfies ContentItem,
  // @ts-expect-error -- a templated item is placed by MSX
  placed: { template: { layout: '0,0,1,1' }, items: [{ layout: '0,0,1,1' }] } satisfies ContentRoot,
  // @ts-expect-error -- pages beside a template are ignored
  both: { template: { layout: '0,0,1,1' }, items: [], pages: [] } satisfies ContentRoot,
  // @ts-expect-error -- what MSX does not know is in properties
  own: { layout: '0,0,1,1', shelf: 'A 7' } satisfies ContentItem,
  // @ts-expect-error -- another name than the template's
  otherName: { template: { layout: '0,0,1,1' }, items: [{ flim: 'x' }] } satisfies ContentRoot<'film'>,
  // @ts-expect-error -- no such action
  action: { layout: '0,0,1,1', action: 'vidio:http://host.test/a.mp4' } satisfies ContentItem,
  // @ts-expect-error -- nothing behind it
  half: { layout: '0,0,1,1', action: 'video' } satisfies ContentItem,
  // @ts-expect-error -- no such filler
  filler: { layout: '0,0,1,1', imageFiller: 'contain' } satisfies ContentItem,
  // @ts-expect-error -- what lies over the pages can not be chosen
  overlay: { pages: [], overlay: { items: [{ type: 'button', layout: '0,0,1,1' }] } } satisfies ContentRoot,
  // @ts-expect-error -- no such value of a property of MSX
  control: { 'control:type': 'wide' } satisfies ExtendedProperties,
  // @ts-expect-error -- a trigger is an action
  trigger: { 'trigger:end': 'then what' } satisfies ExtendedProperties,
  // @ts-expect-error -- no such button
  button: { 'button:content:action': 'bakc' } satisfies ExtendedProperties,
  // @ts-expect-error -- properties are flat
  nested: { shop: { shelf: 'A 7' } } satisfies ExtendedProperties,
  // @ts-expect-error -- only a schedule has moments
  live: { type: 'lifetime', from: 0 } satisfies LiveObject,
  // @ts-expect-error -- a sub-state has no action
  quartile: { type: 'airtime', running: { quartile1: { action: 'back' } } } satisfies LiveObject,
  // @ts-expect-error -- an error says why
  silent: { response: { status: 404 } } satisfies ResponseObject<MenuRoot>,
  // @ts-expect-error -- starts with a kind of document
  start: { name: 'a', version: '1', parameter: 'http://host.test/menu.json' } satisfies StartObject,
};

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, toBase64Url } from './base64.js';
import type { Json, JsonObject } from './json.js';
import { tag } from './tag.js';
import type { TagOptions } from './tag.js';
import { originOf } from './url.js';

const ID = 'UziFFZs2f.Lr-_n Q&';
const Q = `device_id=${encodeURIComponent(ID)}`;
const PLUGIN = 'http://own/tv/plugin.html?config=kitchen';

const options = (changes: Partial<TagOptions> = {}): TagOptions => ({
  deviceId: ID,
  mayTag: (origin) => origin === 'http://own' || origin === 'http://[::1]:8080',
  pluginUrl: PLUGIN,
  documentUrl: 'http://own/gallery/menu.json',
  mode: 'links',
  tagImages: false,
  ...changes,
});
const tagAction = (action: string, changes?: Partial<TagOptions>) =>
  (tag({ items: [{ action }] }, options(changes)) as { items: { action: string }[] }).items[0]!.action;

describe('links', () => {
  it.each([
    ['content:http://own/a.json', `content:http://own/a.json?${Q}`],
    ['content:http://own/a.json?b=c#d>e', `content:http://own/a.json?b=c&${Q}#d>e`],
    ['content:http://own/a.json?device_id=other', `content:http://own/a.json?${Q}`],
    ['content:HTTP://OWN:80/a', `content:HTTP://OWN:80/a?${Q}`],
    ['audio:http://[::1]:8080/a.mp3', `audio:http://[::1]:8080/a.mp3?${Q}`],
    ['content:a.json', `content:http://own/gallery/a.json?${Q}`],
    ['content:../a.json', `content:http://own/a.json?${Q}`],
    ['content:/a.json', `content:http://own/a.json?${Q}`],
    ['content://own/a.json', `content:http://own/a.json?${Q}`],
    ['content:?page=2', `content:http://own/gallery/menu.json?page=2&${Q}`],
    ['content:http://own/{PLATFORM}.json?q={INPUT}', `content:http://own/{PLATFORM}.json?q={INPUT}&${Q}`],
    ['content:{PLATFORM}.json', 'content:{PLATFORM}.json'],
    ['content:lists/{PLATFORM}.json', `content:http://own/gallery/lists/{PLATFORM}.json?${Q}`],
    ['image:http://own/i.png', `image:http://own/i.png?${Q}`],
    ['execute:service:http://own/x', `execute:service:http://own/x?${Q}`],
    [
      'video:plugin:http://own/player.html?url=http://own/v.mp4',
      `video:plugin:http://own/player.html?url=http://own/v.mp4&${Q}`,
    ],
    ['[video:http://own/v|info:http://own/v]', `[video:http://own/v?${Q}|info:http://own/v]`],
  ])('%s becomes %s', (action, tagged) => expect(tagAction(action)).toBe(tagged));

  it.each([
    'content:http://evil.example/a',
    'content:http://own.evil.example/a',
    'content:http://own@evil.example/a',
    'content:http://evil.example\\@own/a',
    'content:http://own:8080/a',
    'content:https://own/a',
    'content:http://{HOST}/a',
    'content:ftp://own/a',
    'content:javascript:http://own/',
    'link:http://own/a',
    'link:window:http://own/a',
    'video:https://www.youtube.com/watch?v=1',
    'video:plugin:http://msx.benzac.de/plugins/youtube.html?id=1',
    'video:plugin:http://evil.example/player.html?url=http://own/v.mp4',
    'content:request:interaction:http://own/a@http://evil.example/p.html',
    'info:http://own/a',
  ])('%s stays', (action) => expect(tagAction(action)).toBe(action));

  it('a relative link: is made absolute, not tagged', () =>
    expect(tagAction('link:help.html')).toBe('link:http://own/gallery/help.html'));

  it.each([
    [
      'content:request:interaction:http://own/s?q={INPUT}|x@http://own/in.html',
      `content:request:interaction:http://own/s?q={INPUT}&${Q}|x@http://own/in.html`,
    ],
    [
      'content:request:interaction:http://own/s?u=http%3A%2F%2Fradio.example%2Flive@http://own/in.html',
      `content:request:interaction:http://own/s?u=http%3A%2F%2Fradio.example%2Flive&${Q}@http://own/in.html`,
    ],
    [
      'content:request:interaction:http://own/s{pipe}x',
      `content:request:interaction:http://own/s?${Q}{pipe}x`,
    ],
    [
      'content:request:interaction:http://evil.example/?u=http://own/s',
      'content:request:interaction:http://evil.example/?u=http://own/s',
    ],
  ])('URLs inside the data ID of %s', (action, tagged) => expect(tagAction(action)).toBe(tagged));

  it.each([
    'http://own/a.mp3,http://evil.example/b.mp3',
    'http://own/a.mp3;http://evil.example/b.mp3',
    'http://own/a.mp3&next=http://evil.example/b.mp3',
    'http://own/a?x=1&next=http://evil.example/b.mp3',
    'http://own/a.mp3$http://evil.example/b.mp3',
    'http://own/a.mp3 http://evil.example/b.mp3',
    'http://own/a.mp3|x|http://evil.example/b.mp3',
    'http://own/a.mp3%2Chttp://evil.example/b.mp3',
    'http://own/a.mp3%2Chttp%3A%2F%2Fevil.example/b.mp3',
    'HTTP://own/a.mp3,HTTPS://evil.example/b.mp3',
    'http://own/a.mp3,http://own.evil.example/b.mp3',
    'http://own/a.mp3@http://evil.example/p.html',
  ])('a request that names an address of somebody else, too, keeps its text: %s', (text) => {
    const action = `playlist:request:interaction:list:${text}@http://own/p.html`;
    expect(tagAction(action)).toBe(action);
  });

  it.each([
    'http://own/tv/plugin.html',
    'HTTP://OWN/tv/plugin.html',
    'http://own:80/tv/plugin.html',
    'http://own/tv/./plugin.html',
    'http://own/x/../tv/plugin.html#part',
    'http://own/tv/plugin.html?config=kitchen#x',
  ])('this page is not loaded twice by another spelling: %s', (page) =>
    expect(tagAction(`content:request:interaction:a@${page}`)).toBe(
      `content:request:interaction:a@${PLUGIN}`,
    ),
  );

  it('a page over https asks for documents and plugins by https, as MSX does, and leaves media alone', () => {
    const secure = {
      pluginUrl: 'https://own/tv/plugin.html',
      documentUrl: 'https://own/tv/menu.json',
      mayTag: (origin: string) => origin === 'https://own' || origin === 'https://own:8443',
    };
    expect(tagAction('content:http://own/a.json', secure)).toBe(`content:https://own/a.json?${Q}`);
    expect(tagAction('content:http://own:8443/a.json', secure)).toBe(`content:https://own:8443/a.json?${Q}`);
    expect(tagAction('content:request:interaction:a@http://own/tv/plugin.html', secure)).toBe(
      'content:request:interaction:a@https://own/tv/plugin.html',
    );
    expect(tagAction('video:http://own/a.mp4', secure)).toBe('video:http://own/a.mp4');
    expect(tagAction('content:http://evil.example/a.json', secure)).toBe(
      'content:http://evil.example/a.json',
    );
  });

  it.each([
    ['content:request:interaction:status@plugin.html', `content:request:interaction:status@${PLUGIN}`],
    [
      'content:request:interaction:status@http://own/tv/plugin.html>x',
      `content:request:interaction:status@${PLUGIN}>x`,
    ],
    [
      'content:request:interaction:status@/tv/plugin.html?config=bath',
      'content:request:interaction:status@http://own/tv/plugin.html?config=bath',
    ],
  ])('a request to this very page keeps its address: %s', (action, tagged) =>
    expect(tagAction(action, { documentUrl: 'http://own/tv/menu.json' })).toBe(tagged),
  );

  it('without a device ID, links only become absolute', () => {
    expect(tagAction('content:a.json', { deviceId: null })).toBe('content:http://own/gallery/a.json');
    expect(tagAction('content:http://own/a', { deviceId: null })).toBe('content:http://own/a');
  });
  it('with tagging off, links only become absolute', () => {
    expect(tagAction('content:a.json', { mode: 'off' })).toBe('content:http://own/gallery/a.json');
    expect(tagAction('content:http://own/a', { mode: 'off' })).toBe('content:http://own/a');
  });
});

describe('where links stand', () => {
  const action = 'content:http://own/a';
  const tagged = `content:http://own/a?${Q}`;
  const own = 'http://own/a';
  const ownTagged = `http://own/a?${Q}`;
  const places: [string, (a: string, url: string) => Json][] = [
    ['menu[].data', (_, url) => ({ menu: [{ data: url }] })],
    ['menu[].data with a request', (_, url) => ({ menu: [{ data: `request:interaction:${url}` }] })],
    ['menu[].data with a content page', (a) => ({ menu: [{ data: { items: [{ action: a }] } }] })],
    ['reference', (_, url) => ({ reference: url, menu: [] })],
    ['dictionary', (_, url) => ({ dictionary: url })],
    ['the start action', (a) => ({ action: a })],
    ["the start action's data", (a) => ({ action: 'content:data', data: { items: [{ action: a }] } })],
    ['ready', (a) => ({ ready: { action: a } })],
    ['options of a menu', (a) => ({ options: { items: [{ action: a }] } })],
    ['options of a menu item', (a) => ({ menu: [{ options: { pages: [{ items: [{ action: a }] }] } }] })],
    ['template', (a) => ({ template: { action: a }, items: [] })],
    ['pages', (a) => ({ pages: [{ items: [{ action: a }] }] })],
    ["a page's action", (a) => ({ pages: [{ action: a, items: [] }] })],
    ['header', (a) => ({ header: { items: [{ action: a }] } })],
    ['footer', (a) => ({ footer: { items: [{ action: a }] } })],
    ['overlay', (a) => ({ overlay: { items: [{ action: a }] } })],
    ['underlay', (a) => ({ underlay: { items: [{ action: a }] } })],
    ['inserts', (a) => ({ inserts: [{ items: [{ action: a }] }] })],
    ['selection', (a) => ({ items: [{ selection: { action: a } }] })],
    [
      'live',
      (a) => ({ items: [{ live: { type: 'airtime', airing: { action: a }, states: [{ action: a }] } }] }),
    ],
    [
      'a panel in an item',
      (a) => ({ items: [{ action: 'panel:data', data: { pages: [{ items: [{ action: a }] }] } }] }),
    ],
    [
      'a playlist in an item',
      (a) => ({ items: [{ action: '[cleanup|playlist:auto:data]', data: { items: [{ action: a }] } }] }),
    ],
    [
      "a panel in an item whose action is the template's",
      (a) => ({ template: { action: 'panel:data' }, items: [{ data: { items: [{ action: a }] } }] }),
    ],
    [
      'a list of actions in data',
      (a) => ({ items: [{ action: 'data', data: { actions: [{ action: a }] } }] }),
    ],
    ['an update of an item', (a) => ({ items: [{ action: 'update:content:x', data: { action: a } }] })],
    ['the action behind a code', (a) => ({ items: [{ action: 'enter:1234', data: { action: a } }] })],
    ['a start parameter', (a) => ({ items: [{ action: 'start', data: { parameter: a } }] })],
    ['a trigger', (a) => ({ items: [{ properties: { 'trigger:load': a } }] })],
    ['a trigger that fires once', (a) => ({ items: [{ properties: { 'trigger:10': `shot:${a}` } }] })],
    ['a button', (a) => ({ items: [{ properties: { 'button:content:action': a } }] })],
    ['the control action', (a) => ({ items: [{ properties: { 'control:action': a } }] })],
    ['the image trigger', (a) => ({ items: [{ properties: { 'image:trigger': a } }] })],
    [
      "a plugin's own property that is an action",
      (a) => ({ items: [{ properties: { 'live:channel': a } }] }),
    ],
    [
      'the request before an answer is executed',
      (_, url) => ({
        items: [{ action: 'execute:response:silent:http://evil.example/', data: { requestAction: url } }],
      }),
    ],
    [
      'a button of the player that is set up',
      (a) => ({
        items: [{ action: '[player:button:content:setup|info:x]', data: { icon: 'list', action: a } }],
      }),
    ],
    [
      'what another app is to play',
      (_, url) => ({
        items: [{ action: 'system:tvx:launch:org.videolan.vlc', data: { id: 'x', uri: url } }],
      }),
    ],
    ['where a film was left', (_, url) => ({ items: [{ action: `resume:clear:${url}` }] })],
    ['the track that a live object follows', (_, url) => ({ items: [{ live: { source: `url:${url}` } }] })],
    ['… or that can be resumed', (_, url) => ({ items: [{ live: { source: `resume:url:${url}` } }] })],
    [
      "subtitles of Samsung's player",
      (_, url) => ({ items: [{ properties: { 'tizen:subtitle:url': url } }] }),
    ],
    [
      'the picture that an action takes from its item',
      (_, url) => ({ items: [{ action: 'image:context', image: url }] }),
    ],
    ['a wrapped response', (a) => ({ response: { status: 200, data: { items: [{ action: a }] } } })],
    [
      'an answer to execute',
      (a) => ({
        response: {
          status: 200,
          data: { action: 'menu:data', data: { menu: [{ options: { items: [{ action: a }] } }] } },
        },
      }),
    ],
    ['an image to be resolved', (_, url) => ({ items: [{ image: `resolve:${url}` }] })],
  ];
  it.each(places)('%s', (_name, make) => {
    const before = make(action, own);
    const frozen = JSON.stringify(before);
    expect(tag(before, options())).toEqual(make(tagged, ownTagged));
    expect(JSON.stringify(before)).toBe(frozen);
  });

  it.each([
    ['http://own/html5x.html', true],
    ['html5x.html', true],
    ['http://evil.example/html5x.html', false],
  ])('subtitles for the player page %s', (page, isOwn) => {
    const properties = { 'html5x:subtitle:en:English': own };
    const { items } = tag({ items: [{ action: `video:plugin:${page}?url=x`, properties }] }, options()) as {
      items: { properties: typeof properties }[];
    };
    expect(items[0]!.properties['html5x:subtitle:en:English']).toBe(isOwn ? ownTagged : own);
  });

  it.each([
    'resume:clear',
    'resume:clear:an_item',
    'resume:clear:context:films',
    'resume:clear:http://evil.example/a',
  ])('what names no address of one’s own stays: %s', (clear) => expect(tagAction(clear)).toBe(clear));

  it('base64 documents, in whatever depth', () => {
    const inner = (a: string) => toBase64(JSON.stringify({ headline: 'Grüße', items: [{ action: a }] }));
    expect(tagAction(`content:json:${inner(`panel:json:${inner(action)}`)}`)).toBe(
      `content:json:${inner(`panel:json:${inner(tagged)}`)}`,
    );
    expect(tagAction(`content:json:${inner('content:http://evil.example/')}`)).toBe(
      `content:json:${inner('content:http://evil.example/')}`,
    );
    expect(tagAction('content:json:*')).toBe('content:json:*');
  });

  it('freight for a server or a plugin is not touched', () => {
    const freight = { action, url: own, items: [{ action }] };
    for (const sender of ['execute:http://evil.example/', 'interaction:commit', 'event:x', undefined]) {
      const document: Json = { items: [{ ...(sender ? { action: sender } : {}), data: freight }] };
      expect(tag(document, options())).toBe(document);
    }
  });

  it('free properties that are not actions are not touched, nor anything unknown', () => {
    const document: Json = {
      items: [
        {
          title: action,
          properties: {
            'makapix:channel': 'all',
            'note': 'video: my holiday',
            'info:text': action.slice(8),
            'n': 3,
          },
          custom: { action },
        },
      ],
    };
    expect(tag(document, options())).toBe(document);
  });

  it('survives anything that is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => void tag(document as Json, options({ mode: 'deep' }))),
    );
  });
});

describe('what an item brings for its template', () => {
  const tagItem = (template: Json, item: Json): Json =>
    (tag({ template, items: [item] }, options()) as { items: Json[] }).items[0]!;
  const item = { url: 'http://own/a.mp4' };

  it.each([
    ['a plugin of somebody else', 'panel:request:interaction:{context:url}@http://evil.example/p.html'],
    ['a player page of somebody else', 'video:plugin:http://evil.example/p.html?u={context:url}'],
    ['a text', 'info:{context:url}'],
    ['a server of somebody else', 'execute:http://evil.example/?u={context:url}'],
  ])('stays as it is where %s gets it, even where a link does so, too', (_who, action) => {
    const properties = { 'trigger:complete': action, 'trigger:load': 'execute:{context:url}' };
    expect(tagItem({ properties }, item)).toEqual(item);
    expect(tagItem({ properties: { 'trigger:complete': action } }, item)).toEqual(item);
  });

  it('stays as it is where a server of somebody else gets it as freight', () =>
    expect(
      tagItem(
        {
          properties: { 'trigger:load': 'execute:{context:url}' },
          options: { items: [{ action: 'execute:http://evil.example/', data: { u: '{context:url}' } }] },
        },
        item,
      ),
    ).toEqual(item));

  it.each(['__proto__', 'constructor', 'toString'])('may have any name: %s', (name) => {
    const own = JSON.parse(`{"${name}": "http://own/a"}`) as Json;
    const tagged = tagItem({ properties: { 'trigger:load': `execute:{context:${name}}` } }, own);
    expect(JSON.stringify(tagged)).toBe(`{"${name}":"http://own/a?${Q}"}`);
  });

  it.each([
    [['a.mp4'], 'http://own/{context:file}?'],
    [['a.mp4?b=c'], 'http://own/{context:file}&'],
    [['a.mp4', 'b.mp4?c=d'], null],
    [['a.mp4#b'], null],
  ])('may be a part of an address: %j', (files, start) => {
    const action = 'execute:http://own/{context:file}';
    const { template } = tag(
      { template: { properties: { 'trigger:load': action } }, items: files.map((file) => ({ file })) },
      options(),
    ) as { template: { properties: Record<string, string> } };
    expect(template.properties['trigger:load']).toBe(start === null ? action : `execute:${start}${Q}`);
  });

  it('never hands the ID to anybody else, whatever a template does with it', () => {
    const host = fc.constantFrom('http://own/', 'http://evil.example/', 'https://own.evil.example/');
    const value = fc.constantFrom('http://own/a.mp4', 'http://own/a?b=c', 'video:http://own/a.mp4', 'a.json');
    const key = fc.constantFrom('url', 'link', '__proto__', 'image', 'action');
    const use = fc.tuple(key, host, fc.nat(9)).map(([name, at, form]) => {
      const it = `{context:${name}}`;
      return [
        `video:${it}`,
        `content:${it}`,
        it,
        `execute:${at}?u=${it}`,
        `video:plugin:${at}p.html?u=${it}`,
        `panel:request:interaction:${it}@${at}p.html`,
        `panel:request:interaction:list:${it},${at}b.mp3@http://own/p.html`,
        `info:${it}`,
        `[video:${it}|execute:${at}${it}]`,
        `audio:${at}${it}`,
      ][form]!;
    });
    const fill = (text: string, from: Record<string, string>) =>
      text.replace(/\{context:(\w+)\}/g, (all, name: string) =>
        Object.prototype.hasOwnProperty.call(from, name) ? from[name]! : all,
      );
    fc.assert(
      fc.property(
        fc.dictionary(key, value),
        fc.array(use, { minLength: 1, maxLength: 4 }),
        fc.constantFrom<TagOptions['mode']>('links', 'deep'),
        fc.boolean(),
        (values, uses, mode, tagImages) => {
          const document = {
            template: {
              properties: Object.fromEntries(uses.map((one, i) => [`trigger:${i}`, one])),
              data: { text: uses[0]! },
            },
            items: [values],
          };
          const { template, items } = tag(document, options({ mode, tagImages })) as {
            template: { properties: Record<string, string>; data: { text: string } };
            items: Record<string, string>[];
          };
          const filled = Object.values(template.properties)
            .concat(template.data.text)
            .map((text) => fill(text, items[0]!));
          // What holds an address of somebody else goes to somebody else, or may.
          for (const text of filled.flatMap((one) => one.replace(/^\[|\]$/g, '').split('|')))
            if (text.includes('evil.example')) expect(text).not.toContain(Q);
          expect(template.data.text).not.toContain(Q);
          expect(fill(template.data.text, items[0]!)).not.toContain(Q);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('templates', () => {
  it.each([
    ['content:{context:link}', 'a.json>x', `http://own/gallery/a.json?${Q}>x`],
    ['content:{context:link}', 'user:http://own/a', `user:http://own/a?${Q}`],
    ['[video:{context:link}|info:x]', 'http://own/v', `http://own/v?${Q}`],
    ['video:plugin:{context:link}', 'http://own/p.html', `http://own/p.html?${Q}`],
    ['content:{context:link|none}', 'http://own/a', `http://own/a?${Q}`],
    ['content:{context:link}', 'http://evil.example/', 'http://evil.example/'],
    ['link:{context:link}', 'http://own/', 'http://own/'],
    ['{context:link}', 'content:http://own/a', `content:http://own/a?${Q}`],
    ['content:{context:link}', 'data', 'data'],
  ])('%s takes the link %s from the item', (action, link, tagged) => {
    expect(tag({ template: { action }, items: [{ link, other: link }] }, options())).toEqual({
      template: { action },
      items: [{ link: tagged, other: link }],
    });
  });
  it('may have the link themselves', () =>
    expect(
      tag({ template: { action: 'video:{context:v}', v: 'v.mp4' }, items: [{}] }, options()),
    ).toMatchObject({
      template: { v: `http://own/gallery/v.mp4?${Q}` },
    }));
  it('take links into triggers and pictures from the item', () => {
    const template = { image: '{context:cover}', properties: { 'trigger:load': 'execute:{context:ping}' } };
    expect(tag({ template, items: [{ cover: 'c.png', ping: 'http://own/p' }] }, options())).toEqual({
      template,
      items: [{ cover: 'http://own/gallery/c.png', ping: `http://own/p?${Q}` }],
    });
  });
  it('take links into a document in their data from the item', () => {
    const data = {
      pages: [
        {
          items: [
            { action: 'video:{context:film}', live: { running: { action: 'content:{context:page}' } } },
          ],
        },
      ],
    };
    const template = { action: 'panel:data', data };
    expect(tag({ template, items: [{ film: 'f.mp4', page: 'p.json' }] }, options())).toEqual({
      template,
      items: [{ film: `http://own/gallery/f.mp4?${Q}`, page: `http://own/gallery/p.json?${Q}` }],
    });
  });
  it('keep what the item only completes', () =>
    expect(
      tag(
        { template: { action: 'content:http://own/a?id={context:id}' }, items: [{ id: 'http://own/x' }] },
        options(),
      ),
    ).toEqual({
      template: { action: `content:http://own/a?id={context:id}&${Q}` },
      items: [{ id: 'http://own/x' }],
    }));
  it('of another list do not matter', () => {
    const document: Json = {
      pages: [
        { template: { action: 'content:{context:link}' }, items: [] },
        { items: [{ link: 'http://own/' }] },
      ],
    };
    expect(tag(document, options())).toBe(document);
  });
});

describe('pictures', () => {
  const document = (url: string): Json => ({
    logo: url,
    background: url,
    items: [
      { image: url, background: url, selection: { background: url }, properties: { 'info:image': url } },
    ],
  });
  it('are made absolute in every mode', () => {
    for (const mode of ['links', 'deep', 'off'] as const)
      expect(tag(document('i.png'), options({ mode }))).toEqual(document('http://own/gallery/i.png'));
  });
  it('are tagged only when asked for', () => {
    expect(tag(document('http://own/i.png'), options())).toEqual(document('http://own/i.png'));
    expect(tag(document('http://own/i.png'), options({ tagImages: true }))).toEqual(
      document(`http://own/i.png?${Q}`),
    );
    expect(tag(document('http://evil.example/i.png'), options({ tagImages: true }))).toEqual(
      document('http://evil.example/i.png'),
    );
  });
  it.each(['none', 'default', 'context', '', '{context:x}', 'data:image/png;base64,xx'])(
    '%j is not a relative link',
    (word) => expect(tag(document(word), options({ tagImages: true }))).toEqual(document(word)),
  );
});

describe('deep', () => {
  const request = (url: string) => `request:interaction:page:${url}@${PLUGIN}`;
  const encoded = (url: string) => request(toBase64Url(url));
  it.each([
    ['content:a.json>x', `content:${request('http://own/gallery/a.json')}>x`],
    ['menu:http://own/m', `menu:${request('http://own/m')}`],
    ['panel:http://own/p', `panel:${request('http://own/p')}`],
    ['playlist:auto:http://own/p', `playlist:auto:${request('http://own/p')}`],
    ['slideshow:http://own/p', `slideshow:${request('http://own/p')}`],
    ['player:content:http://own/p', `player:content:${request('http://own/p')}`],
    ['replace:content:f:http://own/p', `replace:content:f:${request('http://own/p')}`],
    [
      'content:http://own/a?p={PLATFORM}',
      `content:request:interaction:page:http://own/a?p={PLATFORM}@${PLUGIN}`,
    ],
    ['content:http://own/a|b', `content:${encoded('http://own/a|b')}`],
    ['content:Käse.json>x', `content:${encoded('http://own/gallery/Käse.json')}>x`],
    ['content:user:http://own/a', `content:user:http://own/a?${Q}`],
    ['content:http://evil.example/a', 'content:http://evil.example/a'],
    ['dictionary:http://own/d', `dictionary:http://own/d?${Q}`],
    ['video:http://own/v', `video:http://own/v?${Q}`],
  ])('%s becomes %s', (action, deep) => expect(tagAction(action, { mode: 'deep' })).toBe(deep));

  it('reaches menu items, references and links that items bring', () => {
    expect(tag({ reference: 'r.json', menu: [{ data: 'a.json>x' }] }, options({ mode: 'deep' }))).toEqual({
      reference: request('http://own/gallery/r.json'),
      menu: [{ data: `${request('http://own/gallery/a.json')}>x` }],
    });
    expect(
      tag(
        { template: { action: 'content:{context:l}' }, items: [{ l: 'a.json' }] },
        options({ mode: 'deep' }),
      ),
    ).toMatchObject({
      items: [{ l: request('http://own/gallery/a.json') }],
    });
  });
  it('works without a device ID: relative links of nested documents need it', () =>
    expect(tagAction('content:a.json', { mode: 'deep', deviceId: null })).toBe(
      `content:${request('http://own/gallery/a.json')}`,
    ));

  const triggers = { if: 'makapix:post_id', slide: 'hand:slide', track: 'hand:track' };
  const POST = { 'makapix:post_id': 1 };
  const withTriggers = (document: Json) => tag(document, options({ mode: 'deep', triggers }));
  it.each<[string, string | undefined, JsonObject]>([
    ['a picture', 'image:a.png', { 'image:trigger': 'hand:slide' }],
    ['a video', 'video:a.mp4', { 'trigger:start': 'hand:track' }],
    ['a sound that plays behind', 'audio:auto:a.mp3', { 'trigger:start': 'hand:track' }],
    ['a picture in a list of actions', '[image:a.png|info:x]', { 'image:trigger': 'hand:slide' }],
    ['a page', 'content:a.json', {}],
    [
      'an action that is not known',
      '{context:act}',
      { 'image:trigger': 'hand:slide', 'trigger:start': 'hand:track' },
    ],
    ['no action', undefined, { 'image:trigger': 'hand:slide', 'trigger:start': 'hand:track' }],
  ])('lets an item with a post id tell the plugin that it is on screen: %s', (_what, action, added) => {
    const item = { ...(action === undefined ? {} : { action }), properties: POST };
    const [told] = (withTriggers({ items: [item] }) as { items: JsonObject[] }).items;
    expect(told!.properties).toEqual({ ...POST, ...added });
  });
  it.each([
    ['info:x', '[info:x|hand:slide]'],
    ['[info:x|info:y]', '[info:x|info:y|hand:slide]'],
    ['interaction:commit:slider', 'hand:slide'],
    ['[info:x|interaction:commit:slider]', '[info:x|hand:slide]'],
    ['execute:service:slider:silent:request:interaction:slide@http://other/plugin.html', 'hand:slide'],
    ['execute:service:slider:silent:request:interaction:slide', 'hand:slide'],
    ['hand:slide', 'hand:slide'],
  ])(
    'puts that beside a trigger of the item’s own, in the place of one that hands the slide over: %s',
    (own, both) => {
      const properties = { ...POST, 'image:trigger': own };
      expect(withTriggers({ items: [{ action: 'image:a.png', properties }] })).toMatchObject({
        items: [{ properties: { 'image:trigger': both } }],
      });
    },
  );
  it('puts it into the template where the items have no properties of their own, so that MSX fills those in', () => {
    expect(
      withTriggers({
        template: { action: 'image:a.png', properties: { 'makapix:post_id': '{context:pid}' } },
        items: [
          { pid: '7' },
          { pid: '8', properties: { 'makapix:post_id': '{context:pid}' } },
          { properties: {} },
        ],
      }),
    ).toMatchObject({
      template: { properties: { 'makapix:post_id': '{context:pid}', 'image:trigger': 'hand:slide' } },
      items: [
        { pid: '7' },
        // An item's own properties take the place of the template's: it needs its own trigger.
        { pid: '8', properties: { 'makapix:post_id': '{context:pid}', 'image:trigger': 'hand:slide' } },
        { properties: {} },
      ],
    });
  });
  it('leaves items without a post id, and other modes', () => {
    const without: Json = { items: [{ action: 'image:a', properties: { a: 'b' } }] };
    expect(
      tag(without, options({ mode: 'deep', deviceId: null, triggers, mayTag: () => false })),
    ).toMatchObject({
      items: [{ properties: { a: 'b' } }],
    });
    expect(tag({ items: [{ properties: POST }] }, options({ triggers }))).toEqual({
      items: [{ properties: POST }],
    });
  });
});

describe('for any document', () => {
  const host = fc.constantFrom(
    'http://own',
    'http://OWN:80',
    'http://[::1]:8080',
    'http://evil.example',
    'http://own.evil.example',
    'http://own@evil.example',
    'https://own',
  );
  const word = fc.stringMatching(/^[a-zA-Z0-9._~{}-]{1,8}$/);
  const url = fc
    .tuple(
      host,
      fc.array(word, { maxLength: 3 }),
      fc.array(word, { maxLength: 2 }),
      fc.option(word, { nil: undefined }),
    )
    .map(
      ([h, path, query, hash]) =>
        `${h}/${path.join('/')}${query.length ? '?' + query.join('&') : ''}${hash ? '#' + hash : ''}`,
    );
  const anAction = fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'content:',
          'menu:',
          'playlist:auto:',
          'video:',
          'audio:plugin:',
          'image:',
          'execute:',
          'link:',
          'replace:content:f:',
          'lazy:content:',
          'info:',
          'interaction:load:',
        ),
        url,
      )
      .map(([w, u]) => w + u),
    fc
      .array(
        fc.tuple(fc.constantFrom('content:', 'video:', 'info:'), url).map(([w, u]) => w + u),
        { maxLength: 3 },
      )
      .map((list) => `[${list.join('|')}]`),
    // Not with an @ in the URL, where MSX itself would see another plugin.
    url.filter((u) => !u.includes('@')).map((u) => `content:request:interaction:${u}`),
    url.map((u) => `content:json:${toBase64(JSON.stringify({ items: [{ action: `video:${u}` }] }))}`),
  );
  const { document } = fc.letrec<{ document: Json; item: Json }>((tie) => ({
    item: fc.record(
      {
        action: anAction,
        image: url,
        title: fc.string(),
        properties: fc.dictionary(fc.constantFrom('trigger:load', 'x', 'button:a:action'), anAction),
        link: url,
        data: fc.option<Json>(tie('document'), { maxDepth: 2, depthIdentifier: 'document' }),
      },
      { requiredKeys: [] },
    ),
    document: fc.record(
      {
        menu: fc.array(fc.record({ data: url })),
        items: fc.array(tie('item'), { maxLength: 3 }),
        template: tie('item'),
        pages: fc.array(fc.record({ items: fc.array(tie('item'), { maxLength: 2 }) }), { maxLength: 2 }),
        reference: url,
        action: anAction,
      },
      { requiredKeys: [] },
    ),
  }));

  const strip = (text: string) =>
    text.replace(/([?&])device_id=[^&#|>\]"]*(&)?/g, (_, before: string, next?: string) =>
      next ? before : '',
    );
  /** Every text of a document, with base64 documents opened. */
  const mapTexts = (json: Json, map: (text: string) => string): Json => {
    if (typeof json === 'string') {
      const inline = /^(.*json:)([\w+/=]+)$/.exec(json);
      if (inline)
        return (
          inline[1]! + toBase64(JSON.stringify(mapTexts(JSON.parse(fromBase64(inline[2]!)) as Json, map)))
        );
      return map(json);
    }
    if (Array.isArray(json)) return json.map((entry) => mapTexts(entry, map));
    if (json && typeof json === 'object')
      return Object.fromEntries<Json>(Object.entries(json).map(([k, v]) => [k, mapTexts(v, map)]));
    return json;
  };

  it('removing the device ID from the output gives the input', () => {
    fc.assert(
      fc.property(document, (before) => {
        expect(mapTexts(tag(before, options({ tagImages: true })), strip)).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
  it('tagging twice equals tagging once, in every mode', () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom('links' as const, 'deep' as const, 'off' as const),
        (before, mode) => {
          const once = tag(before, options({ mode }));
          expect(tag(once, options({ mode }))).toEqual(once);
        },
      ),
      { numRuns: 300 },
    );
  });
  it('no link of a foreign origin ever carries the ID', () => {
    fc.assert(
      fc.property(document, (before) => {
        mapTexts(tag(before, options({ tagImages: true })), (text) => {
          for (const part of text.split('|')) {
            const found = /https?:\/\/(?:\[[^\]]*\])?[^\]]*/i.exec(part)?.[0];
            if (!found) continue;
            const origin = originOf(found);
            if (origin !== 'http://own' && origin !== 'http://[::1]:8080')
              expect(part).not.toContain('device_id');
          }
          return text;
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('an address that is excepted', () => {
  const untagged = ['http://own/signed/*', 'http://[::1]:8080/one file?key=', 'https://bucket.example'];
  const mayTag = () => true;

  it.each([
    'content:http://own/signed/a.json?signature=1',
    'content:http://OWN:80/x/../signed/a.json',
    'content:http://own/x/%2E%2e\\signed/a.json',
    'content:http://own/sig\tned/a.json',
    'content:http://me@own/./signed/',
    'audio:http://[::1]:8080/one%20file?key=7',
    'audio:http://[::1]:8080/one file?key=7',
    'video:https://bucket.example?signature=1',
    'video:plugin:http://own/signed/player.html',
    'execute:service:https://bucket.example/x',
  ])('%s stays', (action) => expect(tagAction(action, { untagged, mayTag })).toBe(action));

  it.each([
    ['content:http://own/signed', `content:http://own/signed?${Q}`],
    ['content:http://own/unsigned/../a', `content:http://own/unsigned/../a?${Q}`],
    ['content:http://own/a?from=http://own/signed/', `content:http://own/a?from=http://own/signed/&${Q}`],
    ['audio:http://[::1]:8080/one file?id=7', `audio:http://[::1]:8080/one file?id=7&${Q}`],
    ['video:https://bucket.example.evil/', `video:https://bucket.example.evil/?${Q}`],
    ['image:http://own/half \ud800', `image:http://own/half \ud800?${Q}`],
  ])('%s does not begin like one', (action, tagged) =>
    expect(tagAction(action, { untagged, mayTag })).toBe(tagged),
  );

  it('is made absolute all the same', () =>
    expect(tagAction('content:../signed/a.json', { untagged })).toBe('content:http://own/signed/a.json'));

  it('stays a plain link in deep mode', () =>
    expect(tagAction('content:/signed/a.json', { untagged, mode: 'deep' })).toBe(
      'content:http://own/signed/a.json',
    ));

  it('is one by http and by https, since MSX may ask by either', () => {
    const secure = { pluginUrl: 'https://own/tv/plugin.html', mayTag, untagged };
    expect(tagAction('content:http://own/signed/a.json', secure)).toBe('content:http://own/signed/a.json');
    expect(tagAction('content:https://own/signed/a.json', secure)).toBe('content:https://own/signed/a.json');
    expect(tagAction('video:http://bucket.example/a', secure)).toBe('video:http://bucket.example/a');
  });

  it('never gets the ID, whichever way a browser would read it as that', () => {
    const inCase = (text: string) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((isUpper) =>
          text.replace(/\w/g, (letter, i: number) => (isUpper[i] ? letter.toUpperCase() : letter)),
        );
    const word = fc.stringMatching(/^[a-zé{}_~;,=:$&'()-]([a-z0-9 é]{0,4}[a-z0-9é{}])?$/);
    const slash = fc.constantFrom('/', '\\');
    const asBrowsersSay = (text: string) => {
      const { origin, pathname, search } = new URL(text);
      return origin + pathname + search;
    };
    const dots = fc.constantFrom('..', '.%2e', '%2E.', '%2e%2E');
    const detour = fc.oneof(
      fc.tuple(fc.constantFrom('.', '%2e'), slash).map((parts) => parts.join('')),
      fc.tuple(word, slash, dots, slash).map((parts) => parts.join('')),
    );
    /** A folder's name may be spelled with or without percent signs. */
    const folders = fc.array(
      word.chain((name) =>
        fc.record({ name: fc.constant(name), as: fc.constantFrom(name, encodeURI(name)) }),
      ),
      { maxLength: 3 },
    );
    const address = fc
      .record({
        scheme: fc.constantFrom('http', 'https'),
        isPortSaid: fc.boolean(),
        folders,
        user: fc.constantFrom('', 'me@', 'me:secret@'),
        detours: fc.array(detour, { minLength: 4, maxLength: 4 }),
        rest: fc.tuple(
          fc.array(word, { maxLength: 2 }),
          fc.constantFrom('', '?key=1', '#top', '?a=b&c=../d'),
        ),
        star: fc.constantFrom('', '*'),
      })
      .chain((parts) =>
        fc.record({
          parts: fc.constant(parts),
          scheme: inCase(parts.scheme),
          host: inCase('bucket.example'),
        }),
      )
      .map(({ parts, scheme, host }) => {
        const { folders: path, detours, rest } = parts;
        const port = parts.isPortSaid ? (parts.scheme === 'http' ? ':80' : ':443') : '';
        const spelled = path.map(({ as }, i) => `${detours[i + 1]!}${as}/`).join('');
        return {
          entry: `${parts.scheme}://bucket.example/${path.map(({ name }) => `${name}/`).join('')}${parts.star}`,
          url: `${scheme}://${parts.user}${host}${port}/${detours[0]!}${spelled}${rest[0].join('/')}${rest[1]}`,
        };
      });
    fc.assert(
      fc.property(address, fc.constantFrom('links' as const, 'deep' as const), ({ entry, url }, mode) => {
        expect(asBrowsersSay(url).indexOf(asBrowsersSay(entry.replace('*', '')))).toBe(0);
        const changes = { untagged: [entry], mayTag, mode, tagImages: true };
        for (const action of [`content:${url}`, `video:${url}`, `execute:${url}`])
          expect(tagAction(action, changes)).toBe(action);
        expect(tag({ image: url, menu: [{ data: url }] }, options(changes))).toEqual({
          image: url,
          menu: [{ data: url }],
        });
      }),
      { numRuns: 500 },
    );
  });
});

const real = resolve(import.meta.dirname, '../../../shared/msx-documents');
describe.skipIf(!existsSync(real))('the real documents', () => {
  const files = existsSync(real)
    ? (readdirSync(real, { recursive: true }) as string[]).filter((file) => file.endsWith('.json'))
    : [];
  it.each(files)('%s: every link of its author is tagged, nothing else changes', (file) => {
    const before = JSON.parse(readFileSync(join(real, file), 'utf8')) as Json;
    const text = JSON.stringify(before);
    const after = JSON.stringify(
      tag(
        before,
        options({ mayTag: (origin) => /\/\/msx\.benzac\.de$/.test(origin), tagImages: true, deviceId: 'X' }),
      ),
    );
    expect(JSON.stringify(before)).toBe(text);
    expect(after.replace(/[?&]device_id=X/g, '')).toBe(text);
    // Every URL of that host that is a link: those in texts that people read, and those behind link:, are not.
    const untagged = [...after.matchAll(/"(?:action|data|image|background|reference|logo)":"([^"]*)"/g)]
      .map((match) => match[1]!)
      .filter((value) => !value.includes('link:'))
      .flatMap((value) => value.match(/https?:\/\/msx\.benzac\.de\/[^\s"|>\]]*/g) ?? [])
      .filter((link) => !link.includes('device_id=X'));
    expect(untagged).toEqual([]);
  });
});

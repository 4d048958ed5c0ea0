import { describe, expect, it } from 'vitest';
import { mapAction, type Link } from '../msx/action.js';
import { toBase64 } from '../msx/base64.js';
import { createTagger } from '../msx/createTagger.js';
import type { Json } from '../msx/json.js';
import { walkDocument } from '../msx/walkDocument.js';
import { ownRequest } from './ownRequest.js';
import { withOwnPages } from './withOwnPages.js';

const PLUGIN = 'http://own/tv/plugin.html';
const same = ({ text }: Link) => text;
const rewritten = (action: string): string => {
  const map = withOwnPages<undefined>(same, PLUGIN);
  return mapAction(action, (link) => map(link, undefined));
};
const inDocument = (document: Json): Json =>
  walkDocument(document, {
    mapLink: withOwnPages<Json[]>(same, PLUGIN),
    isOwnPlayer: () => false,
    triggers: null,
  });

describe('a request to a plugin of MSX that has a page of ours', () => {
  it.each([
    [
      'content:request:interaction:http://own/s?q={INPUT}|search:3|en|Search@http://msx.benzac.de/interaction/input.html',
      `content:request:interaction:input:http://own/s?q={INPUT}|search:3|en|Search@${PLUGIN}`,
    ],
    [
      'content:request:interaction:http://own/c?o={OFFSET}&l={LIMIT}|40@https://msx.benzac.de/interaction/paging.html',
      `content:request:interaction:paging:http://own/c?o={OFFSET}&l={LIMIT}|40@${PLUGIN}`,
    ],
    [
      'content:request:interaction:http://own/s?u=a@b&q={INPUT}@HTTP://msx.benzac.de/interaction/input.html>key3',
      `content:request:interaction:input:http://own/s?u=a@b&q={INPUT}@${PLUGIN}>key3`,
    ],
    [
      '[info:x|replace:content:f:request:interaction:http://own/s@http://msx.benzac.de/interaction/input.html]',
      `[info:x|replace:content:f:request:interaction:input:http://own/s@${PLUGIN}]`,
    ],
  ])('goes to ours: %s', (action, expected) => {
    expect(rewritten(action)).toBe(expected);
  });

  it.each([
    'content:request:interaction:x@http://msx.benzac.de/interaction/live.html',
    'content:request:interaction:x@http://msx.benzac.de/interaction/input.html?x=1',
    'content:request:interaction:x@http://msx.benzac.de.example/interaction/input.html',
    'content:request:interaction:x@http://other/interaction/input.html',
    'content:request:interaction:x@http://other/a.html@http://msx.benzac.de/interaction/input.html',
    'content:request:interaction:x',
    'link:http://msx.benzac.de/interaction/input.html',
    `content:request:interaction:init@${PLUGIN}`,
  ])('is left alone where it is not one: %s', (action) => {
    expect(rewritten(action)).toBe(action);
  });

  it('leaves the request after it alone', () => {
    const others = 'content:request:interaction:x@http://other/a.html';
    const ours = 'content:request:interaction:x@http://msx.benzac.de/interaction/input.html';
    expect(rewritten(`[${ours}|${others}|content:request:interaction:y]`)).toBe(
      `[content:request:interaction:input:x@${PLUGIN}|${others}|content:request:interaction:y]`,
    );
  });

  it('is found in menus, in items, and in documents within documents', () => {
    const request = 'request:interaction:http://own/s@http://msx.benzac.de/interaction/input.html';
    const own = `request:interaction:input:http://own/s@${PLUGIN}`;
    const page = (action: string) => ({ pages: [{ items: [{ action: `content:${action}` }] }] });
    expect(
      inDocument({
        menu: [
          { data: request },
          { data: page(request) },
          { data: { items: [{ action: `content:json:${toBase64(JSON.stringify(page(request)))}` }] } },
        ],
      }),
    ).toEqual({
      menu: [
        { data: own },
        { data: page(own) },
        { data: { items: [{ action: `content:json:${toBase64(JSON.stringify(page(own)))}` }] } },
      ],
    });
  });

  it('gets the device ID like any request to the page itself', () => {
    const { tagDocument } = createTagger({
      deviceId: '1',
      mayTag: (origin) => origin === 'http://own',
      pluginUrl: PLUGIN,
      mode: 'deep',
      tagImages: false,
      around: withOwnPages,
    });
    const data = (url: string) => ({
      menu: [
        {
          data: `request:interaction:${url}?q={INPUT}|search|en@http://msx.benzac.de/interaction/input.html`,
        },
      ],
    });
    expect(tagDocument(data('http://own/s'), 'http://own/menu.json')).toEqual({
      menu: [{ data: `request:interaction:input:http://own/s?q={INPUT}&device_id=1|search|en@${PLUGIN}` }],
    });
    expect(tagDocument(data('http://other/s'), 'http://own/menu.json')).toEqual({
      menu: [{ data: `request:interaction:input:http://other/s?q={INPUT}|search|en@${PLUGIN}` }],
    });
  });

  it('is understood as well where a template has left its text to the items', () => {
    const template = {
      action: 'content:request:interaction:{context:what}@http://msx.benzac.de/interaction/input.html',
    };
    const what = 'http://own/s?q={INPUT}|search';
    expect(inDocument({ template, items: [{ what }] })).toMatchObject({
      template: { action: `content:request:interaction:{context:what}@${PLUGIN}` },
    });
    expect(ownRequest(what)).toBe(`input:${what}`);
    expect(ownRequest('http://own/c?o={OFFSET}|20')).toBe('paging:http://own/c?o={OFFSET}|20');
    expect(ownRequest('init')).toBe('init');
  });
});

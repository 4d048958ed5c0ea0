import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapAction, type Link } from './action.js';
import { toBase64Url } from './base64.js';
import { pageRequest, readPageRequest, type PageKind } from './pageRequest.js';

const URL_ = 'http://host/a.json?b=c';
const TEMPLATE = 'http://host/{context:file}?b=c';
const ODD = 'http://host/a|b.json';
const PLUGIN = 'http://host/tv/plugin.html';
const KINDS = ['menu', 'content', 'panel', 'playlist', 'slideshow'] as const;

/** Addresses with much of what means something in an action. */
const address = fc
  .tuple(
    fc.constantFrom('http://', 'https://', 'HTTP://'),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          'host',
          'page:',
          'menu:',
          'request:interaction:',
          '@http://x',
          'http://',
          '%7C',
          '?',
          '&',
        ),
        fc.constantFrom(
          '@',
          '|',
          '>',
          '[',
          ']',
          '}',
          ' ',
          '\t',
          '\n',
          '"',
          "'",
          '#',
          '\\',
          '<',
          '`',
          '^',
          ',',
          ':',
          '/',
        ),
        fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => text.replace(/\{/g, '')),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([scheme, rest]) => scheme + rest.join(''));

/** A path with placeholders, as a template has it. */
const template = fc
  .array(fc.constantFrom('{context:file}', '{INPUT}', '{PLATFORM}', 'a', '/', '.json', '?b=', '&c=', '%20'), {
    maxLength: 8,
  })
  .map((rest) => `http://host/{ID}${rest.join('')}`);

/** Every link that the parser sees in an action. */
function linksOf(action: string): Link[] {
  const links: Link[] = [];
  const same = mapAction(action, (link) => {
    links.push(link);
    return link.text;
  });
  expect(same).toBe(action);
  return links;
}

describe('a request for a page', () => {
  it.each<[PageKind | undefined, string]>([
    [undefined, 'page:'],
    ['content', 'page:'],
    ['menu', 'page:menu:'],
    ['panel', 'page:panel:'],
    ['playlist', 'page:playlist:'],
    ['slideshow', 'page:slideshow:'],
  ])('for %s begins with %s, and names the address', (kind, start) => {
    expect(pageRequest(URL_, kind)).toBe(start + URL_);
    expect(pageRequest(TEMPLATE, kind)).toBe(start + TEMPLATE);
    expect(pageRequest(ODD, kind)).toBe(start + toBase64Url(ODD));
    for (const url of [URL_, TEMPLATE, ODD])
      expect(readPageRequest(pageRequest(url, kind))).toEqual({
        url,
        kind: kind === 'content' ? null : (kind ?? null),
      });
  });

  it('that a person wrote without a kind has none', () => {
    expect(readPageRequest('page:https://host/a.json')).toEqual({ url: 'https://host/a.json', kind: null });
  });

  it.each(['@', '|', '>', '[', ']', '}', ' ', '\n', '"', "'", '#', '\\', '<', 'ä'])(
    'encodes an address with %j, which an action cannot hold for sure',
    (character) => {
      const url = `http://host/a${character}b.json`;
      expect(pageRequest(url)).toBe(`page:${toBase64Url(url)}`);
    },
  );

  it('is read as it was written, and as earlier versions wrote it', () => {
    fc.assert(
      fc.property(fc.oneof(address, template), fc.constantFrom(...KINDS), (url, kind) => {
        const read = { url, kind: kind === 'content' ? null : kind };
        expect(readPageRequest(pageRequest(url, kind))).toEqual(read);
        const encoded = `page:${kind === 'content' ? '' : `${kind}:`}${toBase64Url(url)}`;
        expect(readPageRequest(encoded)).toEqual(read);
      }),
    );
  });

  it('is one request in whatever action it stands', () => {
    fc.assert(
      fc.property(fc.oneof(address, template), fc.constantFrom(...KINDS), (url, kind) => {
        const dataId = pageRequest(url, kind);
        const request = `${kind}:request:interaction:${dataId}@${PLUGIN}`;
        const seen: Link[] = [
          { kind: 'plugin', text: PLUGIN },
          { kind: 'dataId', text: dataId, page: PLUGIN },
        ];
        for (const action of [
          request,
          `${request}>item>execute`,
          `delay:x:1:${request}`,
          `[info:Hello|${request}]`,
          `[${request}>item|delay:x:1:[back|info:{context:title}]]`,
        ])
          expect(linksOf(action)).toEqual(seen);
        expect(linksOf(`[${request}|${request}]`)).toEqual([...seen, ...seen]);
      }),
    );
  });

  it.each(['', 'page', 'init', 'status', 'pages:x', 'xpage:a'])('is not %j', (dataId) =>
    expect(readPageRequest(dataId)).toBe(null),
  );

  it.each(['page:***', 'page:panel:***', 'page:'])('has no address in %j', (dataId) =>
    expect(readPageRequest(dataId)?.url).toBe(''),
  );
});

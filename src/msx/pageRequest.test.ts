import { describe, expect, it } from 'vitest';
import { toBase64Url } from './base64.js';
import { pageRequest, readPageRequest, type PageKind } from './pageRequest.js';

const URL_ = 'http://host/a.json?b=c';
const TEMPLATE = 'http://host/{context:file}?b=c';

describe('a request for a page', () => {
  it.each<[PageKind | undefined, string]>([
    [undefined, 'page:'],
    ['content', 'page:'],
    ['menu', 'page:menu:'],
    ['panel', 'page:panel:'],
    ['playlist', 'page:playlist:'],
    ['slideshow', 'page:slideshow:'],
  ])('for %s begins with %s, and names the address', (kind, start) => {
    expect(pageRequest(URL_, kind)).toBe(start + toBase64Url(URL_));
    expect(pageRequest(TEMPLATE, kind)).toBe(start + TEMPLATE);
    for (const url of [URL_, TEMPLATE])
      expect(readPageRequest(pageRequest(url, kind))).toEqual({
        url,
        kind: kind === 'content' ? null : (kind ?? null),
      });
  });

  it('that a person wrote without a kind has none', () => {
    expect(readPageRequest('page:https://host/a.json')).toEqual({ url: 'https://host/a.json', kind: null });
  });

  it.each(['', 'page', 'init', 'status', 'pages:x', 'xpage:a'])('is not %j', (dataId) =>
    expect(readPageRequest(dataId)).toBe(null),
  );

  it.each(['page:***', 'page:panel:***', 'page:'])('has no address in %j', (dataId) =>
    expect(readPageRequest(dataId)?.url).toBe(''),
  );
});

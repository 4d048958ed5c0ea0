import { describe, expect, it } from 'vitest';
import { originOf, resolveUrl } from './url.js';

describe('originOf', () => {
  it.each([
    ['http://host/a', 'http://host'],
    ['HTTP://HOST/a', 'http://host'],
    ['http://host:80/a', 'http://host'],
    ['http://host:0080', 'http://host'],
    ['http://host:', 'http://host'],
    ['https://host:443?x', 'https://host'],
    ['https://host:80/', 'https://host:80'],
    ['http://host:8080#x', 'http://host:8080'],
    ['http://user:secret@host/a', 'http://host'],
    ['http://[::1]:8080/a', 'http://[::1]:8080'],
    ['http://[2001:db8:0:1:1:1:1:1]/', 'http://[2001:db8:0:1:1:1:1:1]'],
    ['http://[FE80::A]/', 'http://[fe80::a]'],
    ['http://[::]/', 'http://[::]'],
    ['http://host@evil.example/a', 'http://evil.example'],
    ['http://host.evil.example/a', 'http://host.evil.example'],
    ['http://host./a', 'http://host.'],
  ])('%s is of %s, as a browser says', (url, origin) => {
    expect(originOf(url)).toBe(origin);
    expect(new URL(url).origin).toBe(origin);
  });

  it.each([
    'http://evil.example\\@host/',
    'http://evil.example\\.host/',
    'http://a@evil.example@host/',
    'http://ho\tst/',
    'http://h%6fst/',
    'http://hoſt/',
    'http://host:99999/',
    'http://host:80x/',
    'http://[::1',
    'http://[::300.1.1.1]/',
    'http://{HOST}/a',
    'http://',
    'http:/host/a',
    'ftp://host/a',
    '//host/a',
    'host/a',
    ' http://host/a',
    'javascript:http://host/a',
    '',
  ])('%j has none that everybody would read the same way', (url) => expect(originOf(url)).toBe(null));

  it('still knows an origin after hundreds of others', () => {
    for (let i = 0; i < 1200; i++) expect(originOf(`http://host${i}/`)).toBe(`http://host${i}`);
    expect(originOf('http://host0/x')).toBe('http://host0');
  });
});

describe('resolveUrl', () => {
  const base = 'http://a/b/c/d;p?q';
  // RFC 3986, 5.4, without the scheme-only forms.
  it.each([
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g?y#s', 'http://a/b/c/g?y#s'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
  ])('%j is %s', (reference, url) => expect(resolveUrl(base, reference)).toBe(url));

  it('leaves an absolute URL as it is', () =>
    expect(resolveUrl(base, 'https://x/../y')).toBe('https://x/../y'));
  it('keeps placeholders', () =>
    expect(resolveUrl('http://a/b/?{X}', 'c/{PLATFORM}.json?q={INPUT}')).toBe(
      'http://a/b/c/{PLATFORM}.json?q={INPUT}',
    ));
  it('works from a host without a path', () =>
    expect(resolveUrl('http://a', 'b/c.json')).toBe('http://a/b/c.json'));
});

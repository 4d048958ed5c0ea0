import { describe, expect, it } from 'vitest';
import { previewAddress } from './previewAddress.js';

const START = 'start=menu:request:interaction:init@http://localhost:8080/preview/plugin/plugin.html';

describe('where a request for the preview belongs', () => {
  it.each(['/preview', '/preview/'])('%s gets the start parameter of this bridge', (url) => {
    expect(previewAddress('localhost:8080', url)).toEqual({
      redirect: `http://localhost:8080/preview/?${START}`,
    });
  });

  it('keeps the settings that stand in the query', () => {
    expect(previewAddress('localhost:8080', '/preview?platform=tizen')).toEqual({
      redirect: `http://localhost:8080/preview/?platform=tizen&${START}`,
    });
  });

  it('is here once a start parameter is given, whichever', () => {
    expect(previewAddress('localhost:8080', '/preview/?log=1&start=content:http://a/b.json')).toBe('here');
  });

  it.each(['127.0.0.1:8080', '[::1]:8080', '127.5.0.1:8080'])(
    'moves %s to localhost, the only name that the TVX library trusts',
    (host) => {
      expect(previewAddress(host, '/preview/?start=x')).toEqual({
        redirect: 'http://localhost:8080/preview/?start=x',
      });
    },
  );

  it.each(['192.168.1.20:8080', 'tv.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is elsewhere for a browser that came by %s',
    (host) => {
      expect(previewAddress(host, '/preview')).toBe('elsewhere');
    },
  );

  it('keeps the port that the browser sees', () => {
    expect(previewAddress('localhost', '/preview')).toMatchObject({
      redirect: expect.stringContaining('init@http://localhost/preview/plugin/plugin.html') as string,
    });
  });
});

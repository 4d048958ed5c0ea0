import { describe, expect, it } from 'vitest';
import { startAddress } from './startAddress.js';

describe('how a TV gets at the page', () => {
  it('is the start parameter of exactly this page, without a fragment', () => {
    expect(startAddress('http://192.168.1.20:8080/tv/plugin.html?config=kitchen#top')).toEqual({
      startParameter: 'menu:request:interaction:init@http://192.168.1.20:8080/tv/plugin.html?config=kitchen',
      webApp:
        'http://msx.benzac.de/?start=menu%3Arequest%3Ainteraction%3Ainit%40http%3A%2F%2F192.168.1.20%3A8080%2Ftv%2Fplugin.html%3Fconfig%3Dkitchen',
      host: '192.168.1.20:8080',
      folder: '/tv/',
      secure: false,
      reach: 'network',
    });
  });

  it("is MSX's web app by https for a page that came by https", () => {
    const { secure, webApp } = startAddress('https://media.example/plugin.html');
    expect([secure, webApp.slice(0, 30)]).toEqual([true, 'https://msx.benzac.de/?start=m']);
  });

  it.each([
    ['http://a/plugin.html', '/'],
    ['http://a/', '/'],
    ['http://a', '/'],
    ['http://a/one/two/plugin.html', '/one/two/'],
    ['http://a/plugin.html?config=x/y', '/'],
    ['http://a?x=/y/', '/'],
  ])('finds the folder of %s', (url, folder) => {
    expect(startAddress(url).folder).toBe(folder);
  });

  it.each(['localhost:8080', 'LOCALHOST', '127.0.0.1:80', '[::1]:8080'])(
    'is this computer only at %s',
    (host) => {
      expect(startAddress(`http://${host}/plugin.html`).reach).toBe('computer');
    },
  );

  it.each(['localhost.example', '127.0.0.1.example', '[fe80::1]:8080'])('is in the network at %s', (host) => {
    expect(startAddress(`http://${host}/plugin.html`)).toMatchObject({ host, reach: 'network' });
  });

  it('is nowhere for a page from a disk', () => {
    expect(startAddress('file:///home/me/plugin.html').reach).toBe('disk');
  });
});

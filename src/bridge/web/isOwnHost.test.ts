import { describe, expect, it } from 'vitest';
import { isOwnHost } from './isOwnHost.js';

describe('a Host header', () => {
  it.each([
    '192.168.1.20:8080',
    '8.8.8.8',
    '[fe80::1]:8080',
    '[::1]',
    'localhost:8080',
    'LOCALHOST',
    'tv-server',
    'tv-server:8080',
    'tv.local:8080',
    'tv.local.',
    'a.b.internal',
    'tv.home.arpa',
    'tv.localhost',
  ])('%s is one that only the own network can have', (host) => expect(isOwnHost(host, [])).toBe(true));

  it.each([
    'evil.example',
    'evil.example:8080',
    'local.evil.example',
    'evillocal.example',
    '192.168.1.20.evil.example',
    '1.2.3.4.5',
  ])('%s may be that of a stranger', (host) => expect(isOwnHost(host, [])).toBe(false));

  it('is allowed by its name, with any port and in any case', () => {
    expect(isOwnHost('TV.example:8443', ['tv.example'])).toBe(true);
    expect(isOwnHost('a.tv.example', ['tv.example'])).toBe(false);
  });
});

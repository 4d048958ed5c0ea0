import { describe, expect, it } from 'vitest';
import { clientAddress, holderOf, isLocalAddress, normalAddress, parseNetworks } from './address.js';

describe('an address', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['::ffff:10.0.0.5', '10.0.0.5'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['fe80::1%wlan0', 'fe80::1'],
    ['10.0.0.5:1234', '10.0.0.5'],
  ])('%s is written %s', (text, expected) => expect(normalAddress(text)).toBe(expected));

  it.each(['', 'unknown', '127.1', '1.2.3.4.5', 'host:80', '999.1.1.1'])('"%s" is none', (text) =>
    expect(normalAddress(text)).toBeNull(),
  );
});

describe('who stands behind an address', () => {
  it.each([
    ['10.0.0.5', '10.0.0.5'],
    ['2001:db8:1:2:3::4', '2001:db8:1:2::/64'],
    ['fe80::1', 'fe80::/64'],
    ['unknown', 'unknown'],
  ])('%s is %s', (address, holder) => expect(holderOf(address)).toBe(holder));
});

describe('who asks', () => {
  const proxies = parseNetworks('10.0.0.1, 172.16.0.0/12')!;

  it('is the other end of the connection', () =>
    expect(clientAddress('192.168.1.20', undefined, proxies)).toBe('192.168.1.20'));

  it('is not what a stranger writes into X-Forwarded-For', () =>
    expect(clientAddress('192.168.1.20', '10.9.9.9', proxies)).toBe('192.168.1.20'));

  it('is whom a trusted proxy names', () => {
    expect(clientAddress('10.0.0.1', '192.168.1.20', proxies)).toBe('192.168.1.20');
    expect(clientAddress('::ffff:10.0.0.1', '192.168.1.20, 172.17.0.3', proxies)).toBe('192.168.1.20');
  });

  it('is not what stands left of the first one that no trusted proxy wrote', () =>
    expect(clientAddress('10.0.0.1', '6.6.6.6, 192.168.1.20', proxies)).toBe('192.168.1.20'));

  it('is the proxy itself where the header makes no sense', () =>
    expect(clientAddress('10.0.0.1', 'nobody', proxies)).toBe('10.0.0.1'));
});

describe('trusted proxies', () => {
  it.each(['proxy', '10.0.0.0/99', '10.0.0.1,x'])('cannot be "%s"', (text) =>
    expect(parseNetworks(text)).toBeNull(),
  );
});

describe('an address that only the local network reaches', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '192.168.1.20',
    '10.0.0.5',
    '172.20.1.1',
    '169.254.3.4',
    'fe80::1',
    'fd00::1',
  ])('%s is one', (text) => expect(isLocalAddress(text)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '2001:4860::1', '0.0.0.0', 'bridge.example'])('%s is none', (text) =>
    expect(isLocalAddress(text)).toBe(false),
  );
});

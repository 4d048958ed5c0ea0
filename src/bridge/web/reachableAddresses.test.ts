import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { publicAddress, reachableAddresses } from './reachableAddresses.js';

const info = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  internal,
  ...(address.includes(':') ? { family: 'IPv6', cidr: null, scopeid: 0 } : { family: 'IPv4', cidr: null }),
});

const interfaces = {
  lo: [info('127.0.0.1', true), info('::1', true)],
  usb: [info('169.254.7.7')],
  eth: [info('192.168.1.20'), info('fe80::1')],
  wlan: [info('10.0.0.5')],
};

describe('the addresses for a TV', () => {
  it('are the IPv4 addresses of the network, those without a router last', () => {
    expect(reachableAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.20', '10.0.0.5', '169.254.7.7']);
  });

  it('are the one address that it listens on', () => {
    expect(reachableAddresses('10.0.0.5', interfaces)).toEqual(['10.0.0.5']);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('are none when it listens on %s', (host) => {
    expect(reachableAddresses(host, interfaces)).toEqual([]);
  });
});

describe('an address that the internet may reach', () => {
  const withPublic = { ...interfaces, wan: [info('203.0.114.9'), info('2a00:1450::5')] };

  it('is found among all addresses, or is the one that it listens on', () => {
    expect(publicAddress('0.0.0.0', withPublic)).toBe('203.0.114.9');
    expect(publicAddress('::', { eth: interfaces.eth, wan: [info('2a00:1450::5')] })).toBe('2a00:1450::5');
    expect(publicAddress('8.8.8.8', interfaces)).toBe('8.8.8.8');
  });

  it('is none in a network of its own', () => {
    expect(publicAddress('0.0.0.0', interfaces)).toBeUndefined();
    expect(publicAddress('::', interfaces)).toBeUndefined();
    for (const host of ['localhost', '127.0.0.1', '192.168.1.20', '::1'])
      expect(publicAddress(host, withPublic)).toBeUndefined();
  });
});

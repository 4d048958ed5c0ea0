import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { reachableAddresses } from './lan.js';

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

import { describe, expect, it } from 'vitest';
import { readBrokerUrl } from './readBrokerUrl.js';

describe('the address of a broker', () => {
  it('has a protocol, a host, a port, a user and a password', () =>
    expect(readBrokerUrl('mqtt://anna:secret@broker.example:1884')).toEqual({
      protocol: 'mqtt',
      host: 'broker.example',
      port: 1884,
      path: '/',
      username: 'anna',
      password: 'secret',
      shown: 'mqtt://anna:…@broker.example:1884',
    }));

  it.each([
    ['mqtt://h', 1883],
    ['mqtts://h', 8883],
    ['ws://h/mqtt', 80],
    ['wss://h/mqtt', 443],
  ])('%s has the port %i', (url, port) => expect(readBrokerUrl(url).port).toBe(port));

  it('keeps the path and query of a WebSocket', () =>
    expect(readBrokerUrl('wss://h/mqtt?a=b').path).toBe('/mqtt?a=b'));

  it('takes an IPv6 address', () => expect(readBrokerUrl('mqtt://[::1]:1').host).toBe('::1'));

  it.each([
    ['p%40ss', 'p@ss'],
    ['100%', '100%'],
    ['a:b', 'a:b'],
  ])('reads the password %s', (written, password) =>
    expect(readBrokerUrl(`mqtt://u:${written}@h`)).toMatchObject({ username: 'u', password }),
  );

  it.each(['broker.example', 'http://u:secret@h', 'mqtt://', '', 'mqtt://u:secret@h:port'])(
    'refuses "%s" without telling the password',
    (text) => {
      expect(() => readBrokerUrl(text)).toThrow(/^--broker takes an address such as/);
      expect(() => readBrokerUrl(text)).not.toThrow(/secret/);
    },
  );
});

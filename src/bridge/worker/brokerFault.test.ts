import { describe, expect, it } from 'vitest';
import { connectFault, socketFault, subscribeFault } from './brokerFault.js';

const SHOWN = 'mqtt://u:…@h';

describe('a CONNACK or DISCONNECT', () => {
  it.each([
    [0x86, 'broker_sign_in'],
    [0x87, 'broker_sign_in'],
    [0x8a, 'broker_sign_in'],
    [4, 'broker_sign_in'],
    [5, 'broker_sign_in'],
    [0x84, 'broker_too_old'],
    [1, 'broker_too_old'],
    [0x85, 'broker_refused'],
    [0x9d, 'broker_refused'],
    [0x8e, 'name_in_use'],
  ])('with reason %i does not pass by waiting: %s', (reason, code) =>
    expect(connectFault(reason, SHOWN)).toMatchObject({
      code,
      sentence: expect.stringContaining(SHOWN) as string,
    }),
  );

  it.each([0x80, 0x88, 0x89, 0x8b, 0x97, 0x9f, 0xa0])('with reason %i passes', (reason) =>
    expect(connectFault(reason, SHOWN).code).toBeUndefined(),
  );
});

describe('a SUBACK', () => {
  it.each([1, 2])('with QoS %i is right', (granted) =>
    expect(subscribeFault(granted, 'f', SHOWN)).toBeUndefined(),
  );
  it.each([
    [0, 'broker_refused', 'grants QoS 0 only'],
    [0x87, 'broker_refused', 'answers 0x87'],
    [0x97, 'broker_refused', 'answers 0x97'],
    [0x9e, 'broker_too_old', 'has no shared subscriptions'],
    [0x8f, 'broker_too_old', 'has no shared subscriptions'],
  ])('with reason %i is %s', (granted, code, part) =>
    expect(subscribeFault(granted, '$share/g/f', SHOWN)).toMatchObject({
      code,
      sentence: expect.stringContaining(part) as string,
    }),
  );
});

it('a SUBACK says nothing about shared subscriptions where none was asked for', () =>
  expect(subscribeFault(0x8f, 'f', SHOWN)).toMatchObject({ code: 'broker_refused' }));

describe('an error of the connection', () => {
  const error = (message: string, code?: string | number) => Object.assign(new Error(message), { code });
  it.each([
    [error('', 'CERT_HAS_EXPIRED'), 'broker_tls'],
    [error('', 'SELF_SIGNED_CERT_IN_CHAIN'), 'broker_tls'],
    [error('', 'ERR_TLS_CERT_ALTNAME_INVALID'), 'broker_tls'],
    [error('', 'ERR_SSL_WRONG_VERSION_NUMBER'), 'broker_tls'],
    [error('Unexpected server response: 404'), 'broker_refused'],
    [error('Connection refused: Not authorized', 135), 'broker_sign_in'],
  ])('%s does not pass by waiting', (cause, code) => expect(socketFault(cause, SHOWN).code).toBe(code));

  it.each([
    [error('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'), 'ECONNREFUSED'],
    [error('getaddrinfo ENOTFOUND h', 'ENOTFOUND'), 'ENOTFOUND'],
    [error('connack timeout'), 'connack timeout'],
    [error('Unexpected server response: 503'), '503'],
  ])('%s may pass', (cause, part) => {
    expect(socketFault(cause, SHOWN).code).toBeUndefined();
    expect(socketFault(cause, SHOWN).sentence).toContain(part);
  });
});

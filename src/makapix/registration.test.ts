import { describe, expect, it } from 'vitest';
import { readCredentials, readProvision } from './registration.js';

const KEY = 'A49F8F48-3F71-4A50-8B1B-44AE80FACC35';
const MAKAPIX = {
  player_key: KEY,
  registration_code: 'abc234',
  registration_code_expires_at: '2026-11-27T12:15:00Z',
  mqtt_broker: { host: 'mqtt.example', port: 8883 },
};

describe('readProvision', () => {
  it('reads what Makapix answers', () => {
    expect(readProvision(MAKAPIX)).toEqual({
      playerKey: KEY.toLowerCase(),
      code: 'ABC234',
      expiresAt: '2026-11-27T12:15:00Z',
      dashboardUrl: null,
      qrUrl: null,
      pollSecret: null,
    });
  });

  it('reads what the bridge has beside it', () => {
    const more = { dashboard_url: 'http://b/d?code=x', qr_url: 'http://b/q.png', poll_secret: 's' };
    expect(readProvision({ ...MAKAPIX, ...more })).toMatchObject({
      dashboardUrl: 'http://b/d?code=x',
      qrUrl: 'http://b/q.png',
      pollSecret: 's',
    });
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['no key', { ...MAKAPIX, player_key: undefined }],
    ['a key that would leave the topic', { ...MAKAPIX, player_key: '../../../../../../../../../../../#' }],
    ['no code', { ...MAKAPIX, registration_code: null }],
    ['a code that is markup', { ...MAKAPIX, registration_code: '<b>x</b>' }],
  ])('takes %s for no answer', (_what, value) => expect(readProvision(value)).toBeNull());
});

describe('readCredentials', () => {
  it('reads a token, and what the broker wants', () => {
    expect(readCredentials({ api_token: 't', ca_pem: '…' })).toEqual({
      token: 't',
      username: null,
      password: null,
    });
    expect(readCredentials({ api_token: 't', broker: { username: 'u', password: 'p' } })).toEqual({
      token: 't',
      username: 'u',
      password: 'p',
    });
  });

  it('takes nothing for a token that a header cannot carry', () => {
    for (const token of [undefined, null, '', 7, 'a b', 'a\r\nb'])
      expect(readCredentials({ api_token: token })).toBeNull();
  });
});

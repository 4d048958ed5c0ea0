import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseNetworks } from '../players/address.js';
import { startBridge, type Bridge } from '../server.js';
import { ask, type Answer } from '../testing/ask.js';
import { samplePackage, type SamplePackage } from '../testing/samplePackage.js';
import { SIGN_INS_PER_MINUTE } from './admin.js';
import { SESSION_MS } from './sessions.js';

const TOKEN = 'secret-of-the-house';
const clock = { nowMs: 0 };
let sample: SamplePackage;
let bridge: Bridge;
beforeEach(async () => {
  sample = await samplePackage();
  clock.nowMs = Date.parse('2026-01-02T12:00:00Z');
  bridge = await startBridge({
    folders: sample.folders,
    auth: 'token',
    adminToken: TOKEN,
    trusted: parseNetworks('127.0.0.1')!,
    now: () => clock.nowMs,
  });
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const signIn = (token: string, headers: Record<string, string> = {}) =>
  ask(bridge.port, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  });
const setCookie = (answer: Answer) => answer.headers['set-cookie']?.[0] ?? '';
const session = async () => ({ cookie: setCookie(await signIn(TOKEN)).split(';')[0]! });
const statusWith = async (headers: Record<string, string>) =>
  (await ask(bridge.port, '/api/players', { headers })).status;

describe('the API with an admin token', () => {
  it.each([
    '/api/players',
    '/api/views',
    '/api/views.csv',
    '/api/events',
    '/api/bridge',
    '/api/posts/7/picture',
    '/api/session/x',
    '/api/nothing',
    // other spellings of the same routes
    '/%61pi/players',
    '/ap%69/views.csv?limit=1',
    '/%61%70%69/events',
  ])('keeps %s to itself', async (path) =>
    expect(JSON.parse((await ask(bridge.port, path)).text)).toMatchObject({
      status: 401,
      code: 'not_signed_in',
    }),
  );

  it('takes the token from programs', async () => {
    expect(await statusWith({ authorization: `Bearer ${TOKEN}` })).toBe(200);
    expect(await statusWith({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusWith({ authorization: `Basic ${TOKEN}` })).toBe(401);
  });

  it('lets TVs and the page itself in without it', async () => {
    for (const path of ['/', '/dashboard/main.js', '/gallery/menu.json', '/plugin.html'])
      expect((await ask(bridge.port, path)).status).toBe(200);
  });
});

describe('a session', () => {
  it('begins with the token only, and its cookie does not hold the token', async () => {
    expect((await signIn('wrong')).status).toBe(401);
    const answer = await signIn(TOKEN);
    expect(answer.status).toBe(204);
    expect(setCookie(answer)).not.toContain(TOKEN);
    expect(setCookie(answer)).toMatch(/; Path=\/api; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
    expect(await statusWith(await session())).toBe(200);
  });

  it('is another one each time', async () => expect(await session()).not.toEqual(await session()));

  it.each(['x', TOKEN, ''])('is not made up: "%s"', async (secret) =>
    expect(await statusWith({ cookie: `bridge_admin=${secret}` })).toBe(401),
  );

  it('ends by itself', async () => {
    const cookie = await session();
    clock.nowMs += SESSION_MS - 1;
    expect(await statusWith(cookie)).toBe(200);
    clock.nowMs += 1;
    expect(await statusWith(cookie)).toBe(401);
  });

  it('ends when its person signs out, and others go on', async () => {
    const [mine, other] = [await session(), await session()];
    const answer = await ask(bridge.port, '/api/session', { method: 'DELETE', headers: mine });
    expect(setCookie(answer)).toMatch(/^bridge_admin=; Path=\/api; Max-Age=0/);
    expect([await statusWith(mine), await statusWith(other)]).toEqual([401, 200]);
  });

  it('ends for the oldest when there are more than a hundred', async () => {
    const first = await session();
    const second = await session();
    for (let i = 0; i < 99; i++) {
      clock.nowMs += 60_000;
      await session();
    }
    expect([await statusWith(first), await statusWith(second)]).toEqual([401, 200]);
  });

  it('stays on encrypted connections where it came by one', async () => {
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.168.1.5' };
    expect(setCookie(await signIn(TOKEN, proxied))).toMatch(/; Secure$/);
    expect(setCookie(await signIn(TOKEN))).not.toContain('Secure');
  });

  it('is tried ten times a minute from one address at most', async () => {
    for (let i = 0; i < SIGN_INS_PER_MINUTE; i++) expect((await signIn('wrong')).status).toBe(401);
    expect(JSON.parse((await signIn(TOKEN)).text)).toMatchObject({ status: 429, code: 'too_many_attempts' });
    expect((await signIn(TOKEN, { 'x-forwarded-for': '192.168.1.5' })).status).toBe(204);
    clock.nowMs += 60_000;
    expect((await signIn(TOKEN)).status).toBe(204);
  });
});

import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseNetworks } from '../../players/address.js';
import { startBridge, type Bridge } from '../../startBridge.js';
import { ask, type Answer } from '../../../../e2e/stage/ask.js';
import { knownTv } from '../../../../e2e/stage/knownTv.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';
import { GUESSES_PER_MINUTE } from './guardApi.js';
import { SESSION_MS } from './adminSessions.js';

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
    expect(await statusWith({ authorization: TOKEN })).toBe(401);
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

  it('is taken away from a browser once it is over', async () => {
    const answer = await ask(bridge.port, '/api/players', { headers: { cookie: 'bridge_admin=old' } });
    expect([answer.status, setCookie(answer)]).toEqual([
      401,
      expect.stringMatching(/^bridge_admin=; Path=\/api; Max-Age=0/),
    ]);
  });
});

describe('whoever guesses the admin token', () => {
  const TOO_MANY = { status: 429, code: 'too_many_attempts' };
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const present: Record<string, (guess: string, headers?: Record<string, string>) => Promise<Answer>> = {
    'to sign in': signIn,
    'as a bearer': (guess, headers) => players({ authorization: `Bearer ${guess}`, ...headers }),
    'as a password': (guess, headers) =>
      players({ authorization: `Basic ${Buffer.from(`admin:${guess}`).toString('base64')}`, ...headers }),
    'as a cookie': (guess, headers) => players({ cookie: `bridge_admin=${guess}`, ...headers }),
  };
  const players = (headers: Record<string, string>) => ask(bridge.port, '/api/players', { headers });

  it.each(Object.keys(present))('may do so ten times a minute from one address (%s)', async (how) => {
    for (let i = 0; i < GUESSES_PER_MINUTE; i++) expect((await present[how]!(`guess${i}`)).status).toBe(401);
    for (const answer of [
      await present[how]!('guess'),
      await present['as a bearer']!(TOKEN), // or one could tell the right one
      await signIn(TOKEN),
    ])
      expect(JSON.parse(answer.text)).toMatchObject(TOO_MANY);
    expect((await signIn(TOKEN, from('192.168.1.5'))).status).toBe(204);
    clock.nowMs += 60_000;
    expect((await signIn(TOKEN)).status).toBe(204);
  });

  it('may not do so in several ways ten times each', async () => {
    const ways = Object.values(present);
    const answers = [];
    for (let i = 0; i < GUESSES_PER_MINUTE + 1; i++)
      answers.push((await ways[i % ways.length]!(`guess${i}`)).status);
    expect(answers).toEqual([...Array.from({ length: GUESSES_PER_MINUTE }, () => 401), 429]);
  });

  it('has no more guesses for all the addresses that one IPv6 host can take', async () => {
    for (let i = 0; i < GUESSES_PER_MINUTE; i++) await signIn('wrong', from(`2001:db8:1:2::${i}`));
    expect((await signIn(TOKEN, from('2001:db8:1:2:ffff::1'))).status).toBe(429);
    expect((await signIn(TOKEN, from('2001:db8:1:3::1'))).status).toBe(204);
  });

  it('does not keep out who is signed in, nor who presents nothing', async () => {
    const cookie = await session();
    for (let i = 0; i < 2 * GUESSES_PER_MINUTE; i++) await signIn('wrong');
    expect((await players(cookie)).status).toBe(200);
    expect((await players({})).status).toBe(401);
  });

  it('is not a program that has the right one, however often it asks', async () => {
    for (let i = 0; i < 5 * GUESSES_PER_MINUTE; i++)
      expect(await statusWith({ authorization: `Bearer ${TOKEN}` })).toBe(200);
  });

  it('is not kept out for longer when the clock is set back', async () => {
    const monotonic = { nowMs: 0 };
    const other = await startBridge({
      folders: sample.folders,
      adminToken: TOKEN,
      now: () => clock.nowMs,
      monotonicMs: () => monotonic.nowMs,
    });
    const bearer = async (token: string) =>
      (await ask(other.port, '/api/players', { headers: { authorization: `Bearer ${token}` } })).status;
    for (let i = 0; i < GUESSES_PER_MINUTE; i++) await bearer('wrong');
    expect(await bearer(TOKEN)).toBe(429);
    clock.nowMs -= 3_600_000;
    monotonic.nowMs += 60_000;
    expect(await bearer(TOKEN)).toBe(200);
    await other.close();
  });
});

describe('the live events', () => {
  /** @returns what tells that they have ended */
  const listen = (headers: Record<string, string>) =>
    new Promise<{ ended: Promise<unknown> }>((resolve, reject) => {
      request({ port: bridge.port, path: '/api/events', headers, agent: false }, (response) => {
        response.resume();
        const ended = new Promise((end) => response.once('close', end));
        response.once('data', () => resolve({ ended }));
      })
        .on('error', reject)
        .end();
    });
  const stillOpen = (ended: Promise<unknown>) =>
    Promise.race([ended.then(() => false), ask(bridge.port, '/').then(() => true)]);

  it('end when their person signs out, and those of others go on', async () => {
    const [mine, other] = [await session(), await session()];
    const [ending, going] = [await listen(mine), await listen(other)];
    const program = await listen({ authorization: `Bearer ${TOKEN}` });
    await ask(bridge.port, '/api/session', { method: 'DELETE', headers: mine });
    await ending.ended;
    expect([await stillOpen(going.ended), await stillOpen(program.ended)]).toEqual([true, true]);
  });

  it('end with their session, at the next one at the latest', async () => {
    const { ended } = await listen(await session());
    clock.nowMs += SESSION_MS;
    await knownTv(bridge.registry, 'tv');
    await ended;
  });

  it('have an end for who asks for their head only', async () => {
    const head = await ask(bridge.port, '/api/events', { method: 'HEAD', headers: await session() });
    expect([head.status, head.headers['content-type'], head.text]).toEqual([200, 'text/event-stream', '']);
  });
});

// A TV that is paired: what it asks, what its owner types, and what ends it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playerKeyOf } from '../../../makapix/playerKeyOf.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { connectPlayer } from '../../../../e2e/stage/connectPlayer.js';
import { pairTv, poll, provision, typeCode, type Provision } from '../../../../e2e/stage/pairTv.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';
import { ASKS_OF_AN_ADDRESS, ASKS_OF_A_TV, CODE_MS } from '../../pairing/createPairings.js';
import { parseNetworks } from '../../players/address.js';
import { startBridge, type Bridge, type BridgeOptions } from '../../startBridge.js';
import { GUESSES_PER_MINUTE } from './guardApi.js';

const HOUR_MS = 3_600_000;
const ADMIN = 'secret';

let sample: SamplePackage;
let bridge: Bridge;
const clock = { nowMs: Date.parse('2026-01-02T12:00:00Z') };
async function start(options: BridgeOptions = {}): Promise<void> {
  bridge = await startBridge({
    ...{ folders: sample.folders, auth: 'token', adminToken: ADMIN, attemptsPerMinute: 1000 },
    now: () => clock.nowMs,
    ...options,
  });
}
beforeEach(async () => {
  sample = await samplePackage();
  await start();
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const read = (answer: { text: string }) => JSON.parse(answer.text) as Record<string, unknown>;
const asks = async (fields: object = { device_id: 'tv' }) =>
  read(await provision(bridge.port, fields)) as unknown as Provision;
const types = async (fields: object) => {
  const answer = await typeCode(bridge.port, fields, ADMIN);
  return { status: answer.status, ...read(answer) };
};
const pollStatus = async (asked: Provision) => (await poll(bridge.port, asked)).status;
const players = async () => bridge.players.all();
const admin = (method: string, path: string) =>
  ask(bridge.port, path, { method, headers: { authorization: `Bearer ${ADMIN}` } });
const opensMenu = async (token: string) =>
  (await ask(bridge.port, '/gallery/menu.json', { headers: { authorization: `Bearer ${token}` } })).status;
const connect = (password: string) => connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv', { password });

describe('a TV', () => {
  it('gets a code, and its token as soon as the code is typed, once', async () => {
    const answer = await provision(bridge.port, { device_id: 'tv' }, { origin: 'http://msx.example' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([201, '*']);
    const asked = read(answer) as unknown as Provision;
    const origin = `http://127.0.0.1:${bridge.port}`;
    expect(asked).toEqual({
      player_key: playerKeyOf('tv'),
      registration_code: expect.stringMatching(/^[A-HJKMNP-Z2-9]{6}$/) as string,
      registration_code_expires_at: '2026-01-02T12:15:00.000Z',
      poll_secret: expect.stringMatching(/^[\w-]{32}$/) as string,
      mqtt_broker: { host: '127.0.0.1', port: bridge.port },
      https_api: `${origin}/api`,
      dashboard_url: `${origin}/?code=${asked.registration_code}`,
      qr_url: `${origin}/api/player/qr.png?code=${asked.registration_code}`,
    });
    expect(await players()).toEqual([]); // whoever only asks is no TV of anybody's
    expect(await pollStatus(asked)).toBe(404);

    const code = ` ${asked.registration_code.toLowerCase()} `;
    expect(await types({ code, displayName: 'Kitchen', owner: 'anna' })).toMatchObject({
      ...{ status: 200, id: 'msx_tv', displayName: 'Kitchen', owner: 'anna', hasToken: false },
    });
    const given = await poll(bridge.port, asked);
    expect([given.status, given.headers['access-control-allow-origin']]).toEqual([200, '*']);
    const { api_token: token, ...rest } = read(given) as { api_token: string };
    expect(rest).toEqual({ broker: { username: playerKeyOf('tv'), password: token } });
    expect(await pollStatus(asked)).toBe(404);
    expect(await types({ code })).toMatchObject({ status: 404, code: 'code_unknown' });

    expect(await players()).toMatchObject([{ displayName: 'Kitchen', hasToken: true }]);
    expect(JSON.stringify(await bridge.database.query('SELECT * FROM players'))).not.toContain(token);
    expect(await opensMenu(token)).toBe(200);
    await (await connect(token)).client.endAsync();
  });

  it('without a device ID is one of its own, beside another of its address', async () => {
    const [one, other] = [await pairTv(bridge.port, null, ADMIN), await pairTv(bridge.port, null, ADMIN)];
    expect(one.playerKey).not.toBe(other.playerKey);
    expect(await players()).toHaveLength(2);
    expect([await opensMenu(one.token), await opensMenu(other.token)]).toEqual([200, 200]);
    const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, '', {
      ...{ username: one.playerKey, clientId: one.playerKey, password: one.token },
    });
    await tv.client.endAsync();
  });

  it('is given nothing for the secret of another, nor without one', async () => {
    const [mine, other] = [await asks(), await asks({ device_id: 'other' })];
    await types({ code: mine.registration_code });
    expect(await pollStatus({ ...mine, poll_secret: other.poll_secret })).toBe(404);
    expect((await ask(bridge.port, `/api/player/${mine.player_key}/credentials`)).status).toBe(404);
    expect(await pollStatus(mine)).toBe(200);
  });

  it('that asks again has a new code in the place of the old one', async () => {
    const [first, second] = [await asks(), await asks()];
    expect(second.player_key).toBe(first.player_key);
    expect(await types({ code: first.registration_code })).toMatchObject({ code: 'code_unknown' });
    expect(await types({ code: second.registration_code })).toMatchObject({ status: 200 });
    expect([await pollStatus(first), await pollStatus(second)]).toEqual([404, 200]);
  });

  it('that is paired keeps its token until somebody types the code of another ask', async () => {
    const { token } = await pairTv(bridge.port, 'tv', ADMIN);
    const tv = await connect(token);
    const closed = new Promise<void>((resolve) => tv.client.once('close', () => resolve()));
    const asked = await asks();
    expect(await opensMenu(token)).toBe(200);
    await types({ code: asked.registration_code });
    await closed;
    expect(await opensMenu(token)).toBe(401);
    expect(await pollStatus(asked)).toBe(200);
    expect(await players()).toHaveLength(1);
  });

  it('that fetches its token too late has to ask again, as has one whose code is too old', async () => {
    const [first, second] = [await asks(), await asks({ device_id: 'other' })];
    await types({ code: first.registration_code });
    clock.nowMs += CODE_MS;
    expect(await pollStatus(first)).toBe(404);
    expect(await types({ code: second.registration_code })).toMatchObject({
      status: 410,
      code: 'code_expired',
    });
    expect(await types({ code: (await asks()).registration_code })).toMatchObject({ status: 200 });
  });

  it('is unpaired: its token and its connection end, and its record stays', async () => {
    const { token } = await pairTv(bridge.port, 'tv', ADMIN);
    const tv = await connect(token);
    const closed = new Promise<void>((resolve) => tv.client.once('close', () => resolve()));
    expect((await admin('DELETE', '/api/players/msx_tv/token')).status).toBe(204);
    await closed;
    expect(await opensMenu(token)).toBe(401);
    await expect(connect(token)).rejects.toThrow();
    expect(await players()).toMatchObject([{ playerId: 'msx_tv', hasToken: false }]);
    expect((await admin('DELETE', '/api/players/msx_nobody/token')).status).toBe(404);
  });

  it('is not paired by a code that was typed before it was unpaired', async () => {
    const asked = await asks();
    await types({ code: asked.registration_code });
    await admin('DELETE', '/api/players/msx_tv/token');
    expect(await pollStatus(asked)).toBe(404);
  });

  it('is known to the next bridge on the same database', async () => {
    await bridge.close();
    await start({ database: `${sample.root}/bridge.db` });
    const { token } = await pairTv(bridge.port, 'tv', ADMIN);
    const asked = await asks({ device_id: 'waiting' });
    await bridge.close();
    await start({ database: `${sample.root}/bridge.db` });
    expect(await opensMenu(token)).toBe(200);
    expect(await types({ code: asked.registration_code })).toMatchObject({ status: 200 });
    expect(await pollStatus(asked)).toBe(200);
  });
});

describe('limits', () => {
  it('a TV may ask ten times an hour, and is told when it may again', async () => {
    for (let i = 0; i < ASKS_OF_A_TV; i++) await asks();
    clock.nowMs += 60_000;
    const answer = await provision(bridge.port, { device_id: 'tv' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '3540']);
    expect(answer.headers['access-control-expose-headers']).toBe('Retry-After');
    expect(read(answer)).toMatchObject({ code: 'too_many_attempts' });
    expect((await provision(bridge.port, { device_id: 'other' })).status).toBe(201);
    clock.nowMs += HOUR_MS;
    expect((await provision(bridge.port, { device_id: 'tv' })).status).toBe(201);
  });

  it('an address may ask two hundred times an hour, whatever it says that it is', async () => {
    await bridge.close();
    await start({ trusted: parseNetworks('127.0.0.1')! });
    const from = (address: string, id: string) =>
      provision(bridge.port, { device_id: id }, { 'x-forwarded-for': address });
    for (let i = 0; i < ASKS_OF_AN_ADDRESS; i++) await from('10.0.0.7', `tv${i}`);
    expect((await from('10.0.0.7', 'one more')).status).toBe(429);
    expect((await from('10.0.0.8', 'one more')).status).toBe(201);
  });

  it('an address that guesses codes is not listened to for a minute, with the right one either', async () => {
    const { registration_code: code } = await asks();
    for (let i = 0; i < GUESSES_PER_MINUTE; i++)
      expect(await types({ code: 'AAAAAA' })).toMatchObject({ code: 'code_unknown' });
    expect(await types({ code })).toMatchObject({ status: 429, code: 'too_many_attempts' });
    clock.nowMs += 60_000;
    expect(await types({ code })).toMatchObject({ status: 200 });
  });
});

describe('what is asked', () => {
  it.each([
    ['no model', { device_model: undefined }],
    ['a version that is no text', { firmware_version: 7 }],
    ['a very long model', { device_model: 'x'.repeat(201) }],
    ['a device ID that is no text', { device_id: 7 }],
    ['a device ID that is none', { device_id: 'undefined' }],
  ])('is refused with %s', async (_what, fields) => {
    const answer = await provision(bridge.port, fields);
    expect([answer.status, read(answer).code]).toEqual([400, 'bad_request']);
  });

  it('is refused where it is no JSON, with a problem document for pages of other sites', async () => {
    const answer = await ask(bridge.port, '/api/player/provision', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'origin': 'http://msx.example' },
      body: '{',
    });
    expect([answer.status, read(answer).code, answer.headers['access-control-allow-origin']]).toEqual([
      ...[400, 'bad_request', '*'],
    ]);
  });

  it('may be asked by pages of other sites, with the header that polls need', async () => {
    for (const path of ['/api/player/provision', `/api/player/${playerKeyOf('tv')}/credentials`]) {
      const answer = await ask(bridge.port, path, {
        method: 'OPTIONS',
        headers: { 'origin': 'http://msx.example', 'access-control-request-method': 'POST' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-headers']).toContain('Authorization');
    }
  });

  it('is of the dashboard only where a code is typed, with the admin token', async () => {
    const { registration_code: code } = await asks();
    expect((await typeCode(bridge.port, { code })).status).toBe(401);
    expect((await ask(bridge.port, '/api/player/nothing')).status).toBe(401);
    expect(await types({ code: 7 })).toMatchObject({ status: 400 });
    expect(await types({ code, displayName: '' })).toMatchObject({ status: 400 });
    expect(await types({ code })).toMatchObject({ status: 200 });
  });

  it('is a picture of the address at which the code is typed', async () => {
    const { registration_code: code } = await asks();
    const picture = await ask(bridge.port, `/api/player/qr.png?code=${code}`);
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await ask(bridge.port, '/api/player/qr.png?code=x')).status).toBe(400);
    for (let i = 1; i < 60; i++) await ask(bridge.port, `/api/player/qr.png?code=${code}`);
    expect((await ask(bridge.port, `/api/player/qr.png?code=${code}`)).status).toBe(429);
  });

  it('names the bridge as the TV has found it', async () => {
    const answer = await provision(bridge.port, { device_id: 'tv' }, { host: '192.168.1.5:8080' });
    expect(read(answer).dashboard_url).toMatch(/^http:\/\/192\.168\.1\.5:8080\/\?code=/);
  });

  it('is not needed where the bridge asks for no tokens', async () => {
    await bridge.close();
    await start({ auth: 'open', adminToken: undefined });
    const problem = { status: 409, code: 'pairing_not_needed' };
    expect(read(await provision(bridge.port))).toMatchObject(problem);
    expect(read(await ask(bridge.port, '/api/player/x/credentials'))).toMatchObject(problem);
    expect(read(await typeCode(bridge.port, { code: 'ABCDEF' }))).toMatchObject(problem);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playerKeyOf } from '../../../makapix/playerKeyOf.js';
import { startBridge, type Bridge } from '../../startBridge.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
let bridge: Bridge;
beforeEach(async () => {
  sample = await samplePackage();
  bridge = await startBridge({ folders: sample.folders });
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const players = async () =>
  (JSON.parse((await ask(bridge.port, '/api/players')).text) as { players: Record<string, unknown>[] })
    .players;
const tvComes = (query = '?device_id=a.b', headers: Record<string, string> = {}) =>
  ask(bridge.port, `/gallery/menu.json${query}`, { headers });
const patch = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(bridge.port, `/api/players/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the list of players', () => {
  it('is empty until a TV asks for a document', async () => {
    await ask(bridge.port, '/plugin.html?device_id=a');
    await ask(bridge.port, '/msx/start.json');
    expect(await players()).toEqual([]);
  });

  it('has a TV after its first document, by its device ID', async () => {
    await tvComes('?device_id=a.b', { 'user-agent': 'Mozilla/5.0 (SMART-TV; Linux; Tizen 5.5)' });
    expect(await players()).toMatchObject([
      {
        id: 'msx_a_x2eb',
        playerKey: playerKeyOf('a.b'),
        deviceId: 'a.b',
        platform: 'Samsung Tizen 5.5',
        address: '127.0.0.1',
        owner: 'home',
        registered: true,
        connectionStatus: 'offline',
        lastSeenAt: null,
      },
    ]);
  });

  it('has the version of MSX as soon as MSX itself asks for a document', async () => {
    await tvComes();
    expect(await players()).toMatchObject([{ msxVersion: null, firmwareVersion: null }]);
    await tvComes('?device_id=a.b&v=0.1.163&t=1700000000000');
    expect(await players()).toMatchObject([{ msxVersion: '0.1.163' }]);
  });

  it('has a TV without a device ID by its address', async () => {
    await tvComes('');
    await tvComes('?device_id=null');
    expect(await players()).toMatchObject([{ id: 'msx_127_0_0_1', playerKey: null, deviceId: null }]);
  });

  it('believes X-Forwarded-For of trusted proxies only', async () => {
    await tvComes('', { 'x-forwarded-for': '10.1.2.3' });
    expect(await players()).toMatchObject([{ id: 'msx_127_0_0_1' }]);
  });
});

describe('a change of a player', () => {
  it('gives it a name and an owner, which last', async () => {
    await tvComes();
    const answer = await patch('msx_a_x2eb', { displayName: ' Kitchen ', owner: 'anna' });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      expect.objectContaining({ displayName: 'Kitchen', owner: 'anna' }),
    ]);
    await tvComes();
    expect(await players()).toMatchObject([{ displayName: 'Kitchen', owner: 'anna' }]);
  });

  it.each([
    [{}],
    [[]],
    [{ displayName: '' }],
    [{ displayName: 'x'.repeat(81) }],
    [{ owner: 5 }],
    [{ playerKey: 'x' }],
  ])('is refused with a problem document: %j', async (body) => {
    await tvComes();
    const answer = await patch('msx_a_x2eb', body);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({ status: 400, code: 'bad_request' });
  });

  it('is not for pages of other sites', async () => {
    await tvComes();
    const answer = await patch('msx_a_x2eb', { displayName: 'Mine' }, { origin: 'http://evil.example' });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 403, code: 'other_site' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('needs a player', async () =>
    expect(JSON.parse((await patch('msx_nobody', { displayName: 'x' })).text)).toMatchObject({
      status: 404,
      code: 'player_unknown',
    }));
});

describe('a removed player', () => {
  it('is gone, and comes back with its next request', async () => {
    await tvComes();
    const answer = await ask(bridge.port, '/api/players/msx_a_x2eb', { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect(await players()).toEqual([]);
    await tvComes();
    expect(await players()).toMatchObject([{ id: 'msx_a_x2eb' }]);
  });

  it('must have been there', async () =>
    expect((await ask(bridge.port, '/api/players/msx_nobody', { method: 'DELETE' })).status).toBe(404));
});

it('answers an unknown path below /api with a problem document', async () =>
  expect(JSON.parse((await ask(bridge.port, '/api/nothing')).text)).toMatchObject({
    status: 404,
    code: 'not_found',
  }));

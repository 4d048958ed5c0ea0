// What pages of other sites can do from the browser of somebody who is in the same network.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBridge, type Bridge, type BridgeOptions } from '../startBridge.js';
import { ask } from '../../../e2e/stage/ask.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
let bridge: Bridge;
const start = async (options: BridgeOptions = {}) => {
  bridge = await startBridge({ folders: sample.folders, ...options });
};
beforeEach(async () => {
  sample = await samplePackage();
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const as = (host: string, path: string) => ask(bridge.port, path, { headers: { host } });
const STRANGER = 'evil.example:8080';

describe('a page whose name points to the bridge (DNS rebinding)', () => {
  it.each(['/api/players', '/api/nothing', '/%61pi/players'])('cannot read %s', async (path) => {
    await start();
    const answer = JSON.parse((await as(STRANGER, path)).text) as { detail: string };
    expect(answer).toMatchObject({ status: 403, code: 'unknown_host' });
    expect(answer.detail).toContain('--host-name evil.example');
  });

  it.each(['/', '/?x', '/dashboard/main.js'])('is not the dashboard: %s', async (path) => {
    await start();
    const answer = await as(STRANGER, path);
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('--host-name evil.example')]);
  });

  it.each(['/plugin.html', '/plugin.config.json', '/gallery/menu.json'])(
    'may be what a TV was given: %s',
    async (path) => {
      await start();
      const answer = await as('tv.example', path);
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    },
  );

  it('may be the bridge’s own name, when the person says so', async () => {
    await start({ hostNames: ['tv.example'] });
    expect((await as('tv.example:443', '/api/players')).status).toBe(200);
    expect((await as('tv.example', '/')).status).toBe(200);
    expect((await as(STRANGER, '/api/players')).status).toBe(403);
  });

  it('has no cookie where the API asks for a token, so that any name will do', async () => {
    await start({ auth: 'token', adminToken: 'secret' });
    const headers = { host: STRANGER, authorization: 'Bearer secret' };
    expect((await ask(bridge.port, '/api/players', { headers })).status).toBe(200);
    expect((await as(STRANGER, '/api/players')).status).toBe(401);
  });
});

describe('a page of another site', () => {
  const from = (origin: string, method: string, path: string) =>
    ask(bridge.port, path, { method, headers: { host: 'localhost:8080', origin } });

  it.each([
    ['GET', '/api/players'],
    ['POST', '/api/players/msx_tv/token'],
    ['PATCH', '/api/players/msx_tv'],
    ['DELETE', '/api/players/msx_tv'],
    ['DELETE', '/%61pi/players/msx_tv'],
    ['OPTIONS', '/api/players'],
  ])('can send no %s %s', async (method, path) => {
    await start();
    for (const origin of ['http://evil.example', 'http://localhost:8081', 'null']) {
      const answer = await from(origin, method, path);
      expect([origin, answer.status, answer.headers['access-control-allow-origin']]).toEqual([
        origin,
        403,
        undefined,
      ]);
    }
    expect((await from('http://localhost:8080', 'DELETE', '/api/players/msx_tv')).status).toBe(404);
  });

  it('puts the dashboard into no frame of its own', async () => {
    await start();
    expect((await as('localhost', '/')).headers['content-security-policy']).toContain(
      "frame-ancestors 'none'",
    );
  });
});

import { COMMAND_TYPES } from './commands/commandTypes.js';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Refusal } from './broker/refusal.js';
import { parseNetworks } from './players/address.js';
import { startBridge, type Bridge } from './startBridge.js';
import { ask } from '../../e2e/stage/ask.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

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

describe('the static host', () => {
  it.each([
    ['/plugin.html', 'The plugin', 'text/html'],
    ['/menu.json', '{"menu":[]}', 'application/json'],
    ['/msx/start.json', 'Sample', 'application/json'],
    ['/gallery/menu.json', 'gallery', 'application/json'],
    ['/dashboard/main.js', '// the dashboard', 'javascript'],
    ['/preview/host.js', '// the host', 'javascript'],
    ['/preview/plugin/plugin.html', 'The plugin', 'text/html'],
    ['/preview/plugin/tvx-plugin.min.js', '// the stand-in', 'javascript'],
    ['/preview/?start=x', 'The host', 'text/html'],
  ])('serves %s to every origin', async (path, content, type) => {
    const answer = await ask(bridge.port, path, { headers: { host: 'localhost' } });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(content);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('shows the dashboard to a person who types the address only', async () => {
    const answer = await ask(bridge.port, '/');
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('The dashboard')]);
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it.each(['/plugin.html', '/preview/plugin/plugin.html'])('lets MSX show %s in a frame', async (path) => {
    const { headers } = await ask(bridge.port, path, { headers: { host: 'localhost' } });
    expect([headers['x-frame-options'], headers['content-security-policy']]).toEqual([undefined, undefined]);
  });

  it('has no TVX library beside the real page: a TV takes the official one', async () => {
    expect((await ask(bridge.port, '/tvx-plugin.min.js')).status).toBe(404);
  });

  it('answers a missing file with 404, also to every origin', async () => {
    const answer = await ask(bridge.port, '/gallery/missing.png');
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, '*']);
  });

  it.each([
    '/../package.json',
    '/gallery/../../cli.js',
    '/gallery/%2e%2e/%2e%2e/plugin/plugin.html',
    '/gallery/..%2f..%2fplugin/plugin.html',
  ])('gives out nothing from outside its folders (%s)', async (path) => {
    const { status } = await ask(bridge.port, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('answers ranges, so that one can seek', async () => {
    const answer = await ask(bridge.port, '/gallery/media/ten.mp3', { headers: { range: 'bytes=2-4' } });
    expect([answer.status, answer.text]).toEqual([206, '234']);
    for (const range of ['bytes=-99', 'bytes=x-'])
      expect((await ask(bridge.port, '/gallery/media/ten.mp3', { headers: { range } })).text).toBe(
        '0123456789',
      );
  });

  it('allows a JSON POST from another origin', async () => {
    const answer = await ask(bridge.port, '/gallery/menu.json', { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('POST');
    expect(answer.headers['access-control-allow-headers']).toContain('Content-Type');
  });
});

describe('the generated configuration', () => {
  const at = async (path: string, host: string) => {
    const answer = await ask(bridge.port, path, { headers: { host } });
    return JSON.parse(answer.text) as unknown;
  };

  it('points to the broker by the name that the TV used', async () => {
    for (const host of ['192.168.1.20:8080', 'tv.local', '[fe80::1]:8080'])
      expect(await at('/plugin.config.json', host)).toEqual({
        menu: 'gallery/menu.json',
        tagging: 'deep',
        broker: { url: `ws://${host}/mqtt` },
        remote: [...COMMAND_TYPES],
        artworkUrl: `http://${host}/vault/{storage_shard}/{storage_key}.{format}`,
        playback: true,
      });
  });

  it('finds the gallery from the preview as well', async () => {
    expect(await at('/preview/plugin/plugin.config.json', 'localhost:8080')).toMatchObject({
      menu: '../../gallery/menu.json',
      broker: { url: 'ws://localhost:8080/mqtt' },
    });
  });

  it('stands in the page as well, with the gallery’s menu', async () => {
    for (const path of ['/', '/preview/plugin/']) {
      const page = await ask(bridge.port, `${path}plugin.html`, { headers: { host: 'tv.local' } });
      const blockOf = (id: string): unknown =>
        JSON.parse(new RegExp(`id="${id}"[^>]*>([^]*?)</script>`).exec(page.text)![1]!);
      expect(blockOf('config')).toEqual(await at(`${path}plugin.config.json`, 'tv.local'));
      expect(blockOf('menu')).toEqual(await at('/gallery/menu.json', 'tv.local'));
    }
  });

  it.each(['a/b', 'a b', 'user@a', 'a:b'])('is refused to the Host header "%s"', async (host) => {
    const answer = await ask(bridge.port, '/plugin.config.json', { headers: { host } });
    expect(answer.status).toBe(400);
  });
});

describe('the preview', () => {
  it('is already pointed at the plugin', async () => {
    const answer = await ask(bridge.port, '/preview', { headers: { host: `localhost:${bridge.port}` } });
    const origin = `http://localhost:${bridge.port}`;
    expect([answer.status, answer.headers.location]).toEqual([
      302,
      `${origin}/preview/?start=menu:request:interaction:init@${origin}/preview/plugin/plugin.html`,
    ]);
  });

  it('tells a browser on another machine why it does not work there', async () => {
    const answer = await ask(bridge.port, '/preview', { headers: { host: '192.168.1.20:8080' } });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('http://localhost')]);
  });

  it('takes the TVX library that it is given', async () => {
    const tvxLibrary = join(sample.root, 'official.js');
    await writeFile(tvxLibrary, '// the official library');
    const other = await startBridge({ folders: { ...sample.folders, tvxLibrary } });
    const answer = await ask(other.port, '/preview/plugin/tvx-plugin.min.js');
    await other.close();
    expect(answer.text).toBe('// the official library');
    expect(answer.headers['content-type']).toContain('javascript');
  });
});

it('looks every minute for TVs that are idle', async () => {
  await bridge.close();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    let nowMs = Date.now();
    bridge = await startBridge({ folders: sample.folders, idleTimeoutMs: 90_000, now: () => nowMs });
    await ask(bridge.port, '/gallery/menu.json?device_id=a');
    const afterAMinute = async () => {
      nowMs += 60_000;
      await vi.advanceTimersByTimeAsync(60_000);
      await ask(bridge.port, '/api/players');
      return bridge.registry.isRegistered('msx_a');
    };
    expect([await afterAMinute(), await afterAMinute()]).toEqual([true, false]);
  } finally {
    vi.useRealTimers();
  }
});

describe('an address that cannot be read', () => {
  it.each([
    '/api/%zz',
    '/api/players/%zz',
    '/%61pi/%zz',
    '/api/%',
    '/api/players/%ff%fe',
    `/api/owners/${'x'.repeat(2000)}`,
  ])('is answered with a problem document in the API (%s)', async (path) => {
    const { status, headers, text } = await ask(bridge.port, path, { method: 'PATCH' });
    expect(headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ status, code: status === 404 ? 'not_found' : 'bad_request' });
  });

  it.each(['/%zz', '/gallery/%', '/%ff'])('is answered with a sentence elsewhere (%s)', async (path) => {
    const { status, headers } = await ask(bridge.port, path);
    expect([status, headers['content-type'], headers['access-control-allow-origin']]).toEqual([
      expect.toSatisfy((code: number) => code === 400 || code === 404),
      expect.stringContaining('text/plain'),
      '*',
    ]);
  });
});

describe('a request that does not come whole', () => {
  const HEAD = 'Host: localhost\r\nContent-Type: application/json\r\n';
  const CHUNKED = 'Transfer-Encoding: chunked\r\n';
  it.each([
    ['nothing at all', ''],
    ['half a head', `POST /api/session HTTP/1.1\r\n${HEAD}`],
    ['no body', `POST /api/session HTTP/1.1\r\n${HEAD}Content-Length: 10\r\n\r\n`],
    ['half a body', `POST /api/session HTTP/1.1\r\n${HEAD}Content-Length: 10\r\n\r\n{`],
    ['a body without an end', `POST /plugin.html HTTP/1.1\r\n${HEAD}${CHUNKED}\r\n1\r\n{\r\n`],
  ])('is cut (%s)', async (_what, text) => {
    const hasty = await startBridge({ folders: sample.folders, requestTimeoutMs: 200 });
    const socket = connectTcp(hasty.port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    socket.write(text);
    socket.resume();
    await once(socket, 'close');
    expect((await ask(hasty.port, '/plugin.html')).status).toBe(200);
    await hasty.close();
  });
});

it('does not fill its log with requests that fail', async () => {
  await bridge.close();
  const faults: string[] = [];
  bridge = await startBridge({ folders: sample.folders, onFault: (sentence) => faults.push(sentence) });
  vi.spyOn(bridge.database, 'query').mockRejectedValue(new Error('broken'));
  for (let i = 0; i < 100; i++) expect((await ask(bridge.port, '/api/owners')).status).toBe(500);
  expect(faults).toHaveLength(10);
  await bridge.close();
  expect(faults.slice(10)).toEqual(['… and 90 more within a minute: requests that failed']);
  bridge = await startBridge({ folders: sample.folders });
});

describe('TVs that nobody knows', () => {
  const comes = async (id: number, from: Record<string, string> = {}) =>
    (await ask(bridge.port, `/gallery/menu.json?device_id=tv${id}`, { headers: from })).status;

  it('are registered a hundred a minute from one address, and those that are known go on', async () => {
    await bridge.close();
    const clock = { nowMs: 0 };
    const refusals: Refusal[] = [];
    bridge = await startBridge({
      folders: sample.folders,
      trusted: parseNetworks('127.0.0.1')!,
      monotonicMs: () => clock.nowMs,
      onRefusal: (refusal) => refusals.push(refusal),
    });
    for (let i = 0; i < 100; i++) expect(await comes(i)).toBe(200);
    expect([await comes(100), await comes(0)]).toEqual([429, 200]);
    expect(refusals).toMatchObject([{ code: 'too-many-registrations', address: '127.0.0.1' }]);
    expect(await comes(100, { 'x-forwarded-for': '10.0.0.5' })).toBe(200);
    clock.nowMs += 60_000;
    expect(await comes(101)).toBe(200);
  });
});

describe('a bridge that closes', () => {
  it('does not wait for a request that never ends', async () => {
    const half = connectTcp(bridge.port, '127.0.0.1', () => half.write('GET /plugin.html HTTP/1.1\r\n'));
    half.on('error', () => undefined);
    await ask(bridge.port, '/plugin.html'); // the other one has arrived by now
    const ended = new Promise((resolve) => half.once('close', resolve));
    await bridge.close();
    await ended;
    bridge = await startBridge({ folders: sample.folders });
  });
});

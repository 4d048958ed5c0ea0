// The proxies of the documentation, as it has them, each before a real bridge, with a WebSocket through it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer } from '../../e2e/stage/connectPlayer.js';
import { freePort } from '../../e2e/stage/startMosquitto.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { parseNetworks } from './players/address.js';
import { startBridge, type Bridge } from './startBridge.js';

const NGINX = '/usr/sbin/nginx';
const CADDY = '/usr/bin/caddy';
for (const program of [NGINX, CADDY])
  if (!existsSync(program)) console.warn(`SKIPPED: ${program} before the bridge, which is not installed`);

let sample: SamplePackage;
let bridge: Bridge;
let folder: string;
let proxy: ChildProcess | undefined;

beforeEach(async () => {
  sample = await samplePackage();
  bridge = await startBridge({ folders: sample.folders, trusted: parseNetworks('127.0.0.1')! });
  folder = await mkdtemp(join(tmpdir(), 'proxy-'));
});
afterEach(async () => {
  if (proxy?.exitCode === null) {
    const ended = once(proxy, 'exit');
    proxy.kill('SIGTERM');
    await ended;
  }
  proxy = undefined;
  await bridge.close();
  await sample.remove();
  await rm(folder, { recursive: true });
});

/** The block of a page, with the bridge's own port in it. */
async function blockOf(page: string, language: string): Promise<string> {
  const block = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(
    await readFile(`docs/${page}`, 'utf8'),
  )?.[1];
  return block!.replace('127.0.0.1:8080', `127.0.0.1:${bridge.port}`);
}

/** A TV behind the proxy shows something, and the bridge knows it by the TV's address, not the proxy's. */
async function showsThrough(url: string): Promise<void> {
  const tv = await connectPlayer(url, 'tv', { rejectUnauthorized: false });
  expect(await tv.acked()).toEqual({ success: true });
  await tv.client.endAsync();
}

describe.skipIf(!existsSync(NGINX))('nginx', () => {
  it('lets documents and the broker through', async () => {
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder};`,
    );
    const location = await blockOf('bridge.md', 'nginx');
    const config = `daemon off; pid ${folder}/pid; error_log stderr; events {}
http { access_log off; ${temporary.join(' ')} server { listen 127.0.0.1:${port}; ${location} } }`;
    await writeFile(join(folder, 'nginx.conf'), config);
    proxy = spawn(NGINX, ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
    const path = '/gallery/menu.json?device_id=tv';
    await vi.waitFor(async () => expect((await ask(port, path)).status).toBe(200), { timeout: 10_000 });
    expect((await ask(port, '/plugin.config.json')).text).toContain(`ws://127.0.0.1:${port}/mqtt`);
    await showsThrough(`ws://127.0.0.1:${port}/mqtt`);
  });
});

describe.skipIf(!existsSync(CADDY))('Caddy', () => {
  it('lets documents and the broker through, by TLS', async () => {
    const port = await freePort();
    const site = (await blockOf('operations.md', 'caddy')).replace(
      /^tv\.example\.com \{/m,
      `https://localhost:${port} {\n  tls internal`,
    );
    const global = `{\n  admin off\n  skip_install_trust\n  auto_https disable_redirects\n  storage file_system ${folder}\n}\n`;
    await writeFile(join(folder, 'Caddyfile'), global + site);
    proxy = spawn(CADDY, ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], {
      stdio: 'ignore',
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    });
    const path = '/gallery/menu.json?device_id=tv';
    await vi.waitFor(async () => expect(await askByTls(port, path)).toContain('gallery'), {
      timeout: 15_000,
    });
    expect(await askByTls(port, '/plugin.config.json')).toContain(`wss://localhost:${port}/mqtt`);
    await showsThrough(`wss://localhost:${port}/mqtt`);
  });
});

function askByTls(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: 'localhost', port, path, rejectUnauthorized: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { LIBRARY } from './startOrigins.js';
import { startServer } from './startServer.js';

const PROGRAM = join(import.meta.dirname, '../../dist/bridge/cli.js');

/** The built program, running as a process of its own. */
export interface RunningBridge {
  /** `http://localhost:PORT`: the origin that the TVX library accepts. */
  origin: string;
  /** Everything it has printed so far. */
  printed(): string;
  /** Ends it as Ctrl-C does, and waits for that. */
  stop(): Promise<void>;
}

/**
 * Starts the program as a person does, on a free port, with a database of its own.
 * @param argv more options; the last `--host` counts
 */
export async function startBridge(...argv: string[]): Promise<RunningBridge> {
  const data = await mkdtemp(join(tmpdir(), 'bridge-data-'));
  const child = spawn(
    process.execPath,
    [PROGRAM, '--port', '0', '--host', '127.0.0.1', '--data', data, ...argv],
    { env: { ...process.env, BRIDGE_ADMIN_TOKEN: undefined } },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = once(child, 'exit');
  await expect
    .poll(() => (child.exitCode === null ? printed : `ended: ${printed}`), { timeout: 20_000 })
    .toMatch(/Ctrl-C|ended/);
  const port = /http:\/\/localhost:(\d+)\/preview/.exec(printed)?.[1];
  if (port === undefined) throw new Error(`The bridge did not start: ${printed}`);
  return {
    origin: `http://localhost:${port}`,
    printed: () => printed,
    async stop() {
      child.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      await rm(data, { recursive: true, force: true });
      expect(code, printed).toBe(0);
    },
  };
}

/** A static host with the plugin. */
export interface PluginHost {
  /** The start parameter, for openHost. */
  start: string;
  close(): Promise<void>;
}

/** The plugin on a host of its own, configured for a bridge: so that app, plugin and documents have an origin each. */
export async function startPluginHost({ origin }: RunningBridge): Promise<PluginHost> {
  const answer = await fetch(`${origin}/plugin.config.json`);
  const config = (await answer.json()) as { menu: string };
  const host = await startServer(
    { '/tv/': join(import.meta.dirname, '../../dist/plugin'), '/tv/tvx-plugin.min.js': LIBRARY },
    { '/tv/plugin.config.json': { json: { ...config, menu: new URL(config.menu, `${origin}/`).href } } },
  );
  return { start: `menu:request:interaction:init@${host.origin}/tv/plugin.html`, close: () => host.close() };
}

/** The start parameter of the preview with the bridge's own plugin, for openHost. */
export const previewStart = (origin: string): string =>
  `menu:request:interaction:init@${origin}/preview/plugin/plugin.html`;

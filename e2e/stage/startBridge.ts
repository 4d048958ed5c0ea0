import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { FREE_PORTS, spawnBridge } from './program.js';
import { LIBRARY } from './startOrigins.js';
import { startServer } from './startServer.js';

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
  const bridge = spawnBridge([...FREE_PORTS, '--data', data, ...argv], {
    env: { BRIDGE_ADMIN_TOKEN: undefined },
  });
  await bridge.started;
  const printed = () => bridge.printed.out + bridge.printed.err;
  return {
    origin: `http://localhost:${bridge.port()}`,
    printed,
    async stop() {
      expect(await bridge.end('SIGINT'), printed()).toBe(0);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Waits until the bridge has found so many files in its media folder. */
export const filesAre = ({ origin }: RunningBridge, count: number): Promise<void> =>
  expect
    .poll(
      async () => {
        const answer = await fetch(`${origin}/api/albums`);
        return ((await answer.json()) as { albums: { files: number }[] }).albums[0]!.files;
      },
      { timeout: 20_000 },
    )
    .toBe(count);

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

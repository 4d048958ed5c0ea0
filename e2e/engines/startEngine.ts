import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Engine } from './findEngine.js';

/** An engine that runs. */
export interface RunningEngine {
  /** What its pages wrote to the console since it was last asked, and its errors; the newest lines. */
  said(): string[];
  /** Resolves with a sentence when the program has ended, whoever ended it. */
  ended: Promise<string>;
  /** Of the program that was started; Chromium's helpers have others. */
  pid: number;
  /** The port of the DevTools protocol, for engines that speak it; null for the others. */
  devToolsPort: Promise<number | null>;
  stop(): Promise<void>;
}

const LINES_KEPT = 40;
const WINDOW = '1280,720';

const WEBKIT_SCRIPT = join(import.meta.dirname, 'webkitOpen.js');

/** No sandbox, no GPU: what the builds for servers of those years can do in a container. */
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--no-zygote',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--mute-audio',
  '--disable-features=AudioServiceOutOfProcess',
  '--hide-scrollbars',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-popup-blocking',
  '--autoplay-policy=no-user-gesture-required',
  '--enable-logging=stderr',
  `--window-size=${WINDOW}`,
  '--remote-debugging-port=0',
];

function command(engine: Engine, profile: string, url: string): { args: string[]; env: NodeJS.ProcessEnv } {
  if (engine.family === 'webkit')
    return {
      args: [
        `--local-storage-path=${profile}`,
        `--offline-storage-path=${profile}`,
        '--disk-cache=false',
        '--ignore-ssl-errors=true',
        WEBKIT_SCRIPT,
        url,
      ],
      // its OpenSSL is older than the system's configuration file
      env: { ...process.env, OPENSSL_CONF: '/dev/null' },
    };
  return { args: [...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, url], env: process.env };
}

/** Chromium prefixes what pages say with time, process and source file. */
function lineOf(line: string): string | null {
  const [, said] = /:CONSOLE[^\]]*\]\s*(.*)/.exec(line) ?? [];
  if (said !== undefined) return said;
  if (/^(?:CONSOLE|ERROR) /.test(line)) return line;
  return /FATAL|Received signal|Check failed|indexed_db/.test(line) ? line : null;
}

/** Ctrl-C or a limit from outside: `exit` is told only of what ends by itself. */
let heedsSignals = false;
function heedSignals(): void {
  if (heedsSignals) return;
  heedsSignals = true;
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

/**
 * Starts an engine with an address. It ends with this process, however that ends.
 * @param keptProfile a folder that outlives the engine; without one it gets a fresh profile, which goes with it
 */
export async function startEngine(
  engine: Engine,
  url: string,
  flags: string[] = [],
  keptProfile?: string,
): Promise<RunningEngine> {
  heedSignals();
  const profile = keptProfile ?? (await mkdtemp(join(tmpdir(), 'tv-engine-')));
  const { args, env } = command(engine, profile, url);
  const child = spawn(engine.program, [...flags, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, to end it with all its helpers
  });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ended by itself
    }
  };
  process.once('exit', end);
  const lines: string[] = [];
  let foundPort: (port: number | null) => void = () => undefined;
  const devToolsPort = new Promise<number | null>((resolve) => (foundPort = resolve));
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      const port = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1];
      if (port) foundPort(Number(port));
      const said = lineOf(line);
      if (said !== null) lines.push(said);
      if (lines.length > LINES_KEPT) lines.shift();
    });
  if (engine.family === 'webkit') foundPort(null);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${engine.name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(`${engine.name} ended with ${signal ?? `code ${code ?? 0}`}`));
  });
  void ended.then(() => foundPort(null));
  return {
    said: () => lines.splice(0),
    ended,
    pid: child.pid ?? 0,
    devToolsPort,
    stop: async () => {
      end();
      process.off('exit', end);
      await ended;
      if (keptProfile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

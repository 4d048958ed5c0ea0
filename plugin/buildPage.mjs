// Makes the page: the scripts of its stages, lowered, in the shell around them; for the plugin itself, and with a stage of
// its own for whoever writes one (build.mjs).
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'acorn';
import { transform } from 'esbuild';
import { bundleStages, stagesWith } from './bundleStages.mjs';
import { lower, lowerReadable, shortName } from './lower.mjs';

/** The package's own folder: in the repository, or where it is installed. */
export const ROOT = resolve(import.meta.dirname, '..');
export const { name: NAME, version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

/** The day of the build in ms: a TV clock that is earlier than this is wrong (src/report/createClock.ts). */
const DAY_MS = 86_400_000;
const builtAt = Math.floor((Number(process.env.SOURCE_DATE_EPOCH) * 1000 || Date.now()) / DAY_MS) * DAY_MS;

/** esbuild bundles; SWC lowers to ES5, which esbuild cannot. */
export const bundleOptions = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'iife',
  target: 'esnext',
  legalComments: 'none',
  logLevel: 'warning',
  define: {
    __VERSION__: JSON.stringify(version),
    __BUILT_AT__: String(builtAt),
    __AUTHORED__: 'false',
  },
};

/**
 * Where the page's parts are.
 * @typedef {object} Source
 * @property {string} folder of the stages' modules
 * @property {string | null} author the module of the author's stage, if there is one
 * @property {boolean} isDebug readable, with source maps
 */

/**
 * The page's scripts by stage, lowered.
 * @param {Source} source
 * @param {import('esbuild').BuildOptions} options for esbuild, the same for all
 */
export async function pageScripts({ folder, author, isDebug }, options = {}) {
  const bundles = await bundleStages(
    { folder, author },
    {
      ...bundleOptions,
      ...(isDebug ? { sourcemap: 'external', outdir: 'dist' } : {}),
      ...options,
      define: { ...bundleOptions.define, __AUTHORED__: String(author !== null) },
    },
  );
  const scripts = [];
  for (const [stage, { text, map, files }] of Object.entries(bundles)) {
    const script = isDebug ? await lowerReadable(text, map, `${stage}.js`) : await lower(text);
    scripts.push({ stage, bundle: text, files, script });
  }
  return scripts;
}

export const librariesIn = (scripts) =>
  scripts.flatMap(({ files }) => files).filter((file) => file.includes('node_modules/'));

/** How often each property is named in a script, also by a text: `'url' in answer`. */
function countProperties(script) {
  const counts = new Map();
  const count = (name) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const visit = (node) => {
    if (node.type === 'MemberExpression' && !node.computed) count(node.property.name);
    if (node.type === 'Property' && !node.computed) count(node.key.name ?? String(node.key.value));
    if (node.type === 'Literal' && typeof node.value === 'string') count(node.value);
    for (const child of Object.values(node).flat()) if (typeof child?.type === 'string') visit(child);
  };
  visit(parse(script, { ecmaVersion: 'latest' }));
  return counts;
}

/**
 * The page's scripts with short names for what only they see: the same in all of them, since they hand objects to each
 * other, and the most used with the letters that variables have most, which packs better. A name that is there already is
 * given to nobody.
 * @param {string[]} names that may be shortened
 */
export async function shortNamedScripts(source, names) {
  const counts = countProperties((await pageScripts(source)).map(({ bundle }) => bundle).join('\n'));
  const uses = (name) => counts.get(name) ?? 0;
  let place = 0;
  const nextName = () => {
    for (;;) {
      const name = shortName(place++);
      if (uses(name) === 0) return name;
    }
  };
  const byUse = [...names].sort((one, other) => uses(other) - uses(one));
  const mangleCache = Object.fromEntries(byUse.map((name) => [name, nextName()]));
  return pageScripts(source, { mangleProps: new RegExp(`^(?:${names.join('|')})$`), mangleCache });
}

/** The scripts are one page's: what SWC puts before each of them is there once, in the first that has it. */
export function withoutRepeatedHelpers(scripts) {
  const before = stagesWith(scripts.some(({ stage }) => stage === 'author'));
  const helpersOf = ({ script }) =>
    parse(script, { ecmaVersion: 5 }).body.filter(
      ({ type, id }) => type === 'FunctionDeclaration' && id.name.startsWith('_'),
    );
  const helpers = Object.fromEntries(scripts.map((one) => [one.stage, helpersOf(one)]));
  return scripts.map(({ stage, script, ...rest }) => {
    const there = before[stage].flatMap((earlier) => helpers[earlier].map(({ id }) => id.name));
    const repeated = helpers[stage].filter(({ id }) => there.includes(id.name));
    const cut = (text, { start, end }) => text.replace(script.slice(start, end), '');
    return { ...rest, stage, script: repeated.reduce(cut, script) };
  });
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

async function noticeOf(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = LICENCE_FILES.find((candidate) => existsSync(join(folder, candidate)));
  if (!file)
    throw new Error(
      `${manifest.name} has no licence file: the page must carry the licence of what it bundles`,
    );
  const licence = unwrapped(await readFile(join(folder, file), 'utf8'));
  const [apache] = /https?:\/\/www\.apache\.org\/licenses\/LICENSE-2\.0/.exec(licence) ?? [];
  // A package that only points to its licence is pointed from here as well.
  const [copyright] = licence.split('\n');
  const text = apache ? `${copyright}\nApache License, Version 2.0: ${apache}` : licence;
  return `${manifest.name} ${manifest.version}\n${text}`;
}

/** The licences of what is bundled, and the name of our own; they stand at the head of the page. */
export async function notices(libraries) {
  const [, copyright] = /^(Copyright .*)$/m.exec(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  const folders = new Set(libraries.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)[0]));
  const others = [...folders].filter((folder) => !folder.endsWith(`node_modules/${NAME}`)).sort();
  const texts = await Promise.all(others.map(noticeOf));
  const ours = `MSX Player Plugin ${version}\n${copyright}\nSPDX-License-Identifier: MIT`;
  const comment = [ours, 'It contains:', ...texts].join('\n').replace(/-{2,}/g, '-');
  return `<!--\n${comment}\n-->`;
}

/** The page around the script: its style minified, its white space folded. */
async function minifyShell(html) {
  const style = /<style>([^]*?)<\/style>/.exec(html)[1];
  const { code } = await transform(style, { loader: 'css', minify: true, target: 'chrome64' });
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
 * The page, with its scripts in it.
 * @param {{ scripts: { stage: string, script: string }[], licences: string, isDebug: boolean }} parts
 */
export async function pageWith({ scripts, licences, isDebug }) {
  const shell = await readFile(join(ROOT, 'plugin/plugin.html'), 'utf8');
  let html = (isDebug ? shell : await minifyShell(shell))
    .replace('<!-- licences -->', () => licences)
    .replaceAll('%VERSION%', version);
  for (const { stage, script } of scripts) {
    const place = `/* ${stage} */`;
    if (stage === 'author') {
      const block = `<script type="text/plain" id="author">${place}</script>`;
      html = html.replace('<script type="text/plain" id="report">', (next) => block + next);
    }
    if (!html.includes(place)) throw new Error(`plugin/plugin.html lacks a place for ${stage}`);
    html = html.replace(place, () => script);
  }
  return html;
}

const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * The page with JSON in its element of this `id`, `config` or `menu`.
 * @param {string} where what the text is called in an error
 * @throws where it is not JSON
 */
export function pageWithJson(html, id, json, where) {
  try {
    JSON.parse(json);
  } catch (error) {
    throw new Error(`${where} is not JSON: ${error.message}`, { cause: error });
  }
  // `<` may end the element; the rest keeps the page within ASCII, as `lower` does
  const inElement = json.trim().replace(/[<\u0080-\uffff]/g, escaped);
  return html.replace(`id="${id}">`, (open) => open + inElement);
}

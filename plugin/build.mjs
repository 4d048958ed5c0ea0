// `msx-player-plugin/build`: the page of a plugin of one's own, made by what makes ours. Options: build.d.mts.
import { existsSync, watch } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { context } from 'esbuild';
import {
  librariesIn,
  notices,
  NAME,
  pageScripts,
  pageWith,
  pageWithJson,
  ROOT,
  withoutRepeatedHelpers,
} from './buildPage.mjs';

/** In the repository the stages are as they were written, in the package as they were compiled. */
const LIB = [join(ROOT, 'src'), join(ROOT, 'dist/lib')].find((folder) =>
  existsSync(join(folder, 'plugin/stages')),
);
const INDEX = ['index.ts', 'index.js'].map((name) => join(LIB, name)).find(existsSync);

/**
 * Makes one page in ES5 of the module that calls `startPlugin`, with identity, tagging, reporting and the plugin's own
 * pages in it, and beside it `msx/start.json`, by which a TV finds it.
 */
export async function buildPlugin({
  entry,
  file = 'dist/plugin.html',
  config,
  menu,
  files,
  name = basename(process.cwd()),
  isDebug = false,
}) {
  const source = { folder: join(LIB, 'plugin/stages'), author: entry, isDebug };
  const made = await pageScripts(source, { alias: { [NAME]: INDEX } });
  const scripts = isDebug ? made : withoutRepeatedHelpers(made);
  let html = await pageWith({ scripts, licences: await notices(librariesIn(scripts)), isDebug });
  for (const [id, path] of Object.entries({ config, menu }))
    if (path) html = pageWithJson(html, id, await readFile(path, 'utf8'), path);
  const start = {
    name,
    version: '1.0.0',
    parameter: `menu:request:interaction:init@{PREFIX}{SERVER}/${basename(file)}`,
  };
  await mkdir(join(dirname(file), 'msx'), { recursive: true });
  if (files) await cp(files, dirname(file), { recursive: true });
  await writeFile(file, html);
  await writeFile(join(dirname(file), 'msx/start.json'), `${JSON.stringify(start, null, 2)}\n`);
  return { file, html };
}

/** An editor writes a file in several steps. */
const SETTLE_MS = 200;
/** Not what is put on a host: the small MSX and its stand-in for TVX lie beside the page. */
const FOLDER = '.preview';

/**
 * Builds readably into a folder of its own, with the small MSX beside the page, serves that, and builds again at each
 * change.
 */
export async function developPlugin(options, { port = 8080, watched = ['src'], log = console.log } = {}) {
  const build = async () => {
    try {
      await buildPlugin({ ...options, file: join(FOLDER, 'plugin.html'), isDebug: true });
      log('built');
    } catch (error) {
      log(`build failed: ${error instanceof Error ? error.message : error}`);
    }
  };
  const preview = join(ROOT, 'dist/preview');
  await rm(FOLDER, { recursive: true, force: true });
  await cp(preview, join(FOLDER, 'preview'), { recursive: true });
  await cp(join(preview, 'tvx-plugin.min.js'), join(FOLDER, 'tvx-plugin.min.js'));
  await build();
  const server = await context({ entryPoints: [] });
  const { port: taken } = await server.serve({ servedir: FOLDER, port });
  const start = `menu:request:interaction:init@http://localhost:${taken}/plugin.html`;
  const url = `http://localhost:${taken}/preview/?start=${encodeURIComponent(start)}`;
  log(`open ${url}`);
  let timer;
  const watchers = watched.concat(options.files ?? []).map((path) =>
    watch(path, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void build(), SETTLE_MS);
    }),
  );
  return {
    url,
    stop: async () => {
      clearTimeout(timer);
      watchers.forEach((watcher) => watcher.close());
      await server.dispose();
    },
  };
}

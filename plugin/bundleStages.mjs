// The scripts of the page, one for each stage (src/plugin/stages). A module lies in the first stage that uses it, and is
// there once: later stages find what it exports where that stage has left it, in a list on `window`.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parse } from 'acorn';
import { build, transformSync } from 'esbuild';

/**
 * Those that have run before each, in the order in which they stand in the page.
 * @param author whether whoever writes a plugin of their own adds a stage; no other takes anything from it
 */
export const stagesWith = (author) => ({
  first: [],
  documents: ['first'],
  ...(author ? { author: ['first', 'documents'] } : {}),
  report: ['first', 'documents'],
  remote: ['first', 'documents', 'report'],
  pages: ['first', 'documents', 'report', 'remote'],
  pairing: ['first', 'documents'],
  landing: ['first'],
});

const LIST = 'st';
/** In a bundle, before it is `stageExports[3]`: a call that esbuild leaves out where nobody needs it. */
const TAKEN = /takeFromStage\((\d+)\)/g;

/** The names under which a module exports values. */
function exportsOf(file) {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts' }); // without its types
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  return body.flatMap(({ type, declaration, specifiers = [] }) => {
    if (type !== 'ExportNamedDeclaration') return [];
    const declared = declaration?.declarations ?? [declaration];
    return declared
      .map((one) => one?.id.name)
      .concat(specifiers.map(({ exported }) => exported.name))
      .filter(Boolean);
  });
}

/** Takes what lies in an earlier stage from there. @param isEarlier whether a file lies there */
const earlierStages = (isEarlier, placeOf) => ({
  name: 'earlier stages',
  setup(esbuild) {
    esbuild.onResolve({ filter: /./ }, async ({ path, ...request }) => {
      if (request.pluginData === 'resolved' || request.kind === 'entry-point') return null;
      const found = await esbuild.resolve(path, { ...request, pluginData: 'resolved' });
      const file = relative(process.cwd(), found.path);
      return isEarlier(file) ? { path: file, namespace: 'earlier' } : found;
    });
    esbuild.onLoad({ filter: /./, namespace: 'earlier' }, ({ path }) => ({
      contents: exportsOf(path)
        .map((name) => `export const ${name} = /* @__PURE__ */ takeFromStage(${placeOf(path, name)});`)
        .join('\n'),
    }));
  },
});

/**
 * @param {{ folder: string, author: string | null }} source the folder of the stages, and the module of the author's
 * @param options for esbuild, the same for all stages
 * @returns by stage: what esbuild made of it, and the files that are in it
 */
export async function bundleStages({ folder, author }, options) {
  const stages = stagesWith(author);
  /** By file: the stage that it lies in. */
  let homes = new Map();
  /** What later stages take: `{ file, name }` by place. */
  const places = [];
  let taken = new Set();
  const placeOf = (file, name) => {
    const known = places.findIndex((one) => one.file === file && one.name === name);
    return known < 0 ? places.push({ file, name }) - 1 : known;
  };

  /** The places of what a stage hands on. */
  const givenBy = (stage) =>
    [...taken].sort((a, b) => a - b).filter((place) => homes.get(places[place].file) === stage);

  const bundle = async (stage) => {
    const given = givenBy(stage);
    const contents = [
      ...(stage === 'author'
        ? [`import ${JSON.stringify(resolve(author))};`, `import '../../library/authorStage.js';`]
        : [`import './${stage}.js';`]),
      ...given.map((place) => {
        const { file, name } = places[place];
        return `import { ${name} as given${place} } from ${JSON.stringify(resolve(file))};`;
      }),
      ...(stage === 'first' ? [`window.${LIST} = [];`] : []),
      ...(given.length ? [`${LIST}.push(${given.map((place) => `given${place}`).join(', ')});`] : []),
    ].join('\n');
    const isEarlier = (file) => stages[stage].includes(homes.get(file));
    const { outputFiles, metafile } = await build({
      ...options,
      stdin: { contents, resolveDir: folder, sourcefile: `${stage}.stage.ts`, loader: 'ts' },
      plugins: [earlierStages(isEarlier, placeOf)],
    });
    const { inputs } = Object.values(metafile.outputs).find((output) => output.inputs && output.entryPoint);
    const { text } = outputFiles.find(({ path }) => !path.endsWith('.map'));
    return {
      text,
      map: outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? null,
      files: Object.keys(inputs).filter(
        (file) => inputs[file].bytesInOutput > 0 && !/^earlier:|\.stage\.ts$/.test(file),
      ),
      takes: [...text.matchAll(TAKEN)].map(([, place]) => Number(place)),
    };
  };

  // What a stage hands on may bring along modules that lay in a later one so far.
  for (;;) {
    const bundles = {};
    const before = JSON.stringify([[...homes], [...taken]]);
    for (const stage of Object.keys(stages)) {
      bundles[stage] = await bundle(stage);
      for (const file of bundles[stage].files) if (!homes.has(file)) homes.set(file, stage);
    }
    taken = new Set(Object.values(bundles).flatMap(({ takes }) => takes));
    if (JSON.stringify([[...homes], [...taken]]) === before) {
      const list = Object.keys(stages).flatMap(givenBy);
      for (const one of Object.values(bundles))
        one.text = one.text.replace(TAKEN, (_, place) => `${LIST}[${list.indexOf(Number(place))}]`);
      return bundles;
    }
    homes = new Map(
      Object.keys(stages).flatMap((stage) => bundles[stage].files.map((file) => [file, stage])),
    );
  }
}

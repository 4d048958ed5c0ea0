#!/usr/bin/env node
// `npm create msx-plugin NAME`: a folder with a plugin that runs, to be changed.
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

const USAGE = `npm create msx-plugin FOLDER
  Makes a folder with a plugin for Media Station X. Then: cd FOLDER, npm install, npm test, npm run dev`;

/** What npm takes for a package's name. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** @throws an Error with a sentence for the person */
async function create(folder) {
  const target = resolve(folder);
  const name = basename(target).toLowerCase();
  if (!NAME.test(name))
    throw new Error(`"${basename(target)}" is no name for a package: letters, digits, - and _.`);
  await mkdir(target, { recursive: true });
  if ((await readdir(target)).length > 0) throw new Error(`${folder} is there already, and not empty.`);
  await cp(join(import.meta.dirname, 'template'), target, { recursive: true });
  // npm packs no file of this name
  await rename(join(target, 'gitignore'), join(target, '.gitignore'));
  const manifest = join(target, 'package.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"my-plugin"', JSON.stringify(name)));
  return `${folder} is there. Now:

  cd ${folder}
  npm install
  npm test
  npm run dev      the plugin in a small MSX, in the browser
  npm run build    dist/: what to put on a web host
`;
}

const [folder] = process.argv.slice(2);
if (!folder || folder.startsWith('-')) {
  console.log(USAGE);
  process.exitCode = folder === '--help' || folder === '-h' ? 0 : 2;
} else
  create(folder).then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

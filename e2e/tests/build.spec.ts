// `npm run build -- --config FILE --menu FILE`: a page that is all that has to be copied to a host.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = ['src', 'plugin', 'esbuild.config.mjs', 'package.json', 'tsconfig.json', 'LICENSE'];

/** A build takes some seconds, and many on a machine that does other things as well. */
const LIMIT_MS = 180_000;

/** A copy, since the other tests open the page of this one; below it, where Node finds its packages. */
let copy = '';
test.describe.configure({ mode: 'serial', timeout: 2 * LIMIT_MS });
test.beforeAll(() => {
  copy = mkdtempSync(join(ROOT, 'dist/build-'));
  for (const source of SOURCES)
    cpSync(join(ROOT, source), join(copy, source), {
      recursive: true,
      filter: (file) => !/src\/bridge\/(?:dist|node_modules)$/.test(file),
    });
});
test.afterAll(() => rmSync(copy, { recursive: true }));

function put(name: string, text: string): string {
  writeFileSync(join(copy, name), text);
  return name;
}
/** What the build says; it throws where it fails. */
const build = (...options: string[]): string =>
  execFileSync(process.execPath, ['esbuild.config.mjs', '--only', 'plugin', ...options], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
const page = (): string => readFileSync(join(copy, 'dist/plugin/plugin.html'), 'utf8');
const block = (id: string): string =>
  new RegExp(`<script type="application/json" id="${id}">([^]*?)</script>`).exec(page())![1]!;

test('the build writes a configuration and a menu into the page, whatever stands in them', () => {
  const config = { tagging: 'deep', origins: ['http://media.example'] };
  const menu = {
    headline: '</script><script>alert(1)</script><!--',
    menu: [{ label: '$& <b> Käse, сыр, 🧀' }],
  };
  build(
    '--config',
    put('kitchen.json', JSON.stringify(config)),
    '--menu',
    put('own.json', JSON.stringify(menu, null, 2)),
  );
  expect(JSON.parse(block('config'))).toEqual(config);
  expect(JSON.parse(block('menu'))).toEqual(menu);
  expect(block('menu')).not.toContain('<');
  // one letter above U+00FF, and engines read all of it with two bytes a letter (docs/decisions.md)
  expect(page()).toMatch(/^\p{ASCII}*$/u);
});

test('the build fails with the file’s name where it is not JSON, or not there', () => {
  const broken = put('broken.json', '{ "menu": [ }');
  expect(() => build('--menu', broken)).toThrow(/broken\.json is not JSON/);
  expect(() => build('--config', 'nowhere.json')).toThrow(/nowhere\.json/);
});

// The guide for authors, docs/library.md, as tests run it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { lower } from '../../esbuild.config.mjs';

const root = path.join(import.meta.dirname, '../..');
const guide = readFileSync(path.join(root, 'docs/library.md'), 'utf8');

/** What `msx-player-plugin` is in the guide. */
export const LIBRARY_INDEX = path.join(root, 'src/index.ts');

interface Example {
  /** The heading it stands under, and its number. */
  name: string;
  code: string;
  /** What it is to say, line by line: what stands behind code. */
  says: string[];
}

export const examples: Example[] = [...guide.matchAll(/^```ts\n([^]*?)^```$/gm)].map(
  ({ 1: code = '', index }, i) => ({
    name: `${[...guide.slice(0, index).matchAll(/^#+ (.*)$/gm)].pop()![1]!}, ${i + 1}`,
    code,
    says: [...code.matchAll(/^(?!\s*\/\/).*\S \/\/ (.*)$/gm)].map(([, said]) => said!),
  }),
);

/** The test of the guide, for Node's own runner. */
export const guideTest = /^```js test\n([^]*?)^```$/m.exec(guide)![1]!;

/** The page of the guide's whole plugin. */
export const guidePage = /^```html\n([^]*?)^```$/m.exec(guide)![1]!;

/** One script, lowered to ES5 as the plugin is. */
export async function buildExample(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'ts', resolveDir: root },
    alias: { 'msx-player-plugin': LIBRARY_INDEX },
    bundle: true,
    write: false,
    format: 'iife',
  });
  return (await lower(outputFiles[0]!.text)) as string;
}

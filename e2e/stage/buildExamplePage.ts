import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPlugin } from '../../plugin/build.mjs';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');

/** The page of one of docs/examples. */
export async function buildExamplePage(name: string): Promise<string> {
  const { html } = await buildPlugin({
    entry: join(EXAMPLES, name, 'plugin.ts'),
    file: join(mkdtempSync(join(tmpdir(), 'example-')), 'plugin.html'),
  });
  return html;
}

/** A document of an example, as it lies beside its page. */
export const exampleDocument = (name: string, file: string): { json: unknown } => ({
  json: JSON.parse(readFileSync(join(EXAMPLES, name, file), 'utf8')) as unknown,
});

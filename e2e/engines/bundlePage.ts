import { transform } from '@swc/core';
import { build } from 'esbuild';

/**
 * A script for the oldest engine: bundled by esbuild, lowered to ES5 by SWC, as the plugin is, but not
 * minified, so that its errors can be read.
 */
export async function bundlePage(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'esnext',
    logLevel: 'warning',
  });
  const { code } = await transform(outputFiles[0]!.text, {
    isModule: false,
    env: { targets: { ie: '9' }, loose: true, exclude: ['transform-typeof-symbol'] },
    jsc: {
      parser: { syntax: 'ecmascript' },
      loose: true,
      assumptions: { arrayLikeIsIterable: true, iterableIsArray: true, setSpreadProperties: true },
    },
  });
  return code;
}

// Lowers scripts to ES5, as small as they get: TVs of 2014 have nothing newer.
import { parse } from 'acorn';
import { transform } from '@swc/core';
import { minify } from 'terser';

/** JavaScript's most frequent letters first, for all scripts alike: what they share then packs better. */
const LETTERS = 'tesnoriacdlupmfhgvbywxkjqzABCDEFGHIJKLMNOPQRSTUVWXYZ$_';
const CHARACTERS = `${LETTERS}0123456789`;

/** @returns the short name for the nth variable, or the nth property by its use */
export function shortName(n) {
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
export async function lower(code, mangle = {}) {
  const { code: es5 } = await toEs5(code);
  // Terser makes 2 % less of it than SWC's own minifier.
  const minified = await minify(es5, {
    ecma: 5,
    compress: { passes: 3, pure_getters: true, inline: 1, hoist_funs: true },
    mangle: { ...mangle, nth_identifier: { get: shortName } },
    // One letter above U+00FF makes an engine read all of the page with two bytes a letter: docs/decisions.md.
    format: { comments: false, inline_script: true, ascii_only: true },
  });
  return inlinable(minified.code.trim());
}

/** For a person: as it was written, in ES5, with the way back to the sources. */
export async function lowerReadable(code, map, name) {
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

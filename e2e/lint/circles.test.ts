// Nothing imports itself through others, types included: what needs each other is one thing, or needs a third.
import path from 'node:path';
import { expect, test } from 'vitest';
import { ourFiles } from './ourFiles.js';

/** Each file's imports of its own kind, by name. */
function readImports(): Map<string, string[]> {
  const files = ourFiles();
  const importsOf = ([file, text]: [string, string]): [string, string[]] => {
    const named = [...text.matchAll(/(?:from|import) '(\.[^']+)\.js'/g)].map(([, name]) =>
      path.posix.join(path.posix.dirname(file), `${name}.ts`),
    );
    return [file, named.filter((name) => files.has(name))];
  };
  return new Map([...files].map(importsOf));
}

/** A way from a file back to itself, over others; null where there is none anywhere. */
function circleIn(imports: ReadonlyMap<string, string[]>): string[] | null {
  const isDone = new Set<string>();
  const walk = (file: string, way: string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (isDone.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const found = walk(next, [...way, file]);
      if (found) return found;
    }
    isDone.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return null;
}

test('a circle is found', () => {
  const imports = { a: ['b'], b: ['c'], c: ['b'], d: ['a'] };
  expect(circleIn(new Map(Object.entries(imports)))).toEqual(['b', 'c', 'b']);
  expect(circleIn(new Map(Object.entries({ ...imports, c: [] })))).toBeNull();
});

test('there is none here', () => {
  const imports = readImports();
  expect(imports.size).toBeGreaterThan(300);
  expect(circleIn(imports)).toBeNull();
});

// A file that gives one thing is named after it, so that whoever looks for the thing finds the file.
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ourFiles } from './ourFiles.js';

/** By name for whoever starts them, or by their place: they are not imported by the name of what they give. */
const BY_PLACE = /\.d\.ts$|\/(?:stages|scenarios)\/|^e2e\/stage\/buildPrograms\.ts$/;

/** The names that a file exports: its values, and its types. */
function exportsOf(file: string, text: string): { values: string[]; types: string[] } {
  const values: string[] = [];
  const types: string[] = [];
  for (const one of ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements) {
    if (!ts.canHaveModifiers(one)) continue;
    if (!ts.getModifiers(one)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) types.push(one.name.text);
    else if (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) values.push(one.name!.text);
    else if (ts.isVariableStatement(one))
      for (const { name } of one.declarationList.declarations)
        if (ts.isIdentifier(name)) values.push(name.text);
  }
  return { values, types };
}

/** Why the file is named wrongly; null where it is not. */
function misnamed(file: string, text: string): string | null {
  const { values, types } = exportsOf(file, text);
  const isIt = (name: string): boolean =>
    name.replaceAll('_', '').toLowerCase() === path.basename(file, '.ts').toLowerCase();
  return values.length !== 1 || values.some(isIt) || types.some(isIt)
    ? null
    : `${file} gives ${values.join(', ')}`;
}

test('a file that gives one thing has its name, or that of a type beside it', () => {
  expect(misnamed('tool.ts', 'export function createTool() {}')).toBe('tool.ts gives createTool');
  expect(misnamed('createTool.ts', 'export function createTool() {}')).toBeNull();
  expect(misnamed('tool.ts', 'export interface Tool {}\nexport const createTool = () => 1;')).toBeNull();
  expect(misnamed('tools.ts', 'export const one = 1;\nexport const two = 2;')).toBeNull();
});

test('all of ours have', () => {
  const files = [...ourFiles()].filter(([file]) => !BY_PLACE.test(file));
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(([file, text]) => misnamed(file, text) ?? [])).toEqual([]);
});

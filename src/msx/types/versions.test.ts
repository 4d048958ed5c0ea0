// The types against the table of what MSX has since when: the same facts, written twice for different readers.
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { propertiesOf } from '../../../e2e/lint/known.js';
import { ATTACHED_SHAPES, type Shape } from '../../../e2e/stage/attachedShapes.js';
import { ATTACHED, EXTENDED_PROPERTIES, OBJECTS, type ObjectKind } from '../../preview/versionTable.js';

const file = (name: string) => path.join(import.meta.dirname, `${name}.ts`);
const root = path.join(import.meta.dirname, '../../..');
const { options } = ts.getParsedCommandLineOfConfigFile(
  path.join(root, 'src/tsconfig.json'),
  { noEmit: true, lib: ['lib.es5.d.ts'] }, // documents need no DOM, which takes the longest to read
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
)!;
const FILES = [
  'menuRoot',
  'contentRoot',
  'selectionObject',
  'liveObject',
  'extendedProperties',
  'attachedData',
  'info',
  'playback',
  'requestedData',
];
const program = ts.createProgram(FILES.map(file), options);
const checker = program.getTypeChecker();

const sinceIn = (text: string): number => Number(/@since 0\.1\.(\d+)/.exec(text)?.[1] ?? 0);

/** The version in the comment before something. */
function sinceOf(node: ts.Node): number {
  const { text } = node.getSourceFile();
  const comment = ts.getLeadingCommentRanges(text, node.pos)?.pop();
  return comment ? sinceIn(text.slice(comment.pos, comment.end)) : 0;
}

/** Of types like `{ [key in Words]?: … }`, whose properties have no comments: the version of the whole. */
function mappedIn(name: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const statement of program.getSourceFile(file(name))!.statements)
    if (ts.isTypeAliasDeclaration(statement) && ts.isMappedTypeNode(statement.type))
      for (const property of checker.getPropertiesOfType(checker.getTypeAtLocation(statement)))
        found[property.name] = sinceOf(statement);
  return found;
}

/** Each property of the types, with its version. */
function versionsIn(name: string, types: readonly string[]): Record<string, number> {
  const found = mappedIn(name);
  const exported = checker.getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(file(name))!)!,
  );
  for (const type of types) {
    const declared = checker.getDeclaredTypeOfSymbol(exported.find((one) => one.name === type)!);
    for (const member of declared.isUnion() ? declared.types : [declared])
      for (const property of checker.getPropertiesOfType(member))
        if (property.declarations) found[property.name] = sinceOf(property.declarations[0]!);
  }
  return found;
}

const KINDS: Record<ObjectKind, [file: string, types: string[]]> = {
  menuRoot: ['menuRoot', ['MenuRoot']],
  menuItem: ['menuRoot', ['MenuItem']],
  contentRoot: ['contentRoot', ['ContentRoot']],
  contentPage: ['contentRoot', ['ContentPage', 'InsertPage']],
  contentItem: ['contentRoot', ['ContentItem', 'Template', 'TemplatedItem']],
  selection: ['selectionObject', ['SelectionObject']],
  live: ['liveObject', ['LiveObject']],
};

/** Documented with the type that they are of, and not with each property. */
const OF_THE_WHOLE = ['area', 'position', 'template'];

describe.each(Object.entries(KINDS))('%s', (kind, [name, types]) => {
  const versions = versionsIn(name, types);

  test('has what MSX has, and no more', () => {
    expect(Object.keys(versions).sort()).toEqual([...propertiesOf(kind as ObjectKind)].sort());
  });

  test('says since when', () => {
    const table = Object.fromEntries(
      OBJECTS[kind as ObjectKind].flatMap(({ names, since }) => names.split(' ').map((one) => [one, since])),
    );
    const expected = Object.keys(versions).map((one): [string, number] => [one, table[one] ?? 0]);
    const exempt = kind === 'contentPage' ? OF_THE_WHOLE : [];
    expect(Object.fromEntries(Object.entries(versions).filter(([one]) => !exempt.includes(one)))).toEqual(
      Object.fromEntries(expected.filter(([one]) => !exempt.includes(one))),
    );
  });
});

test('the keys of properties are those that MSX has, and say since when', () => {
  const fits = (pattern: string, key: string) => new RegExp(`^${pattern.replace(/\*/g, '[^:]+')}$`).test(key);
  const rows = EXTENDED_PROPERTIES.flatMap(({ names, since }) =>
    names.split(' ').map((pattern) => ({ pattern, since })),
  );
  const versions = versionsIn('extendedProperties', ['ExtendedProperties']);
  const wrong = Object.entries(versions).filter(
    ([key, since]) => !rows.some((row) => row.since === since && fits(row.pattern, key)),
  );
  expect(wrong).toEqual([]);
  // Of these each word may be another: they are patterns in the types as well.
  const open = /^(?:trigger:|tizen:stream:\*)/;
  const missing = rows.filter(
    ({ pattern }) => !open.test(pattern) && !Object.keys(versions).some((key) => fits(pattern, key)),
  );
  expect(missing).toEqual([]);
});

test('what MSX attaches says since when, and can be missing', () => {
  const types: Record<string, [file: string, type: string]> = {
    info: ['info', 'Info'],
    slider: ['playback', 'Slider'],
    video: ['playback', 'Video'],
    dictionary: ['requestedData', 'DictionaryInUse'],
  };
  const declared = ([name, type]: [file: string, type: string]): ts.Type => {
    const { statements } = program.getSourceFile(file(name))!;
    return checker.getTypeAtLocation(
      statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === type)!,
    );
  };
  for (const { names, since } of ATTACHED)
    for (const path of names.split(' ')) {
      const [kind, ...keys] = path.split('.');
      let type = declared(types[kind!]!);
      let property: ts.Symbol | undefined;
      for (const key of keys) {
        property = checker.getPropertyOfType(type, key);
        expect(property, path).toBeDefined();
        type = checker.getNonNullableType(checker.getTypeOfSymbol(property!));
      }
      expect([path, sinceOf(property!.declarations![0]!)]).toEqual([path, since]);
      expect(property!.flags & ts.SymbolFlags.Optional, path).toBeTruthy();
    }
});

describe('what MSX is documented to attach', () => {
  const KINDS_OF: Record<string, ts.TypeFlags> = {
    null: ts.TypeFlags.Null,
    string: ts.TypeFlags.StringLike,
    number: ts.TypeFlags.NumberLike,
    boolean: ts.TypeFlags.BooleanLike,
  };
  const membersOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);

  /** What of a value the type does not have, or does not take. */
  function faultsOf(type: ts.Type, shape: Shape, at: string): string[] {
    if (typeof shape === 'string')
      return membersOf(type).some(({ flags }) => flags & KINDS_OF[shape]!)
        ? []
        : [`${at} can not be ${shape}`];
    const object = checker.getNonNullableType(type);
    return Object.entries(shape).flatMap(([key, inside]) => {
      const property = checker.getPropertyOfType(object, key);
      const here = at === '' ? key : `${at}.${key}`;
      return property ? faultsOf(checker.getTypeOfSymbol(property), inside, here) : [`${here} is missing`];
    });
  }

  const attached = checker.getTypeAtLocation(
    program
      .getSourceFile(file('attachedData'))!
      .statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === 'AttachedData')!,
  );
  // Any JSON may be in them.
  const { response, ...shapes } = ATTACHED_SHAPES;
  test.each(Object.entries(shapes))('%s is in the types', (_kind, shape) => {
    expect(faultsOf(attached, shape, '')).toEqual([]);
  });
  test('a response is whatever was asked for', () => {
    expect(Object.keys(response).filter((key) => !checker.getPropertyOfType(attached, key))).toEqual([]);
  });

  test('the types have no more', () => {
    const namesIn = (type: ts.Type): string[] =>
      checker.getPropertiesOfType(checker.getNonNullableType(type)).map(({ name }) => name);
    const inside = (...path: string[]) =>
      path.reduce(
        (type, key) =>
          checker.getTypeOfSymbol(checker.getPropertyOfType(checker.getNonNullableType(type), key)!),
        attached,
      );
    const shapeAt = (...path: string[]) =>
      path.reduce<Shape>((shape, key) => (shape as Record<string, Shape>)[key]!, ATTACHED_SHAPES.info);
    for (const path of [
      ['info'],
      ['info', 'application', 'settings'],
      ['info', 'framework', 'settings'],
      ['info', 'content'],
      ['info', 'content', 'state'],
      ['info', 'dictionary'],
      ['info', 'screen'],
      ['info', 'time'],
    ])
      expect(namesIn(inside(...path)).sort(), path.join('.')).toEqual(Object.keys(shapeAt(...path)).sort());
    for (const [kind, path] of [
      ['video', ['video']],
      ['video', ['video', 'info']],
      ['video', ['video', 'data']],
      ['video', ['video', 'resume']],
      ['slider', ['slider']],
    ] as const) {
      const shape = path.reduce<Shape>(
        (one, key) => (one as Record<string, Shape>)[key]!,
        ATTACHED_SHAPES[kind],
      );
      expect(namesIn(inside(...path)).sort(), path.join('.')).toEqual(Object.keys(shape).sort());
    }
  });
});

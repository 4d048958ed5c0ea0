// The property names that only the plugin's own code sees, so that the build may shorten them: a name counts as
// internal if every use of it in the browser code resolves, by its type, to a declaration of ours that is not marked.
// What goes over a wire, into a storage, to MSX or to the browser has names of others' making, and keeps them: such a
// type is marked `@wire`, and so is each type that it refers to. What one script of the page hands to the next needs no
// mark: they shorten alike.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

const isType = (node) => ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node);
const isOurs = ({ fileName, isDeclarationFile }) =>
  !isDeclarationFile && relative(process.cwd(), fileName).startsWith('src/');

const isMarked = (type) => ts.getJSDocTags(type).some(({ tagName }) => tagName.text === 'wire');
/** @returns the type with a name that this is written in */
const typeAround = (node) => ts.findAncestor(node, isType);

/** Whether the type has names of its own, and does not only put together others. */
function hasNames(type) {
  let found = false;
  const visit = (node) => {
    found ||= ts.isTypeElement(node) && !!node.name;
    ts.forEachChild(node, visit);
  };
  visit(type);
  return found;
}

const placeOf = (node) => {
  const file = node.getSourceFile();
  return `${relative(process.cwd(), file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
};

/** All that belongs to what is marked has to be marked as well: finds what is not. */
function createMarksCheck(checker) {
  const faults = new Set();
  const looked = new Set();

  const typesNamedBy = (node) => {
    let symbol = checker.getSymbolAtLocation(node.typeName ?? node.expression);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    return (symbol?.declarations ?? []).filter((type) => isType(type) && isOurs(type.getSourceFile()));
  };
  const checkTypesIn = (node, because) => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node))
      for (const type of typesNamedBy(node).filter((one) => !isMarked(one)))
        if (hasNames(type))
          faults.add(`${placeOf(type)}: mark ${type.name.text} with @wire, because ${because}`);
        else if (!looked.has(type)) {
          looked.add(type);
          ts.forEachChild(type, (child) => checkTypesIn(child, because));
        }
    ts.forEachChild(node, (child) => checkTypesIn(child, because));
  };
  const isFromOutside = (node) => {
    const type = checker.getTypeAtLocation(node);
    return type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) || checker.typeToString(type) === '{}';
  };

  return {
    faults,
    look(node) {
      if (isType(node) && isMarked(node))
        ts.forEachChild(node, (child) => checkTypesIn(child, `${node.name.text} is marked and has one`));
      if (ts.isAsExpression(node) && isFromOutside(node.expression))
        checkTypesIn(node.type, `${placeOf(node)} takes one from outside`);
    },
  };
}

/** Not a type that is written at its use, `value as { time?: unknown }`: those describe what others made. */
function isInternal(declaration) {
  const type = typeAround(declaration);
  return (
    isOurs(declaration.getSourceFile()) &&
    !ts.isIndexSignatureDeclaration(declaration) &&
    (type ? !isMarked(type) : !ts.isTypeLiteralNode(declaration.parent))
  );
}

/** Where a name may be written as a text: `'url' in answer`, `counts[kind]`. */
function keysIn(node) {
  if (ts.isElementAccessExpression(node)) return [node.argumentExpression];
  if (ts.isComputedPropertyName(node)) return [node.expression];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) return [node.left];
  const isByName = /(?:hasOwn|\.call|\.defineProperty)$/;
  return ts.isCallExpression(node) && isByName.test(node.expression.getText()) ? node.arguments : [];
}

/** Sorts names by whose they are; one that is of both is foreign. */
function createNames(checker) {
  const internal = new Set();
  const foreign = new Set();

  const note = (name, declarations) =>
    void (declarations?.length && declarations.every(isInternal) ? internal : foreign).add(name);
  const noteKey = (node) => {
    const type = checker.getTypeAtLocation(node);
    const known = checker.getBaseConstraintOfType(type) ?? type;
    for (const one of known.isUnion() ? known.types : [known])
      if (one.isStringLiteral()) foreign.add(one.value);
  };
  /** Where a property of a type, or of the members of a union, is declared. */
  const declarationsOf = (type, name) => {
    const types = type.isUnion() ? type.types : [type];
    const found = types.map((one) => checker.getPropertyOfType(one, name)).filter(Boolean);
    return found.flatMap((symbol) => symbol.declarations ?? [null]).filter(Boolean);
  };

  return {
    internal,
    foreign,
    look(node) {
      if (ts.isPropertyAccessExpression(node))
        note(node.name.text, checker.getSymbolAtLocation(node.name)?.declarations);
      else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
        const name = (node.propertyName ?? node.name).text;
        if (name) note(name, declarationsOf(checker.getTypeAtLocation(node.parent), name));
      } else if (
        ts.isObjectLiteralElementLike(node) &&
        node.name &&
        (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
      ) {
        const context = checker.getContextualType(node.parent);
        note(node.name.text, context && declarationsOf(context, node.name.text));
      } else keysIn(node).forEach(noteKey);
    },
  };
}

/** The program that the browser code is. */
function createBrowserProgram() {
  const config = ts.getParsedCommandLineOfConfigFile(
    'src/tsconfig.json',
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  return ts.createProgram(config.fileNames, config.options);
}

/**
 * @param libraries files of other people's code in the bundle: no word in them is internal
 * @returns names, sorted
 * @throws where a name would be shortened that others know
 */
export function internalNames(libraries) {
  const program = createBrowserProgram();
  const marks = createMarksCheck(program.getTypeChecker());
  const names = createNames(program.getTypeChecker());
  const visit = (node) => {
    marks.look(node);
    names.look(node);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (isOurs(file)) visit(file);
  for (const file of libraries)
    for (const word of readFileSync(file, 'utf8').match(/\w+/g) ?? []) names.foreign.add(word);
  if (marks.faults.size)
    throw new Error(`names that others know would be shortened:\n  ${[...marks.faults].join('\n  ')}`);
  return [...names.internal].filter((name) => /^\w+$/.test(name) && !names.foreign.has(name)).sort();
}

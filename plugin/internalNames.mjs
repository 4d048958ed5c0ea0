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

/**
 * @param libraries files of other people's code in the bundle: no word in them is internal
 * @returns names, sorted
 * @throws where a name would be shortened that others know
 */
export function internalNames(libraries) {
  const config = ts.getParsedCommandLineOfConfigFile(
    'src/tsconfig.json',
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const program = ts.createProgram(config.fileNames, config.options);
  const checker = program.getTypeChecker();
  const internal = new Set();
  const foreign = new Set();
  const faults = new Set();
  const looked = new Set();

  /** Not a type that is written at its use, `value as { time?: unknown }`: those describe what others made. */
  const isInternal = (declaration) => {
    const type = typeAround(declaration);
    return (
      isOurs(declaration.getSourceFile()) &&
      !ts.isIndexSignatureDeclaration(declaration) &&
      (type ? !isMarked(type) : !ts.isTypeLiteralNode(declaration.parent))
    );
  };
  const note = (name, declarations) =>
    void (declarations?.length && declarations.every(isInternal) ? internal : foreign).add(name);
  /** Names that are written as texts: `'url' in answer`, `counts[kind]`. */
  const noteKeys = (node) => {
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

  /** All that belongs to what is marked has to be marked as well. */
  const checkTypesIn = (node, because) => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      let symbol = checker.getSymbolAtLocation(node.typeName ?? node.expression);
      if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
      for (const type of symbol?.declarations ?? [])
        if (isType(type) && isOurs(type.getSourceFile()) && !isMarked(type)) {
          if (hasNames(type))
            faults.add(`${placeOf(type)}: mark ${type.name.text} with @wire, because ${because}`);
          else if (!looked.has(type)) {
            looked.add(type);
            ts.forEachChild(type, (child) => checkTypesIn(child, because));
          }
        }
    }
    ts.forEachChild(node, (child) => checkTypesIn(child, because));
  };

  const visit = (node) => {
    if (isType(node) && isMarked(node))
      ts.forEachChild(node, (child) => checkTypesIn(child, `${node.name.text} is marked and has one`));
    if (ts.isAsExpression(node)) {
      const from = checker.getTypeAtLocation(node.expression);
      if (from.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) || checker.typeToString(from) === '{}')
        checkTypesIn(node.type, `${placeOf(node)} takes one from outside`);
    }
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
    } else if (ts.isElementAccessExpression(node)) noteKeys(node.argumentExpression);
    else if (ts.isComputedPropertyName(node)) noteKeys(node.expression);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      noteKeys(node.left);
    else if (
      ts.isCallExpression(node) &&
      /(?:hasOwn|\.call|\.defineProperty)$/.test(node.expression.getText())
    )
      node.arguments.forEach(noteKeys);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (isOurs(file)) visit(file);
  for (const file of libraries)
    for (const word of readFileSync(file, 'utf8').match(/\w+/g) ?? []) foreign.add(word);
  if (faults.size)
    throw new Error(`names that others know would be shortened:\n  ${[...faults].join('\n  ')}`);
  return [...internal].filter((name) => /^\w+$/.test(name) && !foreign.has(name)).sort();
}

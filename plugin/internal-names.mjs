// The property names that only the plugin's own code sees, so that the build may shorten them: a name counts as
// internal if every use of it in the browser code resolves, by its type, to a declaration of ours. What goes
// over a wire, into a storage, to MSX or to the browser has names of others' making, and keeps them.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

/** Files whose names stand in documents, messages, configuration files or storage. */
const SHAPES =
  /^src\/(?:makapix\/|msx\/json\.ts|tvx\/globals\.ts|plugin\/(?:headStart|settings|config|statusPage|problemDocument)\.ts|report\/(?:settings|stored-view|lease|kv[^/]*)\.ts)/;

/**
 * @param libraries files of other people's code in the bundle: no word in them is internal
 * @returns names, sorted
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

  const isOurs = (file) => {
    const path = relative(process.cwd(), file.fileName);
    return path.startsWith('src/') && !file.isDeclarationFile && !SHAPES.test(path);
  };
  /** Not a type that is written at its use, `value as { time?: unknown }`: those describe what others made. */
  const hasName = (declaration) =>
    !ts.isTypeLiteralNode(declaration.parent) ||
    ts.findAncestor(
      declaration,
      (node) => ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node),
    );
  const note = (name, declarations) => {
    const ours =
      declarations?.length &&
      declarations.every((declaration) => isOurs(declaration.getSourceFile()) && hasName(declaration));
    (ours ? internal : foreign).add(name);
  };
  /** Part of `Pick<Type, 'name'>`: a name, but nothing at run time. */
  const isPicked = (node) =>
    ts.isLiteralTypeNode(node.parent) &&
    ts.findAncestor(
      node,
      (one) => ts.isTypeReferenceNode(one) && /^(?:Pick|Omit)$/.test(one.typeName.getText()),
    );
  /** Where a property of a type, or of the members of a union, is declared. */
  const declarationsOf = (type, name) => {
    const types = type.isUnion() ? type.types : [type];
    const found = types.map((one) => checker.getPropertyOfType(one, name)).filter(Boolean);
    return found.flatMap((symbol) => symbol.declarations ?? [null]).filter(Boolean);
  };

  const visit = (node) => {
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
      note(node.name.text, context ? declarationsOf(context, node.name.text) : [node]);
    } else if (ts.isStringLiteralLike(node) && !isPicked(node) && /^\w+$/.test(node.text))
      foreign.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile && relative(process.cwd(), file.fileName).startsWith('src/')) visit(file);
  for (const file of libraries)
    for (const word of readFileSync(file, 'utf8').match(/\w+/g) ?? []) foreign.add(word);
  return [...internal].filter((name) => /^\w+$/.test(name) && !foreign.has(name)).sort();
}

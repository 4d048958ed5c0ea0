// Whether documents have the types of src/msx/types, said by the TypeScript compiler: JSON is an expression of it.
import path from 'node:path';
import ts from 'typescript';
import { fromBase64 } from '../../src/msx/base64.js';

interface NamedDocument {
  /** For people: a file. */
  name: string;
  /** JSON. */
  text: string;
}

interface TypeFault {
  /** The document, and where in it another one is: `menu.json items.3.data`. */
  name: string;
  line: number;
  message: string;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const root = path.join(import.meta.dirname, '../..');
const TYPES = path.join(root, 'src/msx/types');

/**
 * The type that a document is to have. Names in a template's `{context:…}` are its items' own.
 * @param content what it is where it is no menu
 */
function typeOf(document: unknown, content = 'ContentRoot'): string {
  if (!isFields(document)) return content;
  if ('response' in document)
    return `ResponseObject<${typeOf(isFields(document.response) ? document.response.data : null, content)}>`;
  if ('parameter' in document) return 'StartObject';
  if ('menu' in document) return 'MenuRoot';
  const own = JSON.stringify(document.template ?? null).matchAll(/\{context:([^{}]+)\}/g);
  const known = new Set(['id', 'type']);
  const names = [...own].map(([, name]) => name!).filter((name) => !known.has(name));
  return `${content}<${[...new Set(names)].map((name) => JSON.stringify(name)).join(' | ') || 'never'}>`;
}

const SHOWS_DATA = /(?:^|[[|])(?:(?:menu|content|panel|playlist|slideshow):data|start)(?:$|[>|\]])/;

interface Embedded {
  at: string;
  document: unknown;
  content: 'ContentRoot' | 'Playlist';
}

/** Documents within a document: what `content:data` and the like show, and base64 in an action. */
function embeddedIn(value: unknown, at: string): Embedded[] {
  const found: Embedded[] = [];
  if (isFields(value) && typeof value.action === 'string') {
    const { action } = value;
    const content = /(?:^|[[|])(?:playlist|slideshow):/.test(action) ? 'Playlist' : 'ContentRoot';
    if (isFields(value.data) && SHOWS_DATA.test(action))
      found.push({ at: `${at}.data`, document: value.data, content });
    const inline = /(?:^|[[|])(?:menu|content|panel|playlist|slideshow):json:([\w+/=-]+)/.exec(action);
    if (inline) found.push({ at: `${at}.action`, document: JSON.parse(fromBase64(inline[1]!)), content });
  }
  if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) found.push(...embeddedIn(one, `${at}.${key}`));
  return found;
}

/** One line before the JSON would move its lines. */
const sourceOf = (text: string, type: string): string =>
  `import type { ContentRoot, Playlist } from '${TYPES}/contentRoot.js'; import type { MenuRoot } from '${TYPES}/menuRoot.js'; ` +
  `import type { ResponseObject } from '${TYPES}/responseObject.js'; import type { StartObject } from '${TYPES}/startObject.js'; ` +
  `export type Used = ContentRoot | Playlist | MenuRoot | ResponseObject<null> | StartObject; export const document: ${type} = ${text}`;

/** The last, most exact, line of what the compiler says. */
function messageOf({ messageText }: ts.Diagnostic): string {
  const lines = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  return lines[lines.length - 1]!.trim();
}

/** What lies on the disk is read once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** @throws where a text is not JSON */
export function typeFaults(documents: readonly NamedDocument[]): TypeFault[] {
  const sources = new Map<string, { name: string; source: string }>();
  const add = (name: string, text: string, document: unknown, content?: string) => {
    sources.set(path.join(root, 'src', `document${sources.size}.ts`), {
      name,
      source: sourceOf(text, typeOf(document, content)),
    });
  };
  for (const { name, text } of documents) {
    const plain = text.replace(/^\uFEFF/, '');
    const document: unknown = JSON.parse(plain);
    add(name, plain, document);
    for (const { at, document: inner, content } of embeddedIn(document, ''))
      add(`${name} ${at.slice(1)}`, JSON.stringify(inner, null, 2), inner, content);
  }
  const { options } = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'src/tsconfig.json'),
    { noEmit: true, lib: ['lib.es5.d.ts'] }, // documents need no DOM, which takes the longest to read
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )!;
  const host = ts.createCompilerHost(options, true);
  const virtual: ts.CompilerHost = {
    ...host,
    fileExists: (file) => sources.has(file) || host.fileExists(file),
    getSourceFile: (file, target) => {
      const given = sources.get(file);
      if (given) return ts.createSourceFile(file, given.source, target, true);
      if (!parsed.has(file)) parsed.set(file, host.getSourceFile(file, target));
      return parsed.get(file);
    },
  };
  const program = ts.createProgram([...sources.keys()], options, virtual);
  return [...sources].flatMap(([file, { name }]) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (fault) => ({
        name,
        line: source.getLineAndCharacterOfPosition(fault.start ?? 0).line + 1,
        message: messageOf(fault),
      }),
    );
  });
}

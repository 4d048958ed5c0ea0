// The guide for authors, docs/library.md: its code is compiled and run, and no exported function is without an example.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildExample, examples, LIBRARY_INDEX } from '../e2e/stage/guide.js';
import { startServer, type TestServer } from '../e2e/stage/startServer.js';
import * as library from './index.js';
import type { WholeTvx } from './tvx/wholeTvx.js';

const root = path.join(import.meta.dirname, '..');
// Compilers take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** As much of jsdom, which brings no types, as is used here. */
interface Jsdom {
  VirtualConsole: new () => { on: (event: string, listener: (...values: unknown[]) => void) => void };
  JSDOM: new (html: string, options: object) => { window: Window & { eval: (code: string) => void } };
}
const jsdom: string = 'jsdom';
const { JSDOM, VirtualConsole } = (await import(jsdom)) as Jsdom;

describe('the types of the examples', () => {
  const fileOf = (i: number) => path.join(import.meta.dirname, `example${i}.ts`);
  const { options } = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'src/tsconfig.json'),
    { noEmit: true, paths: { 'msx-player-plugin': [LIBRARY_INDEX] } },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )!;
  const host = ts.createCompilerHost(options, true);
  const sources = new Map(examples.map(({ code }, i) => [fileOf(i), code]));
  const program = ts.createProgram([...sources.keys()], options, {
    ...host,
    fileExists: (file) => sources.has(file) || host.fileExists(file),
    getSourceFile: (file, target) => {
      const code = sources.get(file);
      return code === undefined
        ? host.getSourceFile(file, target)
        : ts.createSourceFile(file, code, target, true);
    },
  });

  test.each(examples.map(({ name }, i) => [name, i] as const))(
    '%s: are right, for a TV of 2014',
    (_name, i) => {
      const faults = program.getSemanticDiagnostics(program.getSourceFile(fileOf(i)));
      expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    },
  );
});

/** MSX, as far as the examples ask it something. @param show what it would show */
function createMsxStandIn(window: Window, show: (dataId: string, document: unknown) => void): WholeTvx {
  const soon = (act: () => void) => void window.setTimeout(act, 0);
  const info = { platform: 'tizen', application: { version: '0.1.163' }, content: { interaction: null } };
  const answers: Record<string, unknown> = { info, video: null };
  const nothing = () => undefined;
  return {
    TVXPluginTools: { onReady: soon },
    TVXInteractionPlugin: {
      setupHandler: (handler) =>
        soon(() => {
          handler.ready?.();
          for (const dataId of ['init', 'films:new', 'nobody'])
            handler.handleRequest?.(dataId, null, (document) => show(dataId, document));
        }),
      init: nothing,
      executeAction: nothing,
      info: nothing,
      warn: nothing,
      error: nothing,
      requestData: (dataId, callback) => soon(() => callback({ [dataId]: answers[dataId], error: null })),
      requestDeviceId: (callback) => soon(() => callback({ deviceId: 'TV-1' })),
      requestPlayerResponse: (_dataId, callback) => soon(() => callback({ error: 'Request timed out' })),
      onValidatedSettings: (callback) => soon(() => callback({ info: { platform: 'tizen' } })),
      triggerEvent: nothing,
      addContentObserver: (_name, observer) =>
        observer({ contentId: 'request:interaction:films:new', contentIdChanged: true } as Parameters<
          typeof observer
        >[0]),
      removeContentObserver: nothing,
    },
  };
}

describe('the examples', () => {
  let server: TestServer;
  beforeAll(async () => {
    const films = [{ id: 'harbour', title: 'The Harbour', url: 'http://host.test/harbour.mp4' }];
    server = await startServer({}, { '/films.json': { json: films } });
  });
  afterAll(() => server.close());

  /** Runs it in a page of its own. */
  async function run(code: string) {
    const said: string[] = [];
    const shown: Record<string, unknown> = {};
    const virtualConsole = new VirtualConsole();
    virtualConsole.on('log', (...values: unknown[]) =>
      said.push(values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ')),
    );
    virtualConsole.on('jsdomError', (error) => said.push(String(error)));
    const { window } = new JSDOM('<body></body>', {
      url: `${server.origin}/plugin.html`,
      runScripts: 'outside-only',
      virtualConsole,
    });
    Object.assign(
      window,
      createMsxStandIn(window, (dataId, document) => void (shown[dataId] = document)),
    );
    window.eval(await buildExample(code));
    return { said, shown, close: () => window.close() };
  }

  test.each(examples.map((example) => [example.name, example] as const))(
    '%s: says what it says',
    async (_name, example) => {
      const { said, close } = await run(example.code);
      await expect.poll(() => said.length).toBeGreaterThanOrEqual(example.says.length);
      expect(said).toEqual(example.says);
      close();
    },
  );

  test('the plugin from its parts answers with a menu, a page, and a word about what nobody knows', async () => {
    const { shown, close } = await run(
      examples.find(({ name }) => name.startsWith('A plugin from its parts'))!.code,
    );
    await expect.poll(() => Object.keys(shown).length).toBe(3);
    expect(shown).toMatchObject({
      'init': {
        menu: [
          { data: 'request:interaction:films:new' },
          { data: 'request:interaction:films:b%2Fw%20%26%20silent' },
        ],
      },
      'films:new': { items: [{ film: 'harbour', action: 'video:http://host.test/harbour.mp4' }] },
      'nobody': { headline: 'This does not work yet' },
    });
    close();
  });
});

const used = examples.map(({ code }) => code).join('\n');

// An import that is not used is an error of types, above.
test.each(Object.keys(library))('there is an example with %s', (name) => {
  expect(used).toMatch(new RegExp(`\\b${name}\\b`));
});

test.each(Object.keys(library.actions))('there is an example with the action %s', (name) => {
  expect(used).toMatch(new RegExp(`actions\\.${name}\\(|\\b${name}\\(`));
});

const INDEX = readFileSync(path.join(import.meta.dirname, 'index.ts'), 'utf8');
const functions = [...INDEX.matchAll(/^export \{ (.*) \} from '\.\/(.*)\.js'/gm)]
  .flatMap(([, names, module]) => names!.split(', ').map((name) => ({ name, module: module! })))
  .filter(({ name }) => typeof (library as Record<string, unknown>)[name] === 'function');

test.each(functions)('$name has an example in its comment', ({ name, module }) => {
  const source = readFileSync(path.join(import.meta.dirname, `${module}.ts`), 'utf8');
  const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*export (?:const|function) ${name}\\b`).exec(
    source,
  );
  expect(comment?.[1]).toContain('@example');
});

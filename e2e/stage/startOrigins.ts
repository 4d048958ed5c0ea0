import { resolve } from 'node:path';
import { type Routes, startServer, type TestServer } from './startServer.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** The TVX library that plugins get: the official one where it is there, else the stand-in. The run says which. */
export const LIBRARY = process.env.TVX_LIBRARY ?? resolve(ROOT, 'dist/preview/tvx-plugin.min.js');

const TEST_PLUGIN = resolve(import.meta.dirname, 'testPlugin.html');
/** The folder of a plugin that writes down what it is told, and of another one; and a player page that does. */
export const TEST_PLUGIN_FILES = {
  '/plugin/plugin.html': TEST_PLUGIN,
  '/plugin/other.html': TEST_PLUGIN,
  '/player/page.html': resolve(import.meta.dirname, 'testPlayerPage.html'),
  '/plugin/tvx-plugin.min.js': LIBRARY,
};

/**
 * The app, the plugin and the documents on origins of their own, as on a TV: what a server does not allow others to
 * read cannot be read.
 */
export interface Origins {
  /** `…/preview/` is the MSX host page. */
  app: TestServer;
  plugin: TestServer;
  documents: TestServer;
  close(): Promise<void>;
}

/** The MSX host page on an origin of its own. */
export function startApp(): Promise<TestServer> {
  return startServer({ '/preview/': resolve(ROOT, 'dist/preview') });
}

/**
 * @param plugin what lies in the plugin's folder, by path prefix: folders and files, and answers of the test's own
 * @param documents what the server of documents answers, by path; may be added to later
 * @param folders what else lies there, by path prefix
 */
export async function startOrigins(
  plugin: { files: Record<string, string>; routes?: Routes },
  documents: Routes = {},
  folders: Record<string, string> = {},
): Promise<Origins> {
  const servers = await Promise.all([
    startApp(),
    startServer(plugin.files, plugin.routes),
    startServer(folders, documents),
  ]);
  const [app, pluginServer, documentServer] = servers;
  return {
    app,
    plugin: pluginServer,
    documents: documentServer,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

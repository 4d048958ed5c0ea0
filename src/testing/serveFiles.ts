import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Files on a free port of this machine. It lets Node end while it still listens. */
export interface Served {
  /** `http://localhost:PORT`: MSX's library accepts an app from no other name. */
  origin: string;
  close: () => void;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.woff': 'font/woff',
};

/**
 * Open to pages of other origins, and never kept by a browser.
 * @param fileOf where the file of a path is: `/plugin.html`
 */
export async function serveFiles(fileOf: (path: string) => string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost'); // without any `..`
    const file = fileOf(decodeURIComponent(pathname));
    readFile(file).then(
      (body) => {
        const headers = {
          'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
          'Cache-Control': 'no-store',
          'Access-Control-Allow-Origin': '*',
        };
        response.writeHead(200, headers).end(body);
      },
      () => response.writeHead(404).end(`No ${pathname} here`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

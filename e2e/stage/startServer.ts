import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/**
 * What a route answers: JSON for objects, else status, type and body; and headers of its own. `closed`: no other
 * origin may read it.
 */
export type Answer = Shared & ({ json: unknown } | { body: string | Buffer; type: string });
interface Shared {
  status?: number;
  headers?: Record<string, string>;
  closed?: boolean;
}

/** One request as it arrived, with its body as text. */
export interface Arrived {
  method: string;
  url: string;
  type: string;
  /** The header of this name; empty where there is none. */
  authorization: string;
  body: string;
}

/** What answers a path: undefined leaves it to the folders. */
export type Route = Answer | ((arrived: Arrived) => Answer | undefined | Promise<Answer | undefined>);
export type Routes = Record<string, Route>;

/** For a server over TLS, under a name of its own. */
export interface Tls {
  /** Ends with `.test`: the browser looks for it on this machine. */
  host: string;
  /** PEM. */
  key: string;
  cert: string;
}

export interface TestServer {
  /** `http://localhost:PORT`: the origin that the TVX library accepts. */
  origin: string;
  /** Everything that was asked for, in order. */
  arrived: Arrived[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A route's answer, else the file that lies there, else 404. */
async function answerTo(
  one: Arrived,
  folders: Record<string, string>,
  routes: Routes,
): Promise<{ body: Buffer; type: string } & Shared> {
  const path = decodeURIComponent(one.url.split(/[?#]/)[0] ?? '/');
  const route = routes[path];
  const found = typeof route === 'function' ? await route(one) : route;
  if (found && 'json' in found)
    return { ...found, type: TYPES['.json']!, body: Buffer.from(JSON.stringify(found.json)) };
  if (found) return { ...found, body: Buffer.from(found.body) };
  const prefix = Object.keys(folders)
    .filter((start) => path.startsWith(start))
    .sort((a, b) => b.length - a.length)[0];
  const rest = prefix === undefined ? '' : path.slice(prefix.length);
  const target = prefix === undefined ? undefined : folders[prefix];
  if (target !== undefined && !normalize(rest).startsWith('..')) {
    const file = rest === '' && extname(target) ? target : join(target, rest || 'index.html');
    try {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      return { type, body: await readFile(file) };
    } catch {
      // not there: the same answer as for an unknown path
    }
  }
  return { status: 404, type: 'text/plain; charset=utf-8', body: Buffer.from(`No ${path} here`) };
}

/**
 * A web server for one test on a free port: `folders` maps URL prefixes to folders or single files, `routes`
 * answers paths by itself and comes first. Everything is open to all origins, and knows byte ranges, which
 * media elements need in order to seek.
 */
export async function startServer(
  folders: Record<string, string>,
  routes: Routes = {},
  tls?: Tls,
): Promise<TestServer> {
  const arrived: Arrived[] = [];

  const respond: RequestListener = (request, response) => {
    const open = {
      'Access-Control-Allow-Origin': '*',
      // the star does not stand for the first, and nothing to old engines
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, *',
      'Access-Control-Expose-Headers': 'Date, Retry-After',
    };
    const uncached = { 'Cache-Control': 'no-store' };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...open, ...uncached }).end();
      return;
    }
    void bodyOf(request).then(async (text) => {
      const one: Arrived = {
        method: request.method ?? '',
        url: request.url ?? '',
        type: request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
        body: text,
      };
      arrived.push(one);
      const { status = 200, type, body, headers: own, closed } = await answerTo(one, folders, routes);
      const range = status === 200 ? /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') : null;
      const from = Number(range?.[1] ?? 0);
      const to = range?.[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
      response
        .writeHead(range ? 206 : status, {
          ...(closed ? {} : open),
          ...uncached,
          ...own,
          ...(range ? { 'Content-Range': `bytes ${from}-${to}/${body.length}` } : {}),
          'Content-Type': type,
          'Accept-Ranges': 'bytes',
          'Content-Length': to - from + 1,
        })
        .end(body.subarray(from, to + 1));
    });
  };
  const server = tls ? createTlsServer(tls, respond) : createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: tls ? `https://${tls.host}:${port}` : `http://localhost:${port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

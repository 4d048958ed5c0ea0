import { networkInterfaces } from 'node:os';
import Fastify from 'fastify';
import { startBroker } from './broker.js';
import { checkFolders, ownFolders, type Folders } from './folders.js';
import { reachableAddresses } from './lan.js';
import type { PlayerMessage } from './playerMessage.js';
import { bridgeProblem, type BridgeProblem } from './problem.js';
import { addRoutes } from './routes.js';
import { bridgeUrls, type BridgeUrls } from './urls.js';

export interface BridgeOptions {
  /** TCP port; 0 (the default) lets the system choose. */
  port?: number;
  /** The address to listen on; default `127.0.0.1`. */
  host?: string;
  /** What to serve; default: this package's own folders. */
  folders?: Folders;
  /** Gets each status and view event that arrives. */
  onMessage?: (message: PlayerMessage) => void;
  /** Gets a sentence for each request that failed on the bridge's side. */
  onFault?: (sentence: string) => void;
}

/** A running bridge. */
export interface Bridge {
  port: number;
  urls: BridgeUrls;
  /** Ends every connection, open WebSockets included. */
  close(): Promise<void>;
}

/**
 * Starts the static host, the preview and the broker on one port.
 * @throws a BridgeProblem
 */
export async function startBridge(options: BridgeOptions = {}): Promise<Bridge> {
  const { port = 0, host = '127.0.0.1', folders = ownFolders(process.env) } = options;
  checkFolders(folders);
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.onFault?.(`${request.method} ${request.url} failed: ${error.message}`);
    return reply.code(status).type('text/plain').send(error.message);
  });
  await addRoutes(app, folders);
  const broker = await startBroker(app.server, options.onMessage ?? (() => undefined));
  try {
    await app.listen({ port, host });
  } catch (error) {
    await broker.close();
    await app.close();
    throw listenProblem(error, port, host);
  }
  const address = app.server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  return {
    port: listening,
    urls: bridgeUrls(listening, reachableAddresses(host, networkInterfaces())),
    async close() {
      await broker.close();
      await app.close();
    },
  };
}

function listenProblem(error: unknown, port: number, host: string): BridgeProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return bridgeProblem(
      'port_in_use',
      `Port ${port} is in use by another program: stop it, or choose another port with --port.`,
    );
  const reason = error instanceof Error ? error.message : String(error);
  return bridgeProblem(
    'cannot_listen',
    `Port ${port} of ${host} cannot be opened (${reason}): choose others with --port and --host.`,
  );
}

import Fastify from 'fastify';
import { listenProblem } from '../text/listenProblem.js';
import { addHealthRoutes, type Health } from './addHealthRoutes.js';

/** A server that tells how a worker is, and does nothing else. */
interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers `/healthz`, `/readyz` and `/metrics` to whoever can reach the address.
 * @throws a BridgeProblem where the port cannot be opened
 */
export async function startHealthServer(
  { port, host }: { port: number; host: string },
  health: Health,
): Promise<HealthServer> {
  const app = Fastify({ forceCloseConnections: true });
  addHealthRoutes(app, health);
  try {
    await app.listen({ port, host });
  } catch (error) {
    await app.close();
    throw listenProblem(error, port, host, '--health-port');
  }
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => app.close(),
  };
}

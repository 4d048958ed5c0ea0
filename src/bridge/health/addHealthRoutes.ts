import type { FastifyInstance } from 'fastify';
import type { Metrics } from './createMetrics.js';
import type { Readiness } from './createReadiness.js';

/** Where Prometheus asks. On a bridge this is a part of its API, and as open as that is. */
export const METRICS_PATH = '/metrics';

/** What is answered for as long as somebody listens says nothing of how fast the bridge is. */
const STREAMS = new Set(['/api/events']);

/** What no route answers. */
const NO_ROUTE = 'none';

/** What tells how a bridge or a worker is. */
export interface Health {
  readiness: () => Promise<Readiness>;
  metrics: Metrics;
}

/**
 * Adds `GET /healthz` (the process lives), `GET /readyz` (its parts do their work; else 503 with the reason of each)
 * and `GET /metrics`, and measures every answer. To be added before other routes.
 */
export function addHealthRoutes(app: FastifyInstance, { readiness, metrics }: Health): void {
  app.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').type('text/plain').send('ok\n'),
  );
  app.get('/readyz', async (_request, reply) => {
    const found = await readiness();
    return reply
      .code(found.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(found);
  });
  app.get(METRICS_PATH, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? NO_ROUTE;
    if (!STREAMS.has(route))
      metrics.answered({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    return Promise.resolve();
  });
}

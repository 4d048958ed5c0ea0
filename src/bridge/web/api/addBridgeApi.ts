import type { FastifyInstance, FastifyRequest } from 'fastify';
import { renderSVG } from 'uqr';
import type { Events } from './dashboardEvents.js';
import type { AuthMode } from '../../broker/signIn.js';
import type { BridgeUrls } from '../bridgeUrls.js';

declare const __VERSION__: string;

interface BridgeApiOptions {
  auth: AuthMode;
  events: Events;
  /** Whether somebody who asked for events may still hear them. */
  mayHear: (request: FastifyRequest) => boolean;
  /** Known once the bridge listens. */
  urls: () => BridgeUrls;
  /** What to do when there is nothing to show; null when there is. */
  hint: () => string | null;
}

/** `GET /api/bridge`, the QR code for phones and the live events: what the dashboard begins with. */
export function addBridgeApi(app: FastifyInstance, options: BridgeApiOptions): void {
  const { auth, events, mayHear, urls, hint } = options;
  app.get('/api/bridge', () => ({
    version: __VERSION__,
    auth,
    tvs: urls().tvs,
    hint: hint(),
  }));
  app.get('/api/qr.svg', (_request, reply) => {
    const page = urls().tvs[0]?.setup ?? new URL(urls().preview).host;
    return reply.type('image/svg+xml').send(renderSVG(`http://${page}/plugin.html`, { border: 1 }));
  });
  app.get('/api/events', (request, reply) => {
    if (request.method === 'HEAD') return reply.type('text/event-stream').send(); // there is no body to wait for
    reply.hijack();
    events.join(reply.raw, () => mayHear(request));
    return undefined;
  });
}

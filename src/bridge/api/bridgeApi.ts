import type { FastifyInstance } from 'fastify';
import { renderSVG } from 'uqr';
import type { Events } from '../dashboard/events.js';
import type { AuthMode } from '../broker/signIn.js';
import type { BridgeUrls } from '../urls.js';

declare const __VERSION__: string;

export interface BridgeApiOptions {
  auth: AuthMode;
  events: Events;
  /** Known once the bridge listens. */
  urls: () => BridgeUrls;
  /** What to do when there is nothing to show; null when there is. */
  hint: () => string | null;
}

/** `GET /api/bridge`, the QR code for phones and the live events: what the dashboard begins with. */
export function addBridgeApi(app: FastifyInstance, { auth, events, urls, hint }: BridgeApiOptions): void {
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
  app.get('/api/events', (_request, reply) => {
    reply.hijack();
    events.join(reply.raw);
  });
}

import type { IncomingMessage } from 'node:http';
import type { Networks } from '../players/address.js';
import { protocolOf } from './protocolOf.js';

/** A host name or address with an optional port: what a Host header may hold (RFC 9110, 7.2). */
export const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The origin that a request was sent to, `http://192.168.1.20:8080`: what answers there is this bridge.
 * @returns null for a Host header that is no host
 */
export function originOf(request: IncomingMessage, trusted: Networks): string | null {
  const { host = '' } = request.headers;
  return HOST.test(host) ? `${protocolOf(request, trusted)}://${host}` : null;
}

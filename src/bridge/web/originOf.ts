import type { IncomingMessage } from 'node:http';
import type { Networks } from '../players/address.js';
import { isHost } from './isHost.js';
import { protocolOf } from './protocolOf.js';

/** The bridge as somebody has asked for it, such as `http://192.168.1.20:8080`; null = the Host header is none. */
export function originOf(request: IncomingMessage, trusted: Networks): string | null {
  const { host } = request.headers;
  return host !== undefined && isHost(host) ? `${protocolOf(request, trusted)}://${host}` : null;
}

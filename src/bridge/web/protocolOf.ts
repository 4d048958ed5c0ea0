import type { IncomingMessage } from 'node:http';
import { isTrusted, type Networks } from '../players/address.js';

/** How the bridge was asked for: `http`, or `https` where a trusted proxy says so. */
export function protocolOf(request: IncomingMessage, trusted: Networks): 'http' | 'https' {
  const said = request.headers['x-forwarded-proto'];
  return said === 'https' && isTrusted(request.socket.remoteAddress, trusted) ? 'https' : 'http';
}

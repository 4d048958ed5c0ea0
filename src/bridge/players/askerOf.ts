import type { IncomingMessage } from 'node:http';
import { clientAddress, type Networks } from './address.js';
import type { Asker } from './player.js';
import { readMsxVersion } from './readMsxVersion.js';
import { readDeviceId } from './playerId.js';

/** What a request tells of the TV behind it. `query` is the decoded query. */
export function askerOf(request: IncomingMessage, query: unknown, trusted: Networks): Asker {
  const given = (typeof query === 'object' && query !== null ? query : {}) as Record<string, unknown>;
  return {
    deviceId: readDeviceId(given.device_id),
    msxVersion: readMsxVersion(given.v),
    address: addressOf(request, trusted),
    agent: request.headers['user-agent'] ?? '',
  };
}

/** The address behind a request, also of one that becomes a WebSocket. */
export function addressOf(request: IncomingMessage, trusted: Networks): string {
  const forwarded = request.headers['x-forwarded-for'];
  return clientAddress(
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    trusted,
  );
}

import type { IncomingMessage } from 'node:http';
import type { Networks } from '../players/address.js';
import type { BridgeUrls } from './bridgeUrls.js';
import { defaultOrigin } from './defaultOrigin.js';
import { originOf } from './originOf.js';

/** What only this machine can have asked for, such as the preview. */
const THIS_MACHINE = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/;

/** Where the owner of a TV finds the dashboard with a phone: as the TV has found it, where that means the same there. */
export function pairingOrigin(request: IncomingMessage, trusted: Networks, urls: BridgeUrls): string {
  const origin = originOf(request, trusted);
  return origin === null || THIS_MACHINE.test(origin) ? defaultOrigin(request, trusted, urls) : origin;
}

import type { IncomingMessage } from 'node:http';
import type { Networks } from '../players/address.js';
import type { BridgeUrls } from './bridgeUrls.js';
import { originOf } from './originOf.js';

/** Where TVs find the bridge: the best of its addresses, else the one by which the request has found it. */
export const defaultOrigin = (
  request: IncomingMessage,
  trusted: Networks,
  { tvs, dashboard }: BridgeUrls,
): string =>
  tvs[0] === undefined ? (originOf(request, trusted) ?? new URL(dashboard).origin) : `http://${tvs[0].setup}`;

import { normalAddress } from '../players/address.js';

/**
 * Names that no public server can have: of this machine and of local networks (RFC 6761, 6762, 8375, and the
 * top-level domain that ICANN has set aside for private use).
 */
const LOCAL = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/**
 * Whether a Host header names this machine as only its own network can: by an address, a name without dots, a
 * local name, or one that `--host-name` gives. Anything else may be the name of a stranger's page that is made
 * to point here (DNS rebinding); for the browser the bridge would then be a part of that page's site.
 * @param host with or without a port
 * @param names in small letters
 */
export function isOwnHost(host: string, names: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  return normalAddress(name) !== null || !name.includes('.') || LOCAL.test(name) || names.includes(name);
}

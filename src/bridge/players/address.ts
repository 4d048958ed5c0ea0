import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses that are let in: single ones and networks such as `10.0.0.0/8`. */
export type Networks = readonly [Address, number][];

/** How many bits of an address name a single machine. */
const IPV4_BITS = 32;
const IPV6_BITS = 128;

/**
 * One spelling for each address: IPv4 within IPv6 becomes IPv4 (`::ffff:10.0.0.5` → `10.0.0.5`), IPv6 its
 * shortest form without a zone (RFC 5952).
 * @returns null for a text that is no address
 */
export function normalAddress(text: string): string | null {
  return parse(text)?.toString() ?? null;
}

function parse(text: string): Address | null {
  const bare = text.trim().replace(/^\[([^\]]*)\](?::\d+)?$/, '$1');
  const withoutZone = bare.replace(/%.*$/, '');
  // Only the four-part form of IPv4: 127.1 and 0x7f.1 are spellings that proxies do not send.
  if (!withoutZone.includes(':') && !/^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(withoutZone)) return null;
  const address =
    withoutZone.includes('.') && /^[\d.]+:\d+$/.test(withoutZone) ? withoutZone.split(':')[0]! : withoutZone;
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

/** @returns null for a text that is neither an address nor a network */
export function parseNetworks(text: string): Networks | null {
  const networks: [Address, number][] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const network = part.includes('/') ? parseNetwork(part) : parseSingle(part);
    if (!network) return null;
    networks.push(network);
  }
  return networks;
}

function parseNetwork(text: string): [Address, number] | null {
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
}

function parseSingle(text: string): [Address, number] | null {
  const address = parse(text);
  return address && [address, address.kind() === 'ipv4' ? IPV4_BITS : IPV6_BITS];
}

/**
 * Who asks, when proxies may stand in between. `X-Forwarded-For` is believed from right to left as long as
 * whoever wrote the entry is a trusted proxy: everything further left may be made up.
 * @param remote the address at the other end of the connection
 * @param forwardedFor the header, undefined where there is none
 * @returns a normal address, or `unknown` for a connection that is already gone
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trusted: Networks,
): string {
  let client = normalAddress(remote ?? '');
  if (client === null) return 'unknown';
  const chain = (forwardedFor ?? '').split(',').reverse();
  for (const entry of chain) {
    if (!isIn(client, trusted)) break;
    const next = normalAddress(entry);
    if (next === null) break;
    client = next;
  }
  return client;
}

/** Whether the other end of a connection is a trusted proxy. */
export function isTrusted(remote: string | undefined, trusted: Networks): boolean {
  const address = normalAddress(remote ?? '');
  return address !== null && isIn(address, trusted);
}

/** A host chooses the last 64 bits of its IPv6 address by itself, and as often as it likes (RFC 4291, 2.5.4). */
const HOST_BITS = 64;

/**
 * Who stands behind an address, for limits on what may be guessed or piled up.
 * @param address as clientAddress gives it
 */
export function holderOf(address: string): string {
  const parsed = parse(address);
  if (parsed?.kind() !== 'ipv6') return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${HOST_BITS}`).toString()}/${HOST_BITS}`;
}

function isIn(text: string, networks: Networks): boolean {
  const address = ipaddr.parse(text);
  return networks.some(
    ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
  );
}

/** Ranges that no router sends on to the internet, loopback and those for documentation among them. */
const LOCAL_RANGES = ['reserved', 'loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

/** Whether only this machine or its local network can reach an address. */
export function isLocalAddress(text: string): boolean {
  const address = parse(text);
  return address !== null && LOCAL_RANGES.includes(address.range());
}

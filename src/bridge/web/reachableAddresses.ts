import type { NetworkInterfaceInfo } from 'node:os';
import { isLocalAddress } from '../players/address.js';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** 169.254.0.0/16: an address that no router gave (RFC 3927); a TV is not likely to share it. */
const LINK_LOCAL = /^169\.254\./;

/**
 * The IPv4 addresses under which other devices may reach this machine, link-local ones last. MSX's setup
 * takes digits and dots on every TV, so IPv6 is left out.
 * @param interfaces what `os.networkInterfaces()` gives
 */
export function lanAddresses(interfaces: Interfaces): string[] {
  const addresses = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter((info) => info.family === 'IPv4' && !info.internal)
    .map((info) => info.address);
  return [
    ...addresses.filter((address) => !LINK_LOCAL.test(address)),
    ...addresses.filter((address) => LINK_LOCAL.test(address)),
  ];
}

/**
 * The addresses to type into a TV, for a server that listens on `host`.
 * @returns none when it listens on loopback only
 */
export function reachableAddresses(host: string, interfaces: Interfaces): string[] {
  if (host === '0.0.0.0' || host === '::') return lanAddresses(interfaces);
  return host === 'localhost' || host === '::1' || host.startsWith('127.') ? [] : [host];
}

/**
 * The first address of a server on `host` that the internet may reach; undefined when all of them are of
 * this machine or the local network.
 */
export function publicAddress(host: string, interfaces: Interfaces): string | undefined {
  const infos = Object.values(interfaces).flatMap((some) => some ?? []);
  const addresses =
    host === '0.0.0.0'
      ? infos.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
      : host === '::'
        ? infos.map(({ address }) => address)
        : [host];
  return addresses.find((address) => address !== 'localhost' && !isLocalAddress(address));
}

import { failed, wrong } from './plan.js';
import type { Refusal } from './plan.js';

/** Which addresses are the owner's. */
export interface Addresses {
  /** Whether the address is of one of the owner's origins. */
  isOwn: (url: string) => boolean;
  /** The address with the device ID, where it may have that. */
  tagged: (url: string) => string;
}

/** An address that is nothing but that, to MSX as well: no list of actions, no focus, no placeholder. */
const PLAIN_ADDRESS = /^https?:\/\/[\w.:[\]-]+\/[\w:/?&=%.~!$()*+,;-]*$/i;

/** An address of the owner's, with the ID; or why not. @param name of the value, for people */
export function ownAddress(
  name: string,
  value: unknown,
  { isOwn, tagged }: Addresses,
): { url: string } | Refusal {
  if (typeof value !== 'string' || !PLAIN_ADDRESS.test(value))
    return wrong(name, 'a plain http or https address');
  if (!isOwn(value)) return failed(`"${name}" is not on a server that this TV may ask ("origins").`);
  return { url: tagged(value) };
}

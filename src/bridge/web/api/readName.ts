import { storable } from '../../text/storable.js';

export const LONGEST_NAME_CHARACTERS = 80;

/** The name of a TV or a person that a request gives, as it is stored; undefined for anything else. */
export function readName(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_NAME_CHARACTERS) return undefined;
  return storable(value.trim()) || undefined;
}

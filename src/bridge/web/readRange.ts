/** The part of a file that a request asks for, both ends included. */
interface Range {
  first: number;
  last: number;
}

/** One range of bytes (RFC 9110, 14.1.2): `0-499`, `500-`, `-500`. */
const ONE = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/i;

/**
 * Reads a Range header (RFC 9110, 14.2). What cannot be read is ignored, as is a list of several ranges: the
 * whole file is an answer to each of them.
 * @returns `none` for a range that begins behind the end of the file
 */
export function readRange(header: string | undefined, bytes: number): Range | 'whole' | 'none' {
  const [, from, to, suffix] = ONE.exec(header?.replace(/\s/g, '') ?? '') ?? [];
  if (suffix !== undefined)
    return Number(suffix) === 0 ? 'none' : { first: Math.max(0, bytes - Number(suffix)), last: bytes - 1 };
  if (from === undefined) return 'whole';
  const last = to ? Number(to) : Infinity;
  if (Number(from) > last) return 'whole';
  return Number(from) < bytes ? { first: Number(from), last: Math.min(last, bytes - 1) } : 'none';
}

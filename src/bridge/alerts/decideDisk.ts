import type { Seen } from './decideCondition.js';

const GIB = 2 ** 30;
const LEAST_PART = 0.05;
/** What is between is left as it was, so that one file more or less tells nothing. */
const ENOUGH = 1.25;

/** Whether a disk is nearly full: less than a twentieth of it is left, and less than 1 GiB. Sizes are in bytes. */
export function decideDisk(freeBytes: number, sizeBytes: number): Seen {
  const least = Math.min(GIB, sizeBytes * LEAST_PART);
  if (freeBytes < least) return 'wrong';
  return freeBytes < least * ENOUGH ? 'unknown' : 'well';
}

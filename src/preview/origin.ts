import { addressOf, readSource } from './documentSource.js';

/** Where what is on screen came from. */
export interface Origin {
  source: unknown;
  data: unknown;
  /** The start parameter named it. */
  atStart: boolean;
  /** `release:…` took it away. */
  released: boolean;
}

export function createOrigin(source: unknown, data: unknown, atStart = false): Origin {
  return { source, data, atStart, released: false };
}

/** What MSX knows the document by; null for data, and for what was loaded at startup (special/attached-data-examples). */
export function idOf(origin: Origin): string | null {
  return origin.atStart ? null : addressOf(readSource(origin.source, origin.data));
}

/**
 * Whether `reload:…` does anything: not for what was loaded at startup, set by data, or released
 * (common/actions, special/internal-actions).
 */
export function canReload(origin: Origin): boolean {
  return !origin.released && idOf(origin) !== null;
}

/** Whether the same is asked for again: the same address, or the very same data. */
export function isSame(origin: Origin, source: unknown, data: unknown): boolean {
  const now = readSource(source, data);
  const before = readSource(origin.source, origin.data);
  if (now.kind === 'data') return before.kind === 'data' && now.document === before.document;
  const address = addressOf(now);
  return address !== null && address === addressOf(before) && !origin.released;
}

import { isFields } from './fields.js';

/** MSX's places for documents: each has a cache of its own (reference/glossary, Cache). */
export type Slot = 'menu' | 'content' | 'panel' | 'slider';

/** The documents that MSX keeps by their address. Headers of HTTP play no part. */
export interface DocumentCache {
  /** Undefined where nothing is kept. */
  find(slot: Slot, address: string): unknown;
  keep(slot: Slot, address: string, document: unknown): void;
  release(slot: Slot, address: string): void;
}

// guess(cache-size): nothing says how many documents are kept, or for how long.
export function createDocumentCache(): DocumentCache {
  const kept: Record<string, unknown> = {};
  const key = (slot: Slot, address: string) => `${slot} ${address}`;
  return {
    find: (slot, address) => kept[key(slot, address)],
    keep: (slot, address, document) => {
      if (isFields(document) && document.cache === false) kept[key(slot, address)] = undefined;
      else kept[key(slot, address)] = document;
    },
    release: (slot, address) => {
      kept[key(slot, address)] = undefined;
    },
  };
}

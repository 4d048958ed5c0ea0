import { headAndRest, parseRequest } from './readAction.js';
import { isFields } from './fields.js';

/** Where a document comes from, read from what stands behind `content:` and the like, or in `menu[].data`. */
export type DocumentSource =
  | { kind: 'missing' }
  /** The document itself; it has no address, so it can be neither cached nor asked for again. */
  | { kind: 'data'; document: unknown }
  | { kind: 'json'; address: string; base64: string }
  | { kind: 'request'; address: string; dataId: string; pluginUrl: string | null }
  | { kind: 'player'; address: string; dataId: string }
  | { kind: 'url'; address: string; url: string; user: boolean };

/**
 * Reads a URL (with `user:` or `auto:` before it), `data`, `json:BASE64`, `request:interaction:DATA_ID@PLUGIN_URL`,
 * or the document itself.
 */
export function readSource(source: unknown, data: unknown): DocumentSource {
  if (isFields(source)) return { kind: 'data', document: source };
  const text = typeof source === 'string' ? source.trim() : '';
  if (text === '') return { kind: 'missing' };
  if (text === 'data') return { kind: 'data', document: data };
  const [head, rest] = headAndRest(text);
  if (head === 'auto') return readSource(rest, data);
  if (head === 'json') return { kind: 'json', address: text, base64: rest };
  if (head === 'user') return { kind: 'url', address: text, url: rest.trim(), user: true };
  if (head !== 'request') return { kind: 'url', address: text, url: text, user: false };
  const [receiver, request] = headAndRest(rest);
  return receiver === 'interaction'
    ? { kind: 'request', address: text, ...parseRequest(request) }
    : { kind: 'player', address: text, dataId: request };
}

/** What MSX knows a document by; null for one that is data. */
export function addressOf(source: DocumentSource): string | null {
  return 'address' in source ? source.address : null;
}

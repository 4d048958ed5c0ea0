/** A key and its new value; undefined = the key goes. */
export type Write = [key: string, value: unknown];

/** Durable keys and values on the TV, shared by all pages of this origin. */
export interface Kv {
  kind: 'indexeddb' | 'localstorage' | 'memory';
  /**
   * One transaction, also against other pages: reads `key`, and writes what `decide` makes of its value.
   * Resolves when that is stored; rejects when it is not, or when there is no such storage.
   */
  change(key: string, decide: (value: unknown) => Write[]): Promise<void>;
}

/** A key and its new value; undefined = the key goes. */
export type Write = [key: string, value: unknown];

/** Durable keys and values on the TV, shared by all pages of this origin. */
export interface Kv {
  kind: 'indexeddb' | 'localstorage' | 'memory';
  get(key: string): Promise<unknown>;
  /**
   * One transaction, also against other pages: reads `key`, and writes what `decide` makes of its value.
   * Resolves with `result` when it is stored; rejects when it is not, and then nothing is.
   */
  change<T>(key: string, decide: (value: unknown) => { writes: Write[]; result: T }): Promise<T>;
}

/** A key and its new value; undefined = the key goes. */
export type Write = [key: string, value: unknown];

/**
 * `strict`, unless something else is said: what is written must survive the power plug, so the disk is waited for, in
 * engines that know it. `relaxed`: it need not, and the TV's flash is spared.
 */
export type Durability = 'strict' | 'relaxed';

/** Durable keys and values on the TV, shared by all pages of this origin. */
export interface Kv {
  kind: 'indexeddb' | 'localstorage' | 'memory';
  /**
   * One transaction, also against other pages: reads `key`, and writes what `decide` makes of its value.
   * Resolves when that is stored; rejects when it is not, or when there is no such storage.
   */
  change(key: string, decide: (value: unknown) => Write[], durability?: Durability): Promise<void>;
}

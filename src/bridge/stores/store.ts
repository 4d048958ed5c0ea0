/**
 * Whose fault an error of a store is:
 * - `message`: what is to be written cannot be written, now or later;
 * - `setup`: a person has to do something: password, rights, tables;
 * - `away`: it does not answer, is full or is busy, which passes.
 */
export type StoreFault = 'message' | 'setup' | 'away';

/** Where a room keeps its records: it says what it needs, and something else knows how they are kept. */
export interface Store {
  /** Whose fault it is that a method of this store has thrown. */
  faultOf: (error: unknown) => StoreFault;
}

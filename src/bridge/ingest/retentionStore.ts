/** Single views that are older than they should be kept. */
export interface RetentionStore {
  /**
   * Looks at the next views in the order in which they came, and removes those that came before `beforeMs`. Counts
   * stay. Of several processes at one database one removes at a time; the others are told that they are done.
   * @param after the `last` of the step before; 0 = from the first one on
   * @param rows so many are looked at
   * @throws what the database throws; then nothing was removed
   */
  removeStep(beforeMs: number, after: number, rows: number): Promise<RetentionStep>;
}

/** What a step has done. */
export interface RetentionStep {
  removed: number;
  /** The last view that it looked at. */
  last: number;
  /** Whether what comes after is to be kept. */
  isDone: boolean;
}

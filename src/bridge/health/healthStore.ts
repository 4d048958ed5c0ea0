/** What health asks of a database. Each method throws what the database throws. */
export interface HealthStore {
  /** Resolves when something was written, as durably as a view is. Nothing of it stays. */
  write(): Promise<void>;
  /** The TVs whose last status said that they are there. */
  tvsOnline(): Promise<number>;
}

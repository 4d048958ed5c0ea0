/**
 * Chromium's own words for having thrown a damaged database away, each seen where a database's MANIFEST was damaged
 * on purpose: those of 143 (backing_store.cc), and those of 68 (indexed_db_backing_store.cc).
 */
const DELETED =
  /recovering from a corrupted \(and deleted\) database|backing store cleanup succeeded, reopening/;

/** @param line of what an engine has written */
export const tellsOfDeletion = (line: string): boolean => DELETED.test(line);

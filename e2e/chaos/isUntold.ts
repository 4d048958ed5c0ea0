/** The server looked at a view. */
export interface Look {
  atMs: number;
  postId: number;
  timestamp: string;
  outcome: string;
}

/** A page heard an ack. */
export interface Heard {
  atMs: number;
  /** `success`, or the code of the refusal. */
  said: string;
}

const FAILURES = ['rate_limited', 'processing_error'];

/**
 * Whether nobody could have told that a view was not recorded: the server failed with it, that very answer was
 * lost with the connection or the power, and what was sent again with the same timestamp is a `duplicate`, as
 * it would be for a view that was recorded (docs/reporting.md, What cannot be excluded).
 *
 * @param looks at all views, in order
 * @param heard by all pages, in order
 */
export function isUntold(postId: number, looks: readonly Look[], heard: readonly Heard[]): boolean {
  const isMine = (look: Look): boolean => look.postId === postId;
  const mine = looks.filter(isMine);
  const last = mine[mine.length - 1];
  const failed = mine.find(
    ({ outcome, timestamp }) => FAILURES.includes(outcome) && timestamp === last?.timestamp,
  );
  if (last?.outcome !== 'duplicate' || !failed) return false;
  // One view is under way at a time: until another one comes, an answer with this code is the answer to this one.
  const next = looks.slice(looks.lastIndexOf(last)).find((look) => !isMine(look));
  return !heard.some(
    ({ atMs, said }) => said === failed.outcome && atMs >= failed.atMs && !(next && atMs > next.atMs),
  );
}

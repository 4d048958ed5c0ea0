/** What a connection may publish: so many messages at once, and then so many a second. */
const BURST_MESSAGES = 100;
const MESSAGES_PER_SECOND = 20;

/**
 * A bucket of messages for one connection. A player sends a view in 5 s and at most a status in a second.
 * @param clockMs a clock that nobody sets
 * @returns whether one more message is within the rate
 */
export function messageRate(clockMs: () => number): () => boolean {
  let left = BURST_MESSAGES;
  let atMs = clockMs();
  return () => {
    const nowMs = clockMs();
    left = Math.min(BURST_MESSAGES, left + ((nowMs - atMs) / 1000) * MESSAGES_PER_SECOND);
    atMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

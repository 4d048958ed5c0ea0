/** Longer than the broker itself waits for a queue that has no leader. */
const ANSWERED_WITHIN_MS = 30_000;

/**
 * A cluster whose nodes do not find each other answers some questions never.
 * @param beginning what a connection begins with; when it is late, nobody asks for its end any more
 * @throws what it throws, or when it takes longer than 30 s
 */
export async function inTime<T>(beginning: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('its queues do not answer')), ANSWERED_WITHIN_MS);
  });
  beginning.catch(() => undefined); // when it is late, nobody asks any more
  return Promise.race([beginning, late]).finally(() => clearTimeout(timer));
}

import { maySubscribe } from './mayPublish.js';
import type { Refusal } from './refusal.js';

/** A player subscribes to three topics; whoever wants more than this is after the broker's memory. */
const MOST_FILTERS = 32;

/**
 * @param playerKey that of the client's session; undefined without one
 * @param filters what the client is subscribed to
 * @returns why a subscription is refused; null = it is granted
 */
export function decideSubscribe(
  playerKey: string | undefined,
  filters: ReadonlyMap<string, unknown>,
  topic: string,
): Pick<Refusal, 'code' | 'reason'> | null {
  if (playerKey === undefined || !maySubscribe(playerKey, topic))
    return { code: 'subscribe-refused', reason: `it subscribed to ${topic}` };
  if (!filters.has(topic) && filters.size >= MOST_FILTERS)
    return { code: 'too-many-filters', reason: `it subscribed to more than ${MOST_FILTERS} topics` };
  return null;
}

import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { NO_CONNECTIONS, decideRetry, withOpen } from './decideRetry.js';
import type { Subscription } from './openSubscription.js';

interface Keeping {
  /** See decideRetry. */
  place: string | null;
  /** Gets, once, why there is no connection. */
  onAway: (reason: string) => void;
  /** Whether there is a connection on which the broker has granted everything. */
  onConnection?: ((isConnected: boolean) => void) | undefined;
  ending: AbortSignal;
}

/**
 * Opens a subscription, and again whenever it is lost, until it is to end or has left.
 * @param open `onOpen` is to be called when the broker has granted everything
 * @returns what does not heal by waiting; undefined where nothing is wrong
 */
export async function keepSubscribed(
  open: (onOpen: () => void) => Subscription,
  { place, onAway, onConnection, ending }: Keeping,
): Promise<BridgeProblem | undefined> {
  let subscription: Subscription | undefined;
  let connections = NO_CONNECTIONS;
  const isEnding = (): boolean => ending.aborted;
  ending.addEventListener('abort', () => void subscription?.stop());
  while (!isEnding()) {
    subscription = open(() => {
      connections = withOpen(connections, performance.now());
      onConnection?.(true);
    });
    const end = await subscription.ended;
    onConnection?.(false);
    if (end.kind !== 'lost') break;
    const { code, sentence } = end.fault;
    if (code !== undefined) return bridgeProblem(code, `${sentence}.`);
    if (isEnding()) break;
    const [next, { attempt, news }] = decideRetry(connections, { sentence, nowMs: performance.now(), place });
    connections = next;
    if (news !== null) onAway(news);
    await pause(backoffMs(attempt, Math.random()), ending);
  }
  return undefined;
}

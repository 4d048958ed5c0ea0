import { mayPublish } from './mayPublish.js';
import type { Refusal } from './refusal.js';

interface Publication {
  topic: string;
  qos: number;
  /** It is one more than the rate of its connection lets through. */
  isTooMany: boolean;
}

/** @returns why the message of a player is refused; null = it is taken */
export function decidePublish(
  playerKey: string,
  { topic, qos, isTooMany }: Publication,
): Pick<Refusal, 'code' | 'reason'> | null {
  if (isTooMany) return { code: 'too-many-messages', reason: 'it publishes faster than any player' };
  if (!mayPublish(playerKey, topic) || qos === 2)
    return { code: 'publish-refused', reason: `it published to ${topic} with QoS ${qos}` };
  return null;
}

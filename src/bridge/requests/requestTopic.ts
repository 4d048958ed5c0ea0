const TOPIC = /^makapix\/player\/([^/]+)\/request\/([^/]+)$/;

/** @returns null for a topic that is not for requests */
export function readRequestTopic(topic: string): { playerKey: string; requestId: string } | null {
  const read = TOPIC.exec(topic);
  return read && { playerKey: read[1]!, requestId: read[2]! };
}

/** Where the answer to a request goes. */
export const responseTopicOf = (playerKey: string, requestId: string): string =>
  `makapix/player/${playerKey}/response/${requestId}`;

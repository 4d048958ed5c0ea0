/** A message that a player published. */
export type PlayerMessage =
  | { kind: 'status'; playerKey: string; fields: Readonly<Record<string, unknown>> }
  | { kind: 'view'; playerKey: string; fields: Readonly<Record<string, unknown>> }
  | { kind: 'unreadable'; playerKey: string; topic: string };

const TOPIC = /^makapix\/player\/([^/]+)\/(status|view)$/;

/**
 * Reads a message on a status or view topic (player-status.md, "Status Updates" and "View Events").
 * @returns undefined for any other topic
 */
export function readPlayerMessage(topic: string, payload: string): PlayerMessage | undefined {
  const match = TOPIC.exec(topic);
  if (!match) return undefined;
  const [, playerKey = '', kind] = match;
  const fields = readObject(payload);
  if (!fields) return { kind: 'unreadable', playerKey, topic };
  return { kind: kind === 'view' ? 'view' : 'status', playerKey, fields };
}

function readObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // told apart by the caller: an unreadable message gets a line of its own
  }
}

const PLAYER = 'makapix/player/';

/** Whether a player may publish there: its own status, view and requests (facts of the protocol, Broker). */
export function mayPublish(playerKey: string, topic: string): boolean {
  const rest = ownPart(playerKey, topic);
  return rest === 'status' || rest === 'view' || /^request\/[^/+#]+$/.test(rest ?? '');
}

/** Whether a player may subscribe to a filter: its own commands, acks and responses, and no wildcard else. */
export function maySubscribe(playerKey: string, filter: string): boolean {
  const rest = ownPart(playerKey, filter);
  return rest === 'command' || rest === 'view/ack' || /^response\/(?:#|\+|[^/+#]+)$/.test(rest ?? '');
}

/** What follows the player's own prefix; a key that holds wildcards has none. */
function ownPart(playerKey: string, topic: string): string | undefined {
  const own = `${PLAYER}${playerKey}/`;
  return topic.startsWith(own) && !/[/+#]/.test(playerKey) ? topic.slice(own.length) : undefined;
}

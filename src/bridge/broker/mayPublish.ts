const PLAYER = 'makapix/player/';

/** A request's ID: one level of a topic. The longest that Makapix's players send has 36 characters. */
const REQUEST = /^request\/[^/+#\u0000]{1,128}$/;
const RESPONSE = /^response\/(?:#|\+|[^/+#\u0000]{1,128})$/;

/** Whether a player may publish there: its own status, view, health and requests (facts of the protocol, Broker). */
export function mayPublish(playerKey: string, topic: string): boolean {
  const rest = ownPart(playerKey, topic);
  return rest === 'status' || rest === 'view' || rest === 'health' || REQUEST.test(rest ?? '');
}

/** Whether a player may subscribe to a filter: its own commands, acks and responses, and no wildcard else. */
export function maySubscribe(playerKey: string, filter: string): boolean {
  const rest = ownPart(playerKey, filter);
  return rest === 'command' || rest === 'view/ack' || RESPONSE.test(rest ?? '');
}

/** What follows the player's own prefix; a key that holds wildcards has none. */
function ownPart(playerKey: string, topic: string): string | undefined {
  const own = `${PLAYER}${playerKey}/`;
  return topic.startsWith(own) && !/[/+#]/.test(playerKey) ? topic.slice(own.length) : undefined;
}

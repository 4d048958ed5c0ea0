const PLAYER = 'makapix/player/';

/** A request's ID: one level of a topic. The longest that Makapix's players send has 36 characters. */
const REQUEST = /^request\/[^/+#\u0000]{1,128}$/;
const RESPONSE = /^response\/(?:#|\+|[^/+#\u0000]{1,128})$/;

/** What a player says: the last two are ours, the others Makapix's (facts of the protocol, Broker). */
const WORDS = ['status', 'view', 'command/ack', 'capabilities', 'state', 'playback', 'health'];

/** Whether a player may publish there: what it says itself, and its own requests. */
export function mayPublish(playerKey: string, topic: string): boolean {
  const rest = ownPart(playerKey, topic) ?? '';
  return WORDS.includes(rest) || REQUEST.test(rest);
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

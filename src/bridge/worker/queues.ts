/**
 * A player's messages always lie in the same one of these, by a hash of their topic, and one worker at a time takes
 * from it: so they are decided in the order in which they came. More workers than this have nothing to do.
 */
export const QUEUES = 12;

/** What the workers of a group have at a RabbitMQ cluster. */
export interface QueueNames {
  /** Spreads what comes over the queues. */
  exchange: string;
  queues: readonly string[];
  /** What cannot be taken is put here, for a person to look at. */
  dead: string;
  /** Every worker of the group consumes from it, and nothing comes: so each knows how many they are. */
  workers: string;
}

/** @example queuesOf('ingest').queues[0] === 'msx.ingest.0' */
export const queuesOf = (group: string): QueueNames => ({
  exchange: `msx.${group}`,
  queues: Array.from({ length: QUEUES }, (_, i) => `msx.${group}.${i}`),
  dead: `msx.${group}.dead`,
  workers: `msx.${group}.workers`,
});

/** What the MQTT plugin of RabbitMQ publishes to; its routing keys have a dot where topics have a slash. */
export const TOPIC_EXCHANGE = 'amq.topic';

/** What the topic exchange routes nowhere comes here, where a policy says so: docs/broker.md. */
export const UNROUTED = 'msx.unrouted';

/** @example topicOf('makapix.player.KEY.view') === 'makapix/player/KEY/view' */
export const topicOf = (routingKey: string): string => routingKey.replaceAll('.', '/');

export const routingKeyOf = (topic: string): string => topic.replaceAll('/', '.');

/** In the place of a player key: what is published there says whether messages still find their way. */
const PROBE = 'makapix.player.msx-probe.';

/** @example probeKey('view') === 'makapix.player.msx-probe.view' */
export const probeKey = (what: string): string => PROBE + what;

export const isProbe = (routingKey: string): boolean => routingKey.startsWith(PROBE);

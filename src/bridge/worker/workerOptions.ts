import type { AmqpCluster } from './readAmqpUrls.js';
import type { Division } from './division.js';
import type { BrokerUrl } from './readBrokerUrl.js';

/** How a worker takes messages. */
export interface WorkerOptions {
  /** A broker by MQTT 5, or a RabbitMQ cluster by AMQP. */
  broker: BrokerUrl | AmqpCluster;
  /** The workers that divide the messages. */
  group: string;
  division: Division;
  /** Of this worker. */
  name: string;
  /** Messages that are taken and not yet acknowledged, at most. */
  inHand: number;
  /** How long the broker keeps what waits while the worker is away. */
  sessionHours: number;
  /** Takes what waits, gives its place up, and ends. */
  leave: boolean;
}

import { bridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';
import { decoded } from './readBrokerUrl.js';

/** One node of a RabbitMQ cluster, and who asks. */
export interface AmqpNode {
  protocol: 'amqp' | 'amqps';
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
  /** `/` unless the address names another. */
  vhost: string;
  username: string | undefined;
  password: string | undefined;
  /** For people: see redact. */
  shown: string;
}

/** A RabbitMQ cluster by the nodes that a worker may connect to: each of them leads to all queues. */
export interface AmqpCluster {
  nodes: readonly AmqpNode[];
  /** For people. */
  shown: string;
}

/** The ports that IANA has given them. */
const PORTS: Record<AmqpNode['protocol'], number> = { amqp: 5672, amqps: 5671 };

/** Between two addresses: a comma in a password is not followed by one. */
const BETWEEN = /,(?=[a-z]+:\/\/)/i;

/** Whether `--broker` names a RabbitMQ cluster by AMQP rather than a broker by MQTT. */
export const isAmqp = (text: string): boolean => /^amqps?:/i.test(text);

/**
 * Reads `amqp://user:password@host:5672/vhost[,amqp://…]`; user name, password and virtual host may be
 * percent-encoded.
 * @throws a BridgeProblem `bad_option`, whose sentence holds no password
 */
export function readAmqpUrls(text: string): AmqpCluster {
  const nodes = text.split(BETWEEN).map(readNode);
  return { nodes, shown: nodes.map(({ shown }) => shown).join(',') };
}

function readNode(text: string): AmqpNode {
  const url = URL.canParse(text) ? new URL(text) : null;
  const protocol = url?.protocol.slice(0, -1);
  if (!url || (protocol !== 'amqp' && protocol !== 'amqps') || url.hostname === '' || url.search !== '')
    throw bridgeProblem(
      'bad_option',
      `--broker takes addresses such as amqp://user:password@one.example:5672,amqp://user:password@two.example:5672, with amqp or amqps, not "${redact(text)}".`,
    );
  return {
    protocol,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORTS[protocol] : Number(url.port),
    vhost: decoded(url.pathname.slice(1)) ?? '/',
    username: decoded(url.username),
    password: decoded(url.password),
    shown: redact(text),
  };
}

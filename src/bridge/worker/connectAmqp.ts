import { connect, type ChannelModel } from 'amqplib';
import { connectFault } from './amqpFault.js';
import { ANSWER_TIMEOUT_MS } from './askForMessages.js';
import type { BrokerFault } from './brokerFault.js';
import type { AmqpCluster, AmqpNode } from './readAmqpUrls.js';

/** A node that says nothing for twice as long counts as gone (AMQP 0-9-1, 4.2.7). */
const HEARTBEAT_SECONDS = 10;

/**
 * Connects to one node of a cluster, each tried once.
 * @param name of the worker, which the broker shows to people
 * @param first which is tried first
 * @returns the connection; or why there is none: what does not heal by waiting only if no node may heal
 */
export async function connectAmqp(
  { nodes }: AmqpCluster,
  name: string,
  first: number,
): Promise<{ model: ChannelModel; node: AmqpNode } | { fault: BrokerFault }> {
  const faults: BrokerFault[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(first + i) % nodes.length]!;
    try {
      return { model: await connectTo(node, name), node };
    } catch (error) {
      faults.push(connectFault(error, node.shown));
    }
  }
  return { fault: faults.find(({ code }) => code === undefined) ?? faults[0]! };
}

function connectTo(node: AmqpNode, name: string): Promise<ChannelModel> {
  const { protocol, host: hostname, port, vhost, username, password } = node;
  return connect(
    {
      ...{ protocol, hostname, port, vhost, heartbeat: HEARTBEAT_SECONDS },
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    },
    { timeout: ANSWER_TIMEOUT_MS, noDelay: true, clientProperties: { connection_name: name } },
  );
}

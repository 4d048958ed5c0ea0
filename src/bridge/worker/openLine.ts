import type { BrokerLine, LineOptions } from './brokerLine.js';
import { openAmqpLine } from './openAmqpLine.js';
import { openMqttLine } from './openMqttLine.js';
import type { AmqpCluster } from './readAmqpUrls.js';
import type { BrokerUrl } from './readBrokerUrl.js';

/** @returns at once; the connection is made by and by */
export const openLine = (broker: BrokerUrl | AmqpCluster, options: LineOptions): BrokerLine =>
  'nodes' in broker ? openAmqpLine(broker, options) : openMqttLine(broker, options);

import type { AmqpCluster } from './readAmqpUrls.js';
import type { BrokerUrl } from './readBrokerUrl.js';

/** A broker beside the bridges, from which workers take views and statuses. */
export interface SharedBroker {
  /** How the bridge connects to it. */
  broker: BrokerUrl | AmqpCluster;
  /** How TVs do: `wss://broker.example/mqtt`. */
  urlForTvs: string;
  /** Where TVs find the bridges, such as `https://tv.example`; undefined = requests of TVs are not answered. */
  publicUrl: string | undefined;
}

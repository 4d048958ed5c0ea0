import type { MqttClient } from 'mqtt';
import { connectFault, socketFault, type BrokerFault } from './brokerFault.js';

/** `left` = nothing waits any more and the session is over. */
export type Ending = { kind: 'stopped' } | { kind: 'left' } | { kind: 'lost'; fault: BrokerFault };

/** A goodbye to a broker that does not answer takes no longer. */
const GOODBYE_MS = 2000;

/** How a connection ends. */
interface Connection {
  ended: Promise<Ending>;
  isClosed(): boolean;
  /** Ends it at once; what was wrong first is why. */
  fail(why: BrokerFault): void;
  /** Ends it with a DISCONNECT. */
  goodbye(as: Ending, properties?: { sessionExpiryInterval: number }): void;
}

/** @param shown the broker's address, for people */
export function watchConnection(client: MqttClient, shown: string): Connection {
  let closed = false;
  let fault: BrokerFault | undefined;
  let wanted: Ending | undefined;

  const onError = (error: Error): void => {
    fault ??= socketFault(error, shown);
  };
  client.on('error', onError);
  client.stream.on('error', onError); // MQTT.js passes on only those that have a code
  client.on('disconnect', ({ reasonCode = 0 }) => {
    fault ??= connectFault(reasonCode, shown);
  });
  const ended = new Promise<Ending>((resolve) => {
    client.on('close', () => {
      closed = true;
      resolve(wanted ?? { kind: 'lost', fault: fault ?? { sentence: `${shown} has closed the connection` } });
    });
  });

  return {
    ended,
    isClosed: () => closed,
    fail(why) {
      fault ??= why;
      client.end(true);
    },
    goodbye(as, properties) {
      wanted = as;
      const force = setTimeout(() => client.stream.destroy(), GOODBYE_MS);
      client.once('close', () => clearTimeout(force));
      if (client.connected) setImmediate(() => client.end(false, properties ? { properties } : {}));
      else client.end(true);
    },
  };
}

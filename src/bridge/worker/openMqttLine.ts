import mqtt, { type IClientOptions } from 'mqtt';
import { LARGEST_PACKET_BYTES } from '../limits/limitPackets.js';
import { reasonOf } from '../text/reasonOf.js';
import { ANSWER_TIMEOUT_MS } from './askForMessages.js';
import { HEARD, type BrokerLine, type LineOptions } from './brokerLine.js';
import { socketFault } from './brokerFault.js';
import type { BrokerUrl } from './readBrokerUrl.js';

const AGAIN_MS = 2000;
const KEEP_ALIVE_SECONDS = 30;

/**
 * Each goes to one of the bridges (MQTT 5, 4.8.2). What mosquitto loses of a shared subscription around its restart is
 * no loss here: who gets no answer asks again.
 */
const REQUESTS = '$share/msx-bridge/makapix/player/+/request/+';

/** @returns at once; the connection is made by and by */
export function openMqttLine(
  broker: BrokerUrl,
  { name, takesRequests, onMessage, onFault }: LineOptions,
): BrokerLine {
  const client = mqtt.connect(settingsOf(broker, name));
  /** Whether the broker has granted what the bridge wants to hear. */
  let isHearing = false;
  let told = '';
  const tell = (sentence: string): void => {
    if (sentence !== told) onFault(sentence);
    told = sentence;
  };

  async function hear(): Promise<void> {
    try {
      const topics = HEARD.map((what) => `makapix/player/+/${what}`);
      if (takesRequests) topics.push(REQUESTS);
      const granted = await client.subscribeAsync(topics, { qos: 1 });
      const refused = granted.filter(({ qos }) => qos > 2).map(({ topic }) => topic);
      if (refused.length > 0) throw new Error(`refused: ${refused.join(', ')}`);
      isHearing = true;
      told = '';
    } catch (error) {
      if (!client.disconnecting)
        tell(`${broker.shown} does not let the bridge hear players: ${reasonOf(error)}`);
    }
  }

  client.on('connect', () => void hear());
  client.on('message', onMessage);
  client.on('error', (error) => tell(`${socketFault(error, broker.shown).sentence}.`));
  client.on('close', () => {
    if (isHearing) tell(`The connection to ${broker.shown} broke: trying again.`);
    isHearing = false;
  });

  return {
    isConnected: () => client.connected && isHearing,
    async publish(topic, payload) {
      if (!client.connected) throw new Error('the bridge has no connection to the broker');
      await client.publishAsync(topic, payload, { qos: 1 });
    },
    async close() {
      isHearing = false;
      await client.endAsync(!client.connected);
    },
  };
}

const settingsOf = (
  { protocol, host, port, path, username, password }: BrokerUrl,
  clientId: string,
): IClientOptions => ({
  ...{ protocol, host, hostname: host, port, path, clientId },
  protocolVersion: 5,
  clean: true,
  keepalive: KEEP_ALIVE_SECONDS,
  connectTimeout: ANSWER_TIMEOUT_MS,
  reconnectPeriod: AGAIN_MS,
  resubscribe: false,
  properties: { maximumPacketSize: LARGEST_PACKET_BYTES },
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
});

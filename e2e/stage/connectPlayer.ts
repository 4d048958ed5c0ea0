import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { viewPayload, type ViewPayload } from '../../src/makapix/view.js';
import { ask } from './ask.js';

/** A TV as the bridge sees it. */
export interface TestPlayer {
  client: MqttClient;
  playerKey: string;
  status(fields?: object): Promise<void>;
  view(fields?: Partial<ViewPayload>): Promise<void>;
  /** Publishes a view that asks for an ack, and waits for it. */
  acked(fields?: Partial<ViewPayload>): Promise<unknown>;
}

export const aView = (playerKey: string, fields: object = {}): ViewPayload => ({
  ...viewPayload(
    {
      postId: 7,
      timestamp: '2024-01-15T10:30:00Z',
      intent: 'channel',
      playOrder: 0,
      channel: 'all',
      userSqid: null,
      hashtag: null,
    },
    playerKey,
    false,
  ),
  ...fields,
});

/** The TV asks for its menu, as the plugin does before it connects. */
export async function openMenu(port: number, deviceId: string): Promise<void> {
  await ask(port, `/gallery/menu.json?device_id=${encodeURIComponent(deviceId)}`);
}

/** @param url of the broker */
export async function connectPlayer(
  url: string,
  deviceId: string,
  options: IClientOptions = {},
): Promise<TestPlayer> {
  const playerKey = options.username ?? playerKeyOf(deviceId);
  const client = await mqtt.connectAsync(url, {
    clientId: playerKey,
    username: playerKey,
    reconnectPeriod: 0,
    connectTimeout: 5000,
    ...options,
  });
  client.on('error', () => undefined); // a connection that the broker ends is what many tests are about
  const topics = topicsOf(playerKey);
  const publish = async (topic: string, payload: object): Promise<void> => {
    await client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  };
  return {
    client,
    playerKey,
    status: (fields = {}) => publish(topics.status, { player_key: playerKey, status: 'online', ...fields }),
    view: (fields = {}) => publish(topics.view, aView(playerKey, fields)),
    async acked(fields = {}) {
      await client.subscribeAsync(topics.viewAck, { qos: 1 });
      const ack = new Promise<unknown>((resolve) =>
        client.once('message', (_topic, payload) => resolve(JSON.parse(payload.toString()))),
      );
      await publish(topics.view, aView(playerKey, { request_ack: true, ...fields }));
      return ack;
    },
  };
}

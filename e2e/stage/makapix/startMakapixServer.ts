import { randomUUID } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import { createDesk, type Desk, type DeskOptions } from './createDesk.js';

/** The server side of player-status.md, as Makapix runs it: a subscriber of all players. */
export interface MakapixServer extends Desk {
  /**
   * The server stops, and the broker goes on: it confirms and discards what players send meanwhile, since
   * the subscription ends with the connection. What the server was busy with is lost, what it remembers is
   * not. Resolves when the broker knows.
   */
  away(): Promise<void>;
  /** Resolves when it hears players again. */
  back(): Promise<void>;
  /** Sends anything as an ack. */
  sendAck(playerKey: string, text: string): void;
  /**
   * Sends a command, as the server does: QoS 1, not retained. `fields` take the place of what it writes itself.
   * @returns its ID
   */
  command(
    playerKey: string,
    type: string,
    payload?: Record<string, unknown>,
    fields?: Record<string, unknown>,
  ): string;
  /** Sends anything as a command. */
  sendCommand(playerKey: string, text: string): void;
  /** Resolves with the answer to a command. @throws where there is none in time */
  answerTo(commandId: string): Promise<CommandAnswer>;
  /** Resolves when the server is connected and hears what players say. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** A player's answer (Makapix's `command/ack`). */
export interface CommandAnswer {
  command_id: string;
  status: string;
  error: string | null;
}

interface MakapixServerOptions extends DeskOptions {
  url: string;
  username?: string;
  password?: string;
  reconnectMs?: number;
}

const SUBSCRIPTIONS = ['status', 'view', 'command/ack', 'capabilities', 'state', 'playback', 'request/+'].map(
  (topic) => `makapix/player/+/${topic}`,
);
const TOPIC = /^makapix\/player\/([^/]+)\/(.+)$/;

/** Connects, and takes what players send. It reconnects by itself. */
export async function startMakapixServer({
  url,
  reconnectMs = 100,
  username,
  password,
  ...rules
}: MakapixServerOptions): Promise<MakapixServer> {
  const client = mqtt.connect(url, {
    protocolVersion: 4,
    clientId: `makapix-server-${Math.random().toString(36).slice(2)}`,
    reconnectPeriod: reconnectMs,
    // Makapix's own subscribers leave it to their library (paho, `loop_start`), which tries again after a refusal, too.
    reconnectOnConnackError: true,
    connectTimeout: 5000,
    resubscribe: false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
  let isAway = false;
  let heard: () => void = () => undefined;
  const sendAck: MakapixServer['sendAck'] = (playerKey, text) => {
    if (!isAway) client.publish(`makapix/player/${playerKey}/view/ack`, text, { qos: 1 });
  };
  const sendCommand: MakapixServer['sendCommand'] = (playerKey, text) => {
    client.publish(`makapix/player/${playerKey}/command`, text, { qos: 1 });
  };
  const { desk, takeView, takeStatus, takeOther, takeRequest, drop } = createDesk(rules, sendAck);
  const ready = (): Promise<void> =>
    new Promise((resolve) => {
      heard = () => {
        clearInterval(timer);
        resolve();
      };
      // Heard by itself, it hears others.
      const ask = (): void => {
        if (client.connected) client.publish('makapix/player/echo/status', '', { qos: 0 });
      };
      const timer = setInterval(ask, 10);
    });

  client.on('error', () => undefined); // it reconnects; tests see what does not arrive
  client.on('message', (topic, payload) => {
    const [, topicKey, kind] = TOPIC.exec(topic) ?? [];
    if (topicKey === undefined) return;
    if (topicKey === 'echo') heard();
    const text = payload.toString();
    if (kind === 'status') takeStatus(text);
    else if (kind !== 'view') {
      const [, requestId] = /^request\/(.+)$/.exec(kind!) ?? [];
      const answer = requestId === undefined ? null : takeRequest(text);
      if (answer !== null)
        client.publish(`makapix/player/${topicKey}/response/${requestId}`, answer, { qos: 1 });
      takeOther(topicKey, kind!, text);
    } else {
      takeView(topicKey, text);
      if (desk.faults.deliverTwice()) takeView(topicKey, text);
    }
  });
  try {
    await subscribed(client);
  } catch (error) {
    client.end(true);
    throw error;
  }
  // The very desk: faults and posts are changed there while it works.
  return Object.assign(desk, {
    away: async () => {
      isAway = true;
      drop();
      await client.endAsync(true);
    },
    back: async () => {
      isAway = false;
      client.reconnect();
      await ready();
    },
    sendAck,
    sendCommand,
    command: (playerKey: string, type: string, payload = {}, fields = {}) => {
      const id = randomUUID();
      sendCommand(
        playerKey,
        JSON.stringify({
          command_id: id,
          command_type: type,
          payload,
          timestamp: new Date().toISOString(),
          ...fields,
        }),
      );
      return id;
    },
    answerTo: async (commandId: string) => {
      const find = () =>
        desk.told.filter(
          ({ topic, message }) => topic === 'command/ack' && message.command_id === commandId,
        )[0];
      await desk.until(() => find() !== undefined, `an answer to the command ${commandId}`);
      return find()!.message as unknown as CommandAnswer;
    },
    ready,
    close: () => client.endAsync(true),
  });
}

/** Resolves at the first subscription; each connection needs one of its own. */
const subscribed = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once('error', reject);
    client.on('connect', () => {
      client.off('error', reject);
      client.subscribe(SUBSCRIPTIONS, { qos: 1 }, (error) => (error ? reject(error) : resolve()));
    });
  });

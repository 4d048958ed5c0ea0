import Paho from 'paho-mqtt';
import type { Connection, ConnectionFailure, ConnectionOptions, OpenConnection } from './connection.js';

const MQTT_3_1_1 = 4;
const AT_LEAST_ONCE = 1;
const SECOND_MS = 1000;
/** paho-mqtt's own number for a CONNACK other than 0; its message then holds "code:N". */
const PAHO_BAD_CONNACK = 6;
const PAHO_PING_TIMEOUT = 4;
/** MQTT 3.1.1, 3.2.2.3: bad user name or password; not authorized. */
const CREDENTIAL_CODES = ['4', '5'];

const failure = (code: ConnectionFailure['code'], message: string): ConnectionFailure => ({ code, message });

function whyNotOpened(errorCode: number, errorMessage: string): ConnectionFailure {
  if (errorCode !== PAHO_BAD_CONNACK) return failure('unreachable', 'The broker cannot be reached.');
  const returnCode = /code:(\d+)/.exec(errorMessage)?.[1] ?? '';
  return CREDENTIAL_CODES.indexOf(returnCode) >= 0
    ? failure('credentials', 'The broker does not accept the user name or the password.')
    : failure('refused', `The broker refuses the connection (CONNACK ${returnCode}).`);
}

function whyLost(errorCode: number): ConnectionFailure {
  return failure(
    'lost',
    errorCode === PAHO_PING_TIMEOUT
      ? 'The broker does not answer any more.'
      : 'The broker closed the connection.',
  );
}

/** paho-mqtt wants a path: `ws://host:9001` is `ws://host:9001/`. */
const withPath = (url: string): string => (/^wss?:\/\/[^/?#]+$/i.test(url) ? `${url}/` : url);

interface Waiting {
  /** What paho-mqtt hands back at PUBACK; null for a subscription. */
  message: Paho.Message | null;
  settle(failure: ConnectionFailure | null): void;
}

function messageOf(topic: string, payload: string): Paho.Message {
  const message = new Paho.Message(payload);
  message.destinationName = topic;
  message.qos = AT_LEAST_ONCE;
  message.retained = false;
  return message;
}

/** A connection through paho-mqtt 1.1: the client that runs in every TV engine. A client object is used once. */
export const openPaho: OpenConnection = (options) =>
  new Promise((resolve) => {
    const reject = (why: ConnectionFailure): void => resolve({ failure: why });
    let client: Paho.Client;
    try {
      client = new Paho.Client(withPath(options.url), options.clientId);
    } catch {
      reject(failure('unusable', 'broker.url is not a WebSocket URL (ws://… or wss://…).'));
      return;
    }
    const { connection, delivered, lost } = connectionOver(client, options);
    client.onMessageDelivered = delivered;
    client.onConnectionLost = ({ errorCode }) => lost(whyLost(errorCode));
    client.onMessageArrived = (message) => {
      // A payload that is no UTF-8 throws here, and paho-mqtt would drop the connection for it.
      const text = textOf(message);
      if (text !== null) options.message(message.destinationName, text);
    };
    const connectOptions: Paho.ConnectionOptions = {
      mqttVersion: MQTT_3_1_1,
      mqttVersionExplicit: true,
      cleanSession: true,
      keepAliveInterval: options.keepAliveS,
      timeout: options.connectTimeoutMs / SECOND_MS,
      userName: options.username,
      willMessage: messageOf(options.will.topic, options.will.payload),
      onSuccess: () => resolve({ connection }),
      onFailure: ({ errorCode, errorMessage }) => reject(whyNotOpened(errorCode, errorMessage)),
    };
    if (options.password !== undefined) connectOptions.password = options.password;
    try {
      client.connect(connectOptions);
    } catch (error) {
      // new WebSocket throws: a secure page and ws:, or a port that browsers do not allow.
      const reason = error instanceof Error ? error.message : 'no reason given';
      reject(failure('unusable', `The browser does not allow a connection to broker.url: ${reason}`));
    }
  });

function textOf(message: Paho.Message): string | null {
  try {
    return message.payloadString;
  } catch {
    return null; // not text, so nothing of ours
  }
}

function connectionOver(
  client: Paho.Client,
  options: ConnectionOptions,
): {
  connection: Connection;
  delivered: (message: Paho.Message) => void;
  lost: (failure: ConnectionFailure) => void;
} {
  let waiting: Waiting[] = [];
  let ended: ConnectionFailure | null = null;

  /** Everything that still waits is told; the first caller says why. */
  function end(why: ConnectionFailure): boolean {
    if (ended) return false;
    ended = why;
    const told = waiting;
    waiting = [];
    told.forEach((entry) => entry.settle(why));
    return true;
  }

  function hangUp(): void {
    try {
      client.disconnect();
    } catch {
      // paho-mqtt throws where the socket is gone already: that is what we want
    }
  }

  function lost(why: ConnectionFailure): void {
    if (end(why)) options.lost(why);
  }

  /** paho-mqtt pings only when nothing else is sent, so a dead link that we write to is ours to notice. */
  function noAnswer(): void {
    hangUp();
    lost(failure('lost', 'The broker did not confirm a message in time.'));
  }

  function wait(
    message: Paho.Message | null,
    begin: (entry: Waiting) => void,
  ): Promise<ConnectionFailure | null> {
    return new Promise((resolve) => {
      if (ended) {
        resolve(ended);
        return;
      }
      const timer = setTimeout(noAnswer, options.pubackTimeoutMs);
      const entry: Waiting = {
        message,
        settle: (why) => {
          clearTimeout(timer);
          waiting = waiting.filter((other) => other !== entry);
          resolve(why);
        },
      };
      waiting.push(entry);
      try {
        begin(entry);
      } catch {
        // paho-mqtt is not connected any more, and has not said so yet
        lost(failure('lost', 'The connection to the broker is gone.'));
      }
    });
  }

  return {
    connection: {
      publish: (topic, payload) => {
        const message = messageOf(topic, payload);
        return wait(message, () => client.send(message));
      },
      subscribe: (topic) =>
        wait(null, (entry) =>
          client.subscribe(topic, {
            qos: AT_LEAST_ONCE,
            onSuccess: () => entry.settle(null),
            onFailure: () => entry.settle(failure('refused', `The broker does not let us read ${topic}.`)),
          }),
        ),
      close: () => {
        if (end(failure('closed', 'The connection was closed.'))) hangUp();
      },
    },
    delivered: (message) =>
      waiting.filter((entry) => entry.message === message).forEach((entry) => entry.settle(null)),
    lost,
  };
}

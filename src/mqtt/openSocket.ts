import type { Connection, ConnectionFailure, OpenConnection } from './connection.js';
import { createRequests } from './createRequests.js';
import {
  connectPacket,
  CONNACK,
  createReader,
  DISCONNECT,
  packet,
  PINGREQ,
  PUBACK,
  pubackPacket,
  PUBLISH,
  publishPacket,
  SUBACK,
  subscribePacket,
  type Received,
} from './packet.js';

const SECOND_MS = 1000;
/** SUBACK: the broker refuses the subscription (MQTT 3.1.1, 3.9.3). */
const SUBSCRIPTION_REFUSED = 0x80;

/** A ping at each keep-alive comes too late where a broker or a proxy ends a connection that was silent for a minute (RabbitMQ, nginx). */
const PING_AT = 0.75;

const NO_ANSWER = 'The broker does not answer.';
const NOT_THERE = 'The broker cannot be reached.';
/** RabbitMQ 3.10.8 ends a connection with wrong credentials without a CONNACK. */
const NO_WORD =
  'The broker closed the connection without a word: check broker.username, broker.password and its log.';

const failure = (code: ConnectionFailure['code'], message: string): ConnectionFailure => ({ code, message });

const NOT_LET = failure('refused', 'The broker does not let us read.');

/** CONNACK's return codes (MQTT 3.1.1, 3.2.2.3). */
function refusal(code: number): ConnectionFailure {
  return code === 4 || code === 5
    ? failure('credentials', 'The broker does not accept broker.username and broker.password.')
    : failure('refused', `The broker refuses the connection (CONNACK ${code}).`);
}

/** @returns a socket on its way, or why there can be none */
function newSocket(url: string): { socket: WebSocket } | { failure: ConnectionFailure } {
  try {
    const socket = new WebSocket(url, 'mqtt');
    socket.binaryType = 'arraybuffer';
    return { socket };
  } catch (error) {
    // A secure page and ws:, a port that browsers do not allow, or no URL at all, which they quote: it may
    // hold a password.
    const reason = String(error).replace(/\w+:\/\/\S+/, '…');
    return { failure: failure('unusable', `broker.url cannot be used: ${reason}`) };
  }
}

/** MQTT 3.1.1 over a WebSocket. */
export const openSocket: OpenConnection = (options) =>
  new Promise((resolve) => {
    const made = newSocket(options.url);
    if ('failure' in made) {
      resolve(made);
      return;
    }
    const { socket } = made;
    let isOpen = false;
    let notOpen = NOT_THERE;
    let hasEnded = false;
    let isAnswered = true;

    const send = (bytes: ArrayBuffer) => socket.send(bytes);
    const lose = () => end(failure(isOpen ? 'lost' : 'unreachable', NO_ANSWER));
    const requests = createRequests(send, options.pubackTimeoutMs, lose);
    const connectTimer = setTimeout(lose, options.connectTimeoutMs);
    let pingTimer: ReturnType<typeof setInterval> | undefined;
    let listenTimer: ReturnType<typeof setInterval> | undefined;
    let granted: string | undefined;
    /**
     * What publishes, in turn; the first has done so, and the others wait for its PUBACK. RabbitMQ 3.10.8 says nothing
     * of a message that it refuses, as it does while a queue has no leader, and acknowledges it with two that come
     * after it: a view that it does not have would be taken for confirmed. So nothing comes after it.
     */
    const line: (() => unknown)[] = [];

    /** The end, whoever caused it; everything that still waits is told. */
    function end(why: ConnectionFailure): void {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(connectTimer);
      clearInterval(pingTimer);
      clearInterval(listenTimer);
      socket.close();
      requests.end(why);
      if (!isOpen) resolve({ failure: why });
      else if (why.code !== 'closed') options.lost(why);
    }

    function ping(): void {
      if (isAnswered) send(packet(PINGREQ));
      else lose();
      isAnswered = false;
    }

    const connection: Connection = {
      publish: (topic, payload, isRetained) =>
        new Promise((resolve) => {
          const go = (): unknown =>
            requests
              .send((id) => publishPacket(id, topic, payload, isRetained))
              .then((failed) => {
                resolve(failed);
                line.shift();
                if (line[0]) line[0]();
              });
          line.push(go);
          if (!line[1]) line[0]!();
        }),
      subscribe: (topic) =>
        requests
          .send((id) => subscribePacket(id, topic))
          .then((failed) => {
            if (!failed) granted = topic;
            return failed;
          }),
      close: () => {
        if (hasEnded) return;
        line.splice(1).forEach((go) => go());
        send(packet(DISCONNECT));
        end(failure('closed', ''));
      },
    };

    /** RabbitMQ 3.10.8 may forget what a connection listens to, and ends it when it is asked for that again. */
    function listenAgain(): void {
      if (granted) void connection.subscribe(granted);
    }

    function open(): void {
      clearTimeout(connectTimer);
      isOpen = true;
      pingTimer = setInterval(ping, options.keepAliveS * PING_AT * SECOND_MS);
      listenTimer = setInterval(listenAgain, options.listenAgainMs);
      resolve({ connection });
    }

    function take({ type, id, code, topic, payload }: Received): void {
      isAnswered = true;
      if (hasEnded) return;
      if (type === CONNACK) {
        if (code) end(refusal(code));
        else open();
      } else if (type === PUBLISH) {
        if (id) send(pubackPacket(id));
        if (payload !== null) options.message(topic, payload);
      } else if (type === PUBACK || type === SUBACK)
        requests.settle(id, code === SUBSCRIPTION_REFUSED ? NOT_LET : null); // a PUBACK has no code
    }

    const reader = createReader(take);
    socket.onopen = () => {
      notOpen = NO_WORD;
      send(connectPacket(options));
    };
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => reader(event.data);
    // What went wrong, browsers tell nobody; `close` follows.
    socket.onerror = () => undefined;
    socket.onclose = () =>
      end(isOpen ? failure('lost', 'The broker closed the connection.') : failure('unreachable', notOpen));
  });

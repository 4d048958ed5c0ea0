import type { Connection, ConnectionFailure, OpenConnection } from './connection.js';
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
} from './packet.js';

const SECOND_MS = 1000;
const LARGEST_ID = 0xffff;
/** SUBACK: the broker refuses the subscription (MQTT 3.1.1, 3.9.3). */
const SUBSCRIPTION_REFUSED = 0x80;

const NO_ANSWER = 'The broker does not answer.';

const failure = (code: ConnectionFailure['code'], message: string): ConnectionFailure => ({ code, message });

/** CONNACK's return codes (MQTT 3.1.1, 3.2.2.3). */
function refusal(code: number): ConnectionFailure {
  return code === 4 || code === 5
    ? failure('credentials', 'The broker does not accept broker.username and broker.password.')
    : failure('refused', `The broker refuses the connection (CONNACK ${code}).`);
}

/** MQTT 3.1.1 over a WebSocket. */
export const openSocket: OpenConnection = (options) =>
  new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(options.url, 'mqtt');
    } catch (error) {
      // A secure page and ws:, a port that browsers do not allow, or no URL at all, which they quote: it may
      // hold a password.
      const reason = String(error).replace(/\w+:\/\/\S+/, '…');
      resolve({
        failure: failure('unusable', `broker.url cannot be used: ${reason}`),
      });
      return;
    }
    socket.binaryType = 'arraybuffer';

    let isOpen = false;
    let ended: ConnectionFailure | null = null;
    let isAnswered = true;
    let lastId = 0;
    /** By packet id: who waits for a PUBACK or SUBACK. */
    let waiting: Record<number, (why: ConnectionFailure | null) => void> = {};

    const send = (bytes: ArrayBuffer) => socket.send(bytes);

    /** The end, whoever caused it; everything that still waits is told. */
    const end = (why: ConnectionFailure) => {
      if (ended) return;
      ended = why;
      clearTimeout(connectTimer);
      clearInterval(pingTimer);
      const told = waiting;
      waiting = {};
      socket.close();
      for (const id in told) told[id]!(why);
      if (!isOpen) resolve({ failure: why });
      else if (why.code !== 'closed') options.lost(why);
    };

    const connectTimer = setTimeout(() => end(failure('unreachable', NO_ANSWER)), options.connectTimeoutMs);
    let pingTimer: ReturnType<typeof setInterval> | undefined;
    const ping = () => {
      if (!isAnswered) end(failure('lost', NO_ANSWER));
      else {
        isAnswered = false;
        send(packet(PINGREQ));
      }
    };

    /** Sends a packet with an id and waits for its acknowledgement. */
    const request = (make: (id: number) => ArrayBuffer): Promise<ConnectionFailure | null> =>
      new Promise((settle) => {
        if (ended) {
          settle(ended);
          return;
        }
        do lastId = (lastId % LARGEST_ID) + 1;
        while (waiting[lastId]);
        const id = lastId;
        const timer = setTimeout(() => end(failure('lost', NO_ANSWER)), options.pubackTimeoutMs);
        waiting[id] = (why) => {
          clearTimeout(timer);
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- ids are numbers
          delete waiting[id];
          settle(why);
        };
        send(make(id));
      });

    const connection: Connection = {
      publish: (topic, payload) => request((id) => publishPacket(id, topic, payload)),
      subscribe: (topic) => request((id) => subscribePacket(id, topic)),
      close: () => {
        if (ended) return;
        send(packet(DISCONNECT));
        end(failure('closed', ''));
      },
    };

    const reader = createReader(({ type, id, code, topic, payload }) => {
      isAnswered = true;
      if (ended) return;
      if (type === CONNACK) {
        if (code) {
          end(refusal(code));
          return;
        }
        clearTimeout(connectTimer);
        isOpen = true;
        pingTimer = setInterval(ping, options.keepAliveS * SECOND_MS);
        resolve({ connection });
      } else if (type === PUBLISH) {
        if (id) send(pubackPacket(id));
        if (payload !== null) options.message(topic, payload);
      } else if (type === PUBACK) waiting[id]?.(null);
      else if (type === SUBACK)
        waiting[id]?.(
          code === SUBSCRIPTION_REFUSED ? failure('refused', 'The broker does not let us read.') : null,
        );
    });

    socket.onopen = () => send(connectPacket(options));
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => reader(event.data);
    // What went wrong, browsers tell nobody; `close` follows.
    socket.onerror = () => undefined;
    socket.onclose = () =>
      end(
        isOpen
          ? failure('lost', 'The broker closed the connection.')
          : failure('unreachable', 'The broker cannot be reached.'),
      );
  });

// The packets of MQTT 3.1.1 that a player needs, as bytes. Section numbers are those of the OASIS standard.

/** Packet types (2.2.1), already in the upper half of the first byte. */
const CONNECT = 0x10;
export const CONNACK = 0x20;
export const PUBLISH = 0x30;
export const PUBACK = 0x40;
const SUBSCRIBE = 0x80;
export const SUBACK = 0x90;
export const PINGREQ = 0xc0;
export const DISCONNECT = 0xe0;

const QOS_1 = 0x02;
const RETAIN = 0x01;
/** Reserved bits that have to be so in some packets (2.2.2). */
const RESERVED = 0x02;

type Bytes = number[];

/** UTF-8, without TextEncoder, which old engines lack. */
/* eslint-disable @typescript-eslint/no-deprecated -- escape and unescape are in every engine */
const utf8 = (text: string): Bytes =>
  unescape(encodeURIComponent(text))
    .split('')
    .map((byte) => byte.charCodeAt(0));

/** @throws where the bytes are not UTF-8 */
function textOf(bytes: Bytes): string {
  return decodeURIComponent(escape(bytes.map((byte) => String.fromCharCode(byte)).join('')));
}
/* eslint-enable */

const word = (number: number): Bytes => [number >> 8, number & 0xff];

/** A text with its length in front (1.5.3). */
function field(text: string): Bytes {
  const bytes = utf8(text);
  return word(bytes.length).concat(bytes);
}

/** First byte, remaining length (2.2.3), rest. */
export function packet(first: number, rest: Bytes = []): ArrayBuffer {
  const head = [first];
  let left = rest.length;
  do {
    head.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left);
  return new Uint8Array(head.concat(rest)).buffer;
}

interface ConnectFields {
  clientId: string;
  username: string;
  password?: string | undefined;
  keepAliveS: number;
  will: { topic: string; payload: string };
}

/** CONNECT (3.1): clean session, will of QoS 1, not retained. */
export function connectPacket({
  clientId,
  username,
  password,
  keepAliveS,
  will,
}: ConnectFields): ArrayBuffer {
  const flags = 0x80 | (password === undefined ? 0 : 0x40) | 0x08 | 0x04 | 0x02;
  return packet(
    CONNECT,
    field('MQTT')
      .concat([4, flags], word(keepAliveS), field(clientId), field(will.topic), field(will.payload))
      .concat(field(username), password === undefined ? [] : field(password)),
  );
}

/** PUBLISH (3.3), QoS 1. @param isRetained the broker keeps it for those who come later (3.3.1.3) */
export function publishPacket(id: number, topic: string, payload: string, isRetained?: boolean): ArrayBuffer {
  return packet(PUBLISH | QOS_1 | (isRetained ? RETAIN : 0), field(topic).concat(word(id), utf8(payload)));
}

export function pubackPacket(id: number): ArrayBuffer {
  return packet(PUBACK, word(id));
}

/**
 * SUBSCRIBE (3.8) to one topic with QoS 0: a session that ends with its connection gets nothing again in any case.
 * For QoS 1, RabbitMQ 3.10 makes a durable queue on one node, which is in the way when that node was lost.
 */
export function subscribePacket(id: number, topic: string): ArrayBuffer {
  return packet(SUBSCRIBE | RESERVED, word(id).concat(field(topic), [0]));
}

/** What a broker sends, as far as we read it. */
export interface Received {
  type: number;
  /** of PUBACK, SUBACK and a PUBLISH of QoS 1; 0 for none */
  id: number;
  /** CONNACK's and SUBACK's return code */
  code: number;
  topic: string;
  /** null where it is not text, and so nothing of ours */
  payload: string | null;
}

function read(first: number, body: Bytes): Received {
  const type = first & 0xf0;
  const wordAt = (at: number) => (body[at]! << 8) | body[at + 1]!;
  const received: Received = { type, id: 0, code: 0, topic: '', payload: null };
  if (type === CONNACK) received.code = body[1]!;
  else if (type === PUBLISH) {
    let at = 2 + wordAt(0);
    const hasId = (first & 0x06) > 0;
    if (hasId) received.id = wordAt(at);
    if (hasId) at += 2;
    try {
      received.topic = textOf(body.slice(2, 2 + wordAt(0)));
      received.payload = textOf(body.slice(at));
    } catch {
      // Not UTF-8: payload stays null.
    }
  } else {
    received.id = wordAt(0);
    received.code = body[2]!;
  }
  return received;
}

/** A packet may come in pieces, and several in one (6.0: frames do not match packets). */
export function createReader(onPacket: (received: Received) => void): (chunk: ArrayBuffer) => void {
  let bytes: Bytes = [];
  return (chunk) => {
    bytes = bytes.concat(Array.prototype.slice.call(new Uint8Array(chunk)) as Bytes);
    for (;;) {
      let length = 0;
      let at = 1;
      let more: boolean;
      do {
        const byte = bytes[at];
        if (byte === undefined) return;
        length += (byte & 0x7f) << (7 * (at - 1));
        more = byte > 0x7f;
        at++;
      } while (more && at < 5);
      if (bytes.length < at + length) return;
      const body = bytes.slice(at, at + length);
      const first = bytes[0]!;
      bytes = bytes.slice(at + length);
      onPacket(read(first, body));
    }
  };
}

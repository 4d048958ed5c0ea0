import type { Client } from 'aedes';
import type { Clients, Session } from './createClients.js';

/**
 * What may wait for one connection, in bytes. A TV asks for one page after the other, and the largest answer has
 * 128 KiB: whoever has eight of them waiting does not read.
 */
export const MOST_WAITING_BYTES = 1024 * 1024;

/**
 * Publishes one message from the bridge to a player, on each of its connections that is subscribed to the topic, and
 * to nobody else. It goes to the connection itself, not by way of the broker's queue, which all players share: there
 * a TV that reads nothing would hold up the others.
 *
 * A connection that does not read what it is sent is ended, since the message would wait in the bridge's memory.
 * @param topic one of the player's own
 * @returns on how many connections it went out; 0 = nobody is there, or nobody has subscribed
 * @example publishToPlayer(clients, playerKey, `makapix/player/${playerKey}/command`, text)
 */
export function publishToPlayer(clients: Clients, playerKey: string, topic: string, payload: string): number {
  let sent = 0;
  for (const { client, session } of clients.of(playerKey)) {
    const qos = qosOf(session, topic);
    if (qos === undefined) continue;
    if (waitingBytes(client) > MOST_WAITING_BYTES) {
      clients.refused(client, { code: 'not-reading', reason: 'it does not read what it is sent' });
      client.close();
      continue;
    }
    client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, () => undefined);
    sent++;
  }
  return sent;
}

/** What is written to a connection and has not left the program. */
function waitingBytes({ conn }: Client): number {
  return 'writableLength' in conn && typeof conn.writableLength === 'number' ? conn.writableLength : 0;
}

/** With which QoS a session is subscribed to a topic; undefined = it is not. */
function qosOf({ filters }: Session, topic: string): 0 | 1 | undefined {
  const granted = [...filters].filter(([filter]) => matches(filter, topic)).map(([, qos]) => qos);
  return granted.length === 0 ? undefined : granted.some((qos) => qos > 0) ? 1 : 0;
}

/** Of the wildcards only those at the end are granted to anybody, and no topic of ours goes on below them. */
const matches = (filter: string, topic: string): boolean =>
  filter === topic || (/\/[+#]$/.test(filter) && topic.startsWith(filter.slice(0, -1)));

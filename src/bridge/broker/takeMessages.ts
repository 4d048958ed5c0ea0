import type { Aedes, Client } from 'aedes';
import { readPlayerWord, type PlayerWord } from '../commands/readPlayerWord.js';
import { ackFor, type Ingest, type Ingested } from '../ingest/createIngest.js';
import { readPlayerMessage, type PlayerMessage } from '../ingest/readPlayerMessage.js';
import type { Requests } from '../requests/createRequests.js';
import { readRequestTopic, responseTopicOf } from '../requests/requestTopic.js';
import type { Clients, Session } from './createClients.js';
import { decidePublish } from './decidePublish.js';
import { publishToPlayer } from './publishToPlayer.js';

interface Intake {
  ingest: Ingest;
  requests: Requests;
  /** Takes what a player says of its health; false = it is nothing of the kind. */
  takeHealth: (playerKey: string, payload: string) => boolean;
  /** Of the bridge, for a client that does not say where it has found it. */
  ownOrigin: (client: Client) => string;
  /** Gets each message of a player once what became of it is on disk. */
  onIngested: (ingested: Ingested) => void;
  /** Gets what players say about commands and about themselves. */
  onWord: (word: PlayerWord) => void;
  /** Whether the broker is closing: then what comes is no news. */
  isClosing: () => boolean;
}

/** Nothing of it is on disk. */
const isLost = ({ message, taken }: Ingested): boolean =>
  message.kind === 'view' &&
  (taken.kind === 'left' || (taken.kind === 'refused' && taken.code === 'processing_error'));

/** Such a view stays on the TV until it is answered: its connection need not end. */
const asksForAck = (message: PlayerMessage): boolean => message.kind === 'view' && message.view.request_ack;

/** Takes what players publish, and answers where an ack is asked for. */
export function takeMessages(aedes: Aedes, clients: Clients, intake: Intake): void {
  aedes.authorizePublish = (client, packet, done) => {
    const session = client && clients.sessionOf(client);
    if (!session) {
      done(new Error('nobody has signed in'));
      return;
    }
    // Players retain what they say of themselves. Nobody but the bridge reads that here, and the bridge keeps it.
    packet.retain = false;
    const { topic, qos } = packet;
    // Who is cut off since it floods is offline all the same.
    const isTooMany = !isWill(client) && !session.isWithinRate();
    const refusal = decidePublish(session.playerKey, { topic, qos, isTooMany });
    if (refusal) {
      clients.refused(client, refusal);
      done(new Error(refusal.reason));
    } else if (isStale(client, session)) done(null);
    else if (takeHealth(session, topic, packet.payload.toString())) done(null);
    else if (answer(topic, packet.payload.toString(), clients.originOf(client) ?? intake.ownOrigin(client)))
      done(null);
    else if (takeWord(client, topic, packet.payload)) done(null);
    else receive(topic, packet.payload.toString(), done);
  };

  /** @returns false for what is none */
  function takeWord(client: Client, topic: string, payload: string | Buffer): boolean {
    const word = readPlayerWord(topic, Buffer.from(payload));
    if (word?.kind === 'invalid')
      clients.refused(client, {
        code: 'message-refused',
        reason: `it published to ${topic} what cannot be taken: ${word.problem}`,
      });
    else if (word) intake.onWord(word);
    return word !== undefined;
  }

  const isWill = (client: Client): boolean => !client.connected || client.closed;

  /** Nothing follows from what comes while all connections end, nor from the will of one that the player has replaced. */
  const isStale = (client: Client, session: Session): boolean =>
    intake.isClosing() || (isWill(client) && clients.hasAnother(session, client));

  /** @returns whether it is on the topic of the health: what cannot be read there is left, as a newer page may say more. */
  function takeHealth({ playerKey }: Session, topic: string, payload: string): boolean {
    if (!topic.endsWith('/health')) return false;
    intake.takeHealth(playerKey, payload);
    return true;
  }

  /**
   * Answers a request, which is acknowledged at once: nothing is lost with it, the TV asks again.
   * @returns whether it is one
   */
  function answer(topic: string, payload: string, origin: string): boolean {
    const asked = readRequestTopic(topic);
    if (!asked) return false;
    const { playerKey, requestId } = asked;
    void intake.requests
      .answer({ playerKey, requestId, payload, origin })
      .then((text) => publishToPlayer(clients, playerKey, responseTopicOf(playerKey, requestId), text));
    return true;
  }

  function receive(topic: string, payload: string, done: (error?: Error | null) => void): void {
    const message = readPlayerMessage(topic, payload);
    if (!message) {
      done(null);
      return;
    }
    // The broker's own acknowledgment (PUBACK) goes out after `done`: what it acknowledges is on disk, or still waits for
    // its answer on the TV.
    void intake.ingest.ingest(message).then((ingested) => {
      const ack = ackFor(ingested);
      intake.onIngested(ingested);
      if (isLost(ingested) && !ack && !asksForAck(message)) {
        done(new Error('the view could not be written')); // without PUBACK the player sends it again
        return;
      }
      done(null);
      if (ack)
        setImmediate(() =>
          aedes.publish(
            { cmd: 'publish', ...ack, qos: 1, retain: false, dup: false },
            () => undefined, // nobody subscribed: the player is gone and will send the view again
          ),
        );
    });
  }
}

import type { Client } from 'aedes';
import type { Refusal } from './refusal.js';

/** A client that has signed in. */
export interface Session {
  playerKey: string;
  /** Counts one more message. */
  isWithinRate: () => boolean;
  /** Ends the use of the player. */
  release: () => void;
  /** What the client is subscribed to, and with which QoS. */
  filters: Map<string, number>;
}

/** What is known of the clients: where they come from, and who they are. */
export interface Clients {
  /** A connection has come from an address. @param origin where it has found the bridge; null = it did not say */
  accepted(connection: object, address: string, origin: string | null): void;
  addressOf(client: Client): string;
  originOf(client: Client): string | null;
  begin(client: Client, session: Session): void;
  sessionOf(client: Client): Session | undefined;
  /** The client is gone. */
  end(client: Client): void;
  /** The connections of a player. */
  of(playerKey: string): { client: Client; session: Session }[];
  /** Whether the player of a session has another connection than this one. */
  hasAnother(session: Session, than: Client): boolean;
  /** Tells that something was refused to a client. */
  refused(client: Client, refusal: Pick<Refusal, 'code' | 'reason'>): void;
}

export function createClients(onRefusal: (refusal: Refusal) => void): Clients {
  const addresses = new WeakMap<object, string>();
  const origins = new WeakMap<object, string>();
  const sessions = new WeakMap<Client, Session>();
  /** The connections of each player that has any, by its key. */
  const live = new Map<string, Set<Client>>();
  const addressOf = (client: Client): string => addresses.get(client.conn) ?? 'unknown';

  return {
    accepted(connection, address, origin) {
      addresses.set(connection, address);
      if (origin !== null) origins.set(connection, origin);
    },
    addressOf,
    originOf: (client) => origins.get(client.conn) ?? null,
    begin(client, session) {
      sessions.set(client, session);
      const clients = live.get(session.playerKey) ?? new Set();
      live.set(session.playerKey, clients.add(client));
    },
    sessionOf: (client) => sessions.get(client),
    end(client) {
      const session = sessions.get(client);
      if (!session) return;
      session.release();
      const clients = live.get(session.playerKey);
      clients?.delete(client);
      if (clients?.size === 0) live.delete(session.playerKey);
    },
    of: (playerKey) =>
      [...(live.get(playerKey) ?? [])].map((client) => ({ client, session: sessions.get(client)! })),
    hasAnother: ({ playerKey }, than) => [...(live.get(playerKey) ?? [])].some((client) => client !== than),
    refused: (client, refusal) =>
      onRefusal({ ...refusal, address: addressOf(client), playerKey: sessions.get(client)?.playerKey }),
  };
}

import type { Aedes, Client } from 'aedes';
import type { Clients } from './createClients.js';
import { decideSubscribe } from './decideSubscribe.js';

/** Grants or refuses subscriptions, and keeps count of them. */
export function grantSubscriptions(aedes: Aedes, clients: Clients): void {
  /** Whose too many filters have been told: once a connection, there may be thousands. */
  const told = new WeakSet<Client>();

  aedes.authorizeSubscribe = (client, subscription, done) => {
    const { topic, qos } = subscription;
    const session = clients.sessionOf(client);
    const filters = session?.filters ?? new Map<string, number>();
    const refusal = decideSubscribe(session?.playerKey, filters, topic);
    if (!refusal) filters.set(topic, qos);
    else if (refusal.code !== 'too-many-filters') clients.refused(client, refusal);
    else if (!told.has(client)) {
      told.add(client);
      clients.refused(client, refusal);
    }
    done(null, refusal ? null : subscription);
  };

  aedes.on('unsubscribe', (topics, client) => {
    for (const topic of topics) clients.sessionOf(client)?.filters.delete(topic);
  });
}

import type { Aedes, Client } from 'aedes';
import type { Clients } from './createClients.js';
import { decideSubscribe } from './decideSubscribe.js';

/** Grants or refuses subscriptions, and keeps count of them. */
export function grantSubscriptions(aedes: Aedes, clients: Clients): void {
  const granted = new WeakMap<Client, Set<string>>();
  /** Whose too many filters have been told: once a connection, there may be thousands. */
  const told = new WeakSet<Client>();

  aedes.authorizeSubscribe = (client, subscription, done) => {
    const { topic } = subscription;
    const filters = granted.get(client) ?? new Set();
    granted.set(client, filters);
    const refusal = decideSubscribe(clients.sessionOf(client)?.playerKey, filters, topic);
    if (!refusal) filters.add(topic);
    else if (refusal.code !== 'too-many-filters') clients.refused(client, refusal);
    else if (!told.has(client)) {
      told.add(client);
      clients.refused(client, refusal);
    }
    done(null, refusal ? null : subscription);
  };

  aedes.on('unsubscribe', (topics, client) => {
    for (const topic of topics) granted.get(client)?.delete(topic);
  });
}

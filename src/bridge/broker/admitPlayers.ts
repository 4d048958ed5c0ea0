import { reasonOf } from '../text/reasonOf.js';
import type { Aedes, Client } from 'aedes';
import { messageRate } from '../limits/messageRate.js';
import type { Registry } from '../players/createRegistry.js';
import type { PlayerStore } from '../players/playerStore.js';
import type { Clients } from './createClients.js';
import { signIn, type AuthMode } from './signIn.js';

interface Admission {
  registry: Registry;
  store: PlayerStore;
  auth: AuthMode;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  onFault: (sentence: string) => void;
}

/** Lets clients sign in, and ends their sessions. A player with a connection is not idle. */
export function admitPlayers(aedes: Aedes, clients: Clients, admission: Admission): void {
  const { registry, store, auth, monotonicMs, onFault } = admission;
  /** What a client said in its CONNECT, until it has signed in. */
  const introductions = new WeakMap<Client, { clientId: string; willTopic: string | undefined }>();

  aedes.preConnect = (client, packet, done) => {
    packet.clean = true; // a session that is kept would gather acks for a TV that may never come back
    if (packet.will?.qos === 2) packet.will.qos = 1; // it comes from the broker itself, once
    introductions.set(client, { clientId: packet.clientId, willTopic: packet.will?.topic });
    done(null, true);
  };

  aedes.authenticate = (client, username, password, done) => {
    const { clientId, willTopic } = introductions.get(client) ?? { clientId: '', willTopic: undefined };
    const address = clients.addressOf(client);
    const credentials = { clientId, willTopic, username, password: password?.toString(), address };
    signIn(credentials, auth, registry, store).then(
      (result) => {
        if ('returnCode' in result) {
          clients.refused(client, { code: 'sign-in-refused', reason: result.reason });
          done(Object.assign(new Error(result.reason), { returnCode: result.returnCode }), false);
          return;
        }
        const { player, playerKey } = result;
        const release = registry.use(player.playerId, () => client.close());
        clients.begin(client, {
          playerKey,
          isWithinRate: messageRate(monotonicMs),
          release,
          filters: new Map(),
        });
        done(null, true);
      },
      (error: unknown) => {
        onFault(`A player could not sign in: ${reasonOf(error)}`);
        done(Object.assign(new Error('unavailable'), { returnCode: 3 as const }), false);
      },
    );
  };

  aedes.on('clientDisconnect', (client) => clients.end(client));
}

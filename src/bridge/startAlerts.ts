import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createAlerts } from './alerts/createAlerts.js';
import { createDelivery } from './alerts/createDelivery.js';
import type { AlertSettings } from './alerts/alertSettings.js';
import { decideDisk } from './alerts/decideDisk.js';
import { localTimeOf } from './alerts/localTimeOf.js';
import { publishAlert } from './alerts/publishAlert.js';
import { sendWebhook } from './alerts/sendWebhook.js';
import type { Healths } from './players/createHealths.js';
import type { PlayerStore } from './players/playerStore.js';
import type { Registry } from './players/createRegistry.js';
import { alertStore } from './storage/alertStore.js';
import type { Database } from './storage/sql.js';
import { isPostgres } from './text/databaseName.js';

interface AlertParts {
  settings: AlertSettings;
  database: Database;
  /** The database's file, or what else it is called. */
  databaseName: string;
  players: Pick<PlayerStore, 'all'>;
  /** Whether a TV without a token is shut out. */
  needTokens: boolean;
  registry: Pick<Registry, 'find'>;
  healths: Pick<Healths, 'of'>;
  now: () => number;
  /** From one look to the next, by the system's clock, ms. */
  everyMs: number;
  onFault: (sentence: string) => void;
}

/**
 * Looks at all TVs again and again, and tells what is wrong. Without anybody to tell it to, it learns the TVs' hours.
 * @returns ends it
 * @throws what the store throws when it cannot be read
 */
export async function startAlerts(parts: AlertParts): Promise<() => Promise<void>> {
  const { settings, now, onFault } = parts;
  const store = alertStore(parts.database);
  const { url, secret, mqttUrl } = settings;
  const senders: Record<string, (body: string) => Promise<void>> = {
    ...(url === null ? {} : { webhook: (body) => sendWebhook(url, secret, body) }),
    ...(mqttUrl === null ? {} : { broker: (body) => publishAlert(mqttUrl, body) }),
  };
  const deliveries = Object.entries(senders).map(([target, send]) =>
    createDelivery({ store, target, send, now, random: Math.random, onFault }),
  );
  const alerts = await createAlerts({
    ...settings,
    store,
    tvs: () => tvsOf(parts),
    disk: () => diskOf(parts.databaseName),
    targets: Object.keys(senders),
    tellUnwritten: async (body) => {
      await Promise.all(Object.values(senders).map((send) => send(body)));
    },
    localTimeOf,
    now,
    onFault,
  });
  const wake = (): void => deliveries.forEach((delivery) => delivery.wake());
  wake(); // what the last run has left
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => alerts.look()).then(wake);
  }, parts.everyMs);
  return async () => {
    clearInterval(timer);
    await looking;
    await Promise.all(deliveries.map((delivery) => delivery.close()));
  };
}

async function tvsOf({ players, needTokens, registry, healths }: AlertParts) {
  return (await players.all()).map(({ playerId, displayName, playerKey, connectionStatus, hasToken }) => ({
    playerId,
    displayName: registry.find(playerId)?.displayName ?? displayName,
    isOnline: connectionStatus === 'online',
    isShutOut: needTokens && !hasToken,
    health: healths.of(playerKey),
  }));
}

/** Of the disk with the database; a database elsewhere has its own keepers. */
async function diskOf(databaseName: string) {
  if (databaseName === ':memory:' || isPostgres(databaseName)) return 'unknown';
  const { bavail, blocks, bsize } = await statfs(dirname(databaseName));
  return decideDisk(bavail * bsize, blocks * bsize);
}

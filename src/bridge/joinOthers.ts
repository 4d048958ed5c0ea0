import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { createDuties } from './createDuties.js';
import { createNeighbours } from './createNeighbours.js';
import {
  createSharedRegistry,
  type SharedRegistry,
  type SharedRegistryOptions,
} from './players/createSharedRegistry.js';
import type { Faults } from './text/faults.js';
import { TELL_EVERY_MS } from './storage/ingestStore.js';
import { joinBridges } from './storage/joinBridges.js';
import { tell, type Notice } from './storage/notice.js';
import { sharedPlayerStore } from './storage/sharedPlayerStore.js';
import type { Database } from './storage/sql.js';
import type { Events } from './web/api/dashboardEvents.js';

interface Parts {
  database: Database;
  /** Its address. */
  databaseName: string;
  events: Pick<Events, 'send'>;
  monotonicMs: () => number;
  registry: Omit<SharedRegistryOptions, 'store'>;
  /** This bridge, or another one, has given a player another token, or taken its token away. */
  onToken: (playerId: string) => void;
  /** See libraryDigest. */
  library: () => string | null;
  port: () => number;
  onFaults: Faults;
}

/** A bridge among others on the same PostgreSQL database. */
interface Others {
  registry: SharedRegistry;
  /** See Neighbours. */
  difference(): string | null;
  /** Lets requests that name a player wait until this bridge knows it. */
  addHook(app: FastifyInstance): void;
  meeting: { meet: (playerKey: string) => Promise<void> };
  /** @param start begins what one bridge at a time does for all; what it gives ends it */
  lead(start: () => Promise<() => unknown>): void;
  close(): Promise<void>;
}

/** How often players are looked for that have vanished without their broker saying so. */
const RETIRE_MS = 60_000;

/** @throws what the database throws, and a BridgeProblem `data_in_use` */
export async function joinOthers(parts: Parts): Promise<Others> {
  const { database, databaseName, events, monotonicMs, onFaults } = parts;
  const store = sharedPlayerStore(database);
  const onFault = onFaults('troubles with other bridges');
  const id = randomUUID();
  const neighbours = createNeighbours({
    own: () => ({ id, name: `${hostname()}:${parts.port()}`, library: parts.library() }),
    tell: (bridge) => tell(database, { bridge }),
    monotonicMs,
    onFault,
  });
  let duties: ReturnType<typeof createDuties> | undefined;
  let isLeading = false;
  const players = createHearer();
  const taken = createForwarder(events, () => players.refresh());

  const onNotice = (notice: Notice): void => {
    if ('players' in notice) players.heard(notice.players);
    else if ('token' in notice) parts.onToken(notice.token);
    else if ('taken' in notice) taken.forward(notice.taken);
    else neighbours.heard(notice.bridge);
  };
  const membership = await joinBridges({
    url: databaseName,
    onNotice,
    onBack: () => players.heard(null),
    onLead(leads) {
      isLeading = leads;
      duties?.setLeads(leads);
    },
    onFault,
  }).catch((error: unknown) => {
    neighbours.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    neighbours.close();
    taken.close();
    await duties?.close();
    await membership.close();
  };
  let joined: SharedRegistry;
  try {
    joined = await createSharedRegistry({ ...parts.registry, store });
  } catch (error) {
    await close();
    throw error;
  }
  players.begin(joined);
  return {
    registry: joined,
    difference: () => neighbours.difference(),
    addHook(app) {
      app.addHook('preHandler', async ({ params }) => {
        const { id: inApi, playerId = inApi } = Object(params) as { id?: string; playerId?: string };
        if (playerId?.startsWith('msx_')) await joined.meet({ playerId });
      });
    },
    meeting: { meet: (playerKey) => joined.meet({ playerKey }) },
    lead(start) {
      duties = createDuties(async () => {
        const end = await start();
        const retiring = setInterval(() => {
          store
            .retire(parts.registry.idleTimeoutMs)
            .catch((error: unknown) => onFault(`Players could not be set offline: ${String(error)}`));
        }, RETIRE_MS);
        return async () => {
          clearInterval(retiring);
          await end();
        };
      }, onFault);
      duties.setLeads(isLeading);
    },
    close,
  };
}

/** Lets a registry hear of players. What is said while it reads them for the first time may be newer than what it reads. */
function createHearer() {
  let registry: SharedRegistry | undefined;
  let isMissed = false;
  return {
    heard(playerIds: readonly string[] | null): void {
      isMissed ||= !registry;
      void registry?.heard(playerIds);
    },
    refresh: async () => registry?.refresh(),
    begin(one: SharedRegistry): void {
      registry = one;
      if (isMissed) void registry.heard(null);
    },
  };
}

const KINDS = ['view', 'players'] as const;

/** Passes on what workers have taken, and after a while whatever they have taken since without telling. */
function createForwarder(events: Pick<Events, 'send'>, refresh: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  const send = (kinds: readonly (typeof KINDS)[number][]): void => {
    for (const type of kinds)
      if (type === 'view') events.send({ type });
      else void refresh().then(() => events.send({ type }));
  };
  return {
    forward(kinds: readonly (typeof KINDS)[number][]): void {
      if (timer) return;
      send(kinds);
      timer = setTimeout(() => {
        timer = undefined;
        send(KINDS);
      }, 2 * TELL_EVERY_MS);
    },
    close: () => clearTimeout(timer),
  };
}

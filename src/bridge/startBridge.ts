import type { Faults } from './text/faults.js';
import { reasonOf } from './text/reasonOf.js';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { boundedLines } from './text/boundedLines.js';
import { guardApi } from './web/api/guardApi.js';
import { addBridgeApi } from './web/api/addBridgeApi.js';
import { addCheckApi } from './web/api/addCheckApi.js';
import { addCommandsApi } from './web/api/addCommandsApi.js';
import { addLibraryApi } from './web/api/addLibraryApi.js';
import { addPostsApi } from './web/api/addPostsApi.js';
import { addViewsApi } from './web/api/addViewsApi.js';
import { dashboardEvents, type Events } from './web/api/dashboardEvents.js';
import { viewStore } from './storage/viewStore.js';
import { addPairingsApi } from './web/api/addPairingsApi.js';
import { addPlayerApi } from './web/api/addPlayerApi.js';
import { addPlayersApi } from './web/api/addPlayersApi.js';
import { createGuard } from './web/createGuard.js';
import { pairingOrigin } from './web/pairingOrigin.js';
import { createLinkSigner, withSignature, type LinkSigner } from './pairing/createLinkSigner.js';
import { createPairings, type Pairings } from './pairing/createPairings.js';
import { newToken } from './players/token.js';
import { pairingStore } from './storage/pairingStore.js';
import { ATTEMPTS_PER_MINUTE, REGISTRATIONS_PER_MINUTE, attemptLimit } from './limits/attemptLimit.js';
import type { Refusal } from './broker/refusal.js';
import { startBroker } from './broker/startBroker.js';
import type { AuthMode } from './broker/signIn.js';
import { createCommands, type Commands } from './commands/createCommands.js';
import { ownFolders, programOf } from './ownFolders.js';
import { checkFolders, checkMedia, type Folders } from './web/checkFolders.js';
import { galleryFiles } from './media/galleryFiles.js';
import { galleryPosts } from './media/galleryPosts.js';
import { createRequests, type Requests } from './requests/createRequests.js';
import { gallerySource } from './requests/gallerySource.js';
import { librarySource } from './requests/librarySource.js';
import { createRecorder } from './ingest/createRecorder.js';
import { createIngest, type Ingest, type Ingested } from './ingest/createIngest.js';
import { leavingRecorder } from './ingest/leavingRecorder.js';
import { reachableAddresses } from './web/reachableAddresses.js';
import { holderOf, type Networks } from './players/address.js';
import { NO_ALERTS, type AlertSettings } from './alerts/alertSettings.js';
import { startAlerts } from './startAlerts.js';
import { createHealths, type Healths } from './players/createHealths.js';
import { addHealthRoutes, type Health } from './health/addHealthRoutes.js';
import type { Metrics } from './health/createMetrics.js';
import { measuredIngest } from './health/measuredIngest.js';
import { bridgeHealth } from './bridgeHealth.js';
import { createRegistry, type Registry, type RegistryOptions } from './players/createRegistry.js';
import { listenProblem } from './text/listenProblem.js';
import { isBridgeProblem } from './text/bridgeProblem.js';
import { joinOthers } from './joinOthers.js';
import { openSharedBroker } from './openSharedBroker.js';
import type { SharedBroker } from './worker/sharedBroker.js';
import type { Kind } from './media/kind.js';
import { libraryDigest } from './media/libraryDigest.js';
import type { Post } from './media/post.js';
import type { PostStore } from './media/postStore.js';
import { addBrokerRoutes } from './web/addBrokerRoutes.js';
import { answerBroker } from './broker/answerBroker.js';
import { createApp } from './web/createApp.js';
import { addRoutes } from './web/addRoutes.js';
import { addVaultRoute } from './web/addVaultRoute.js';
import { COPY_FORMATS } from './media/copyFormats.js';
import { createReader, openLibrary, type Library } from './media/openLibrary.js';
import { addMediaRoutes } from './web/addMediaRoutes.js';
import { createMaker, openThumbnails } from './media/openThumbnails.js';
import { commandStore } from './storage/commandStore.js';
import { ingestStore } from './storage/ingestStore.js';
import { retentionStore } from './storage/retentionStore.js';
import { startRetention } from './ingest/startRetention.js';
import { postStore } from './storage/postStore.js';
import { reactionStore } from './storage/reactionStore.js';
import { ownerStore } from './storage/ownerStore.js';
import { playerStore } from './storage/playerStore.js';
import type { PlayerStore } from './players/playerStore.js';
import type { Database } from './storage/sql.js';
import { lockData } from './storage/lockData.js';
import { databaseProblem, openTables } from './storage/openTables.js';
import { bridgeUrls, type BridgeUrls } from './web/bridgeUrls.js';
import { defaultOrigin } from './web/defaultOrigin.js';
import { originOf } from './web/originOf.js';
import { galleryUrl, libraryUrl } from './web/fileUrls.js';

export interface BridgeOptions {
  /** TCP port; 0 (the default) lets the system choose. */
  port?: number;
  /** The address to listen on; default `127.0.0.1`. */
  host?: string;
  /** What to serve; default: this package's own folders. */
  folders?: Folders;
  /** A folder with pictures, sounds and films, shown instead of the sample gallery. */
  media?: string | undefined;
  /** A folder for small copies of its pictures; default none: albums show the pictures themselves. */
  thumbnails?: string | undefined;
  /**
   * Where players and views are kept: a SQLite file or a `postgres://…` URL; default `:memory:`, which forgets
   * them at the end.
   */
  database?: string | undefined;
  /** A broker that it shares with other bridges on the same PostgreSQL database; default: one of its own. */
  shared?: SharedBroker | undefined;
  /** A player without a request and without anything that plays is unregistered after this; default 30 min. */
  idleTimeoutMs?: number;
  /** Proxies whose `X-Forwarded-For` is believed; default none. */
  trusted?: Networks;
  /** The clock, ms since 1970. */
  now?: () => number;
  /** A clock that nobody sets, for limits and timeouts, ms; default: `now` where that is given, else the system's. */
  monotonicMs?: () => number;
  /** How long single views are kept, from when they came, ms; default for ever. Counts stay. */
  keepViewsMs?: number | null;
  /** Who may connect to the broker; default `open`: whoever has the key of a known player. */
  auth?: AuthMode;
  /** Who wants to use the API and the dashboard needs this token; default: nobody needs one. */
  adminToken?: string | undefined;
  /** Names, in small letters, by which browsers may ask for the API besides local ones; default none. */
  hostNames?: readonly string[];
  /** A port for plain MQTT; default none. */
  mqttPort?: number | undefined;
  /** Nodes of a RabbitMQ cluster, which may ask who its users are and what they may do; default none. */
  brokerNodes?: Networks | undefined;
  /** Attempts to connect to the broker per minute and address; default 10. */
  attemptsPerMinute?: number;
  /** A request that has not come whole by then is cut; default 30 s. */
  requestTimeoutMs?: number;
  /** When something is wrong with a TV, and who is told; default: nobody. */
  alerts?: AlertSettings;
  /** How often that is looked at, by the system's clock, ms; default once a minute. */
  alertLookMs?: number;
  /** So long a TV may take to say what became of a command; default 10 s. */
  commandTimeoutMs?: number;
  /** Gets each status and view event, and what became of it. */
  onIngested?: (ingested: Ingested) => void;
  /** Gets what the broker refused. */
  onRefusal?: (refusal: Refusal) => void;
  /** Gets what the page `check` of a TV found: what the page sent, whatever that is. */
  onCheck?: (playerId: string, check: object) => void;
  /** Gets a sentence for each request that failed on the bridge's side. */
  onFault?: (sentence: string) => void;
}

const DEFAULT_IDLE_TIMEOUT_MS = 30 * 60_000;

/** Of one kind. */
const FAULTS_PER_MINUTE = 10;

/** A database that does not answer keeps nobody waiting for longer. */
const PATIENCE = { connectMs: 10_000 };
/** Of several bridges another one answers meanwhile, and what one of them holds must not stop the others. */
const SHARED_PATIENCE = { ...PATIENCE, queryMs: 30_000, idleInTransactionMs: 30_000 };

const ALERT_LOOK_MS = 60_000;

/** How often idle players are looked for, and changes of players written down (dynamic-msx-players, 3.2). */
const SWEEP_MS = 60_000;

/** A running bridge. */
export interface Bridge {
  port: number;
  registry: Registry;
  library: Library | undefined;
  players: PlayerStore;
  database: Database;
  /** The port of plain MQTT, if it was asked for. */
  mqttPort: number | undefined;
  urls: BridgeUrls;
  /** Ends every connection, open WebSockets included. */
  close(): Promise<void>;
}

/** Ends a part of the bridge. */
type End = () => unknown;

/**
 * Starts the static host, the preview and the broker on one port.
 * @throws a BridgeProblem; then nothing is left of what had started
 */
export async function startBridge(options: BridgeOptions = {}): Promise<Bridge> {
  const ends: End[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startParts(options, (end) => ends.push(end))), close };
  } catch (error) {
    await close().catch((after: unknown) =>
      options.onFault?.(`The bridge did not end well: ${String(after)}`),
    );
    throw error;
  }
}

/** The options, with their defaults. */
type Settings = ReturnType<typeof settingsOf>;

const settingsOf = (options: BridgeOptions) => ({
  ...options,
  port: options.port ?? 0,
  host: options.host ?? '127.0.0.1',
  database: options.database ?? ':memory:',
  folders: options.folders ?? ownFolders(process.env),
  trusted: options.trusted ?? [],
  now: options.now ?? Date.now,
  monotonicMs: options.monotonicMs ?? options.now ?? (() => performance.now()),
  auth: options.auth ?? 'open',
  onRefusal: options.onRefusal ?? (() => undefined),
  onFault: options.onFault ?? (() => undefined),
});

/** @param atEnd takes what ends each part that has started; the last part ends first */
async function startParts(options: BridgeOptions, atEnd: (end: End) => void): Promise<Omit<Bridge, 'close'>> {
  const settings = settingsOf(options);
  const { port, host, folders, trusted, now, monotonicMs, auth, shared, onRefusal, onFault } = settings;
  const lines = boundedLines((count, what) => onFault(`… and ${count} more within a minute: ${what}`));
  atEnd(() => lines.close());
  /** For what anybody can cause, or what goes wrong again and again. */
  const onFaults: Faults = (what) => (sentence) =>
    lines.say(what, FAULTS_PER_MINUTE, () => onFault(sentence));
  const onRequestFault = onFaults('requests that failed');
  checkFolders(folders);
  if (options.media !== undefined) checkMedia(options.media);
  const { database, ready } = await openDatabase(settings, atEnd);
  const events = dashboardEvents();
  atEnd(() => events.close());
  const players = playerStore(database);
  const registryOptions = {
    keysMove: auth === 'open',
    idleTimeoutMs: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
    now,
    monotonicMs,
    mayAdd: limitRegistrations(monotonicMs, onRefusal),
    onFault: onFaults('players that could not be written'),
    onChange: () => events.send({ type: 'players' }),
  };
  let shownNow = (): string | null => null;
  let onToken: (playerId: string) => void = () => undefined;
  let portNow = port;
  const others =
    shared &&
    (await ready(
      joinOthers({
        ...{ database, databaseName: settings.database, events, monotonicMs, onFaults },
        registry: registryOptions,
        library: () => shownNow(),
        onToken: (playerId) => onToken(playerId),
        port: () => portNow,
      }),
    ));
  if (others) atEnd(() => others.close());
  const registry = others?.registry ?? (await ready(startOwnRegistry(players, registryOptions)));
  atEnd(() => registry.close());
  const pairingsKept = pairingStore(database);
  const signer =
    auth === 'token'
      ? createLinkSigner({
          key: await ready(pairingsKept.secret('link_key', newToken())),
          tokenHashOf: (playerId) => players.tokenHash(playerId),
          now,
          monotonicMs,
        })
      : undefined;
  const guard = signer && createGuard({ signer, registry, store: players, trusted });
  onToken = (playerId) => {
    signer?.forget(playerId);
    void registry.unregister(playerId); // what it has open by the old one
    events.send({ type: 'players' });
  };
  const pairings = createPairings({
    ...{ store: pairingsKept, players, registry, now },
    onToken: (playerId) => {
      signer?.forget(playerId);
      events.send({ type: 'players' });
    },
  });
  const healths = createHealths((key) => registry.findByKey(key) !== undefined, now);
  const takeHealth = (playerKey: string, payload: string): boolean => {
    const isTaken = healths.take(playerKey, payload);
    if (isTaken) events.send({ type: 'players' });
    return isTaken;
  };
  const app = createApp(onRequestFault, options.requestTimeoutMs);
  atEnd(() => app.close());
  const onChange = (): void => events.send({ type: 'library' });
  const posts = postStore(database, shared ? 'several' : 'one');
  const shown = await openShown(settings, posts, { ready, onChange, atEnd });
  shownNow = digestOf(shown);
  const { library } = shown;
  let brokerFault = (): 'broker-closed' | 'broker-away' | null => 'broker-closed';
  const health = bridgeHealth({
    database,
    library: library ? { isComplete: () => library.isComplete(), folder: shown.root } : null,
    brokerFault: () => brokerFault(),
    differs: others && (() => others.difference() !== null),
    waitingViews: () => healths.waiting(),
    monotonicMs,
    onFault,
  });
  addHealthRoutes(app, health);
  others?.addHook(app);
  await addRoutes(app, {
    folders,
    registry,
    trusted,
    guard,
    hasLibrary: library !== undefined,
    brokerUrl: shared?.urlForTvs,
    hostNames: options.adminToken === undefined ? (options.hostNames ?? []) : undefined,
  });
  if (library) addMediaRoutes(app, { ...shown, library, registry, trusted, guard, onFault: onRequestFault });
  addVaultRoute(app, { ...shown, guard });
  let urls = bridgeUrls(port, []);
  const commands = createCommands({
    store: commandStore(database),
    answerWithinMs: options.commandTimeoutMs,
    now,
    monotonicMs,
    onNews: () => events.send({ type: 'players' }),
    onEnded: (result) => health.metrics.commanded(result),
    onFault: onFaults('commands that could not be written'),
  });
  atEnd(() => commands.close());
  if (options.brokerNodes !== undefined)
    addBrokerRoutes(app, {
      answer: answerBroker({
        ...{ registry, store: players, auth, monotonicMs, ...others?.meeting },
        isPaired: (playerId) => signer?.isPaired(playerId) ?? Promise.resolve(true),
      }),
      nodes: options.brokerNodes,
      onRefusal,
    });
  const parts = { database, events, players, registry, healths, commands, pairings, signer, shown };
  const apiParts = { ...parts, urls: () => urls, difference: () => others?.difference() ?? null };
  addApi(app, settings, apiParts);
  atEnd(sweepOften(registry, onFault));
  const duties = (): Promise<End> => startDuties(settings, { ...parts, metrics: health.metrics, onFaults });
  const requests = answerRequests(settings, {
    ...{ database, registry, signer, shown },
    onFault: onFaults('requests of TVs that failed'),
  });
  let mqttPort: number | undefined;
  if (shared && others) {
    const line = openSharedBroker(shared, {
      registry: others.registry,
      commands,
      requests,
      takeHealth,
      onFault: onFaults('troubles with the broker'),
    });
    atEnd(() => line.close());
    brokerFault = () => (line.isConnected() ? null : 'broker-away');
    others.lead(duties);
  } else {
    const broker = await startOwnBroker(app.server, settings, {
      ...{ ...parts, health, requests, takeHealth, onFaults },
    });
    atEnd(() => broker.close());
    commands.connect(broker.wire);
    brokerFault = () => (broker.isAccepting() ? null : 'broker-closed');
    mqttPort = broker.mqttPort;
    atEnd(await ready(duties()));
  }
  portNow = await listen(app, port, host);
  urls = bridgeUrls(portNow, reachableAddresses(host, networkInterfaces()));
  return { port: portNow, registry, library, players, database, mqttPort, urls };
}

/** Nobody is connected at the start, whatever the last run has left. */
async function startOwnRegistry(
  players: PlayerStore,
  options: Omit<RegistryOptions, 'store'>,
): Promise<Registry> {
  await players.allOffline();
  return createRegistry({ ...options, store: players });
}

interface OwnBrokerParts extends Pick<ApiParts, 'database' | 'events' | 'players' | 'registry' | 'commands'> {
  health: Health;
  requests: Requests;
  takeHealth: (playerKey: string, payload: string) => boolean;
  onFaults: Faults;
}

/** The broker in the bridge itself, which takes what players say. */
const startOwnBroker = (
  server: FastifyInstance['server'],
  settings: Settings,
  { database, events, players, registry, commands, health, requests, takeHealth, onFaults }: OwnBrokerParts,
) => {
  const { auth, trusted, monotonicMs, host, mqttPort, onRefusal } = settings;
  return startBroker(server, {
    registry,
    store: players,
    ingest: ingestOf(settings, database, health.metrics, onFaults('messages that could not be written')),
    requests,
    takeHealth,
    originOf: (request) => originOf(request, trusted),
    auth,
    trusted,
    attemptsPerMinute: settings.attemptsPerMinute ?? ATTEMPTS_PER_MINUTE,
    monotonicMs,
    mqttPort,
    host,
    onIngested: (ingested) => {
      events.send({ type: ingested.taken.kind === 'recorded' ? 'view' : 'players' });
      settings.onIngested?.(ingested);
    },
    onWord: (word) => commands.take(word),
    onRefusal: (refusal) => {
      health.metrics.refused(refusal.code);
      onRefusal(refusal);
    },
    onFault: onFaults('players that could not sign in'),
  });
};

interface DutyParts extends Pick<ApiParts, 'database' | 'players' | 'registry' | 'healths'> {
  metrics: Metrics;
  onFaults: Faults;
}

/** What is done once, however many bridges there are. @returns ends it */
async function startDuties(
  settings: Settings,
  { database, players, registry, healths, metrics, onFaults }: DutyParts,
): Promise<End> {
  const endAlerts = await startAlerts({
    settings: settings.alerts ?? NO_ALERTS,
    databaseName: settings.database,
    ...{ database, players, registry, healths, now: settings.now },
    needTokens: settings.auth === 'token',
    everyMs: settings.alertLookMs ?? ALERT_LOOK_MS,
    onFault: onFaults('alerts that could not be sent'),
  });
  const onFault = onFaults('old views that could not be removed');
  const endRetention = removeOldViews(settings, database, metrics, onFault);
  return async () => {
    await endRetention();
    await endAlerts();
  };
}

/** What the database has to do before the bridge runs; its failure is a BridgeProblem. */
type Ready = <T>(work: Promise<T>) => Promise<T>;

async function openDatabase(
  { database: name, shared, onFault }: Settings,
  atEnd: (end: End) => void,
): Promise<{ database: Database; ready: Ready }> {
  const ready: Ready = async (work) => {
    try {
      return await work;
    } catch (error) {
      if (isBridgeProblem(error)) throw error;
      throw databaseProblem(name, error, 'choose another one with --data or --database');
    }
  };
  if (!shared) atEnd(await ready(lockData(name, onFault)));
  const database = await ready(openTables(name, onFault, shared ? SHARED_PATIENCE : PATIENCE));
  atEnd(() => database.close());
  return { database, ready };
}

interface ApiParts extends Pick<Bridge, 'database' | 'players' | 'registry'> {
  events: Events;
  healths: Healths;
  commands: Commands;
  pairings: Pairings;
  /** undefined = links need no signature. */
  signer: LinkSigner | undefined;
  shown: Shown;
  /** See Neighbours. */
  difference: () => string | null;
  /** They are known when the bridge listens. */
  urls: () => BridgeUrls;
}

/** Adds what the dashboard asks for, behind the token where there is one. */
function addApi(
  app: FastifyInstance,
  { adminToken, auth, trusted, now, monotonicMs, onCheck = () => undefined }: Settings,
  {
    database,
    events,
    players,
    registry,
    healths,
    commands,
    pairings,
    signer,
    shown,
    difference,
    urls,
  }: ApiParts,
): void {
  const onSignOut = (): void => events.check();
  const admin =
    adminToken === undefined
      ? undefined
      : guardApi(app, { token: adminToken, trusted, monotonicMs, onSignOut });
  const { library, postOf } = shown;
  const owners = ownerStore(database);
  addBridgeApi(app, {
    auth,
    events,
    mayHear: (request) => admin?.isSignedIn(request) ?? true,
    urls,
    hint: () =>
      library?.root().count === 0 && library.isComplete()
        ? 'The media folder is empty: copy files into it.'
        : difference(),
  });
  const ofPlayers = { registry, store: players, commands, addOwner: owners.add, postOf, healths };
  addPlayersApi(app, { ...ofPlayers, pairings });
  const pairingsIf = auth === 'token' ? pairings : undefined;
  addPairingsApi(app, { ...ofPlayers, pairings: pairingsIf, trusted, monotonicMs });
  addPlayerApi(app, {
    ...{ pairings: pairingsIf, trusted, monotonicMs },
    originFor: (request) => pairingOrigin(request.raw, trusted, urls()),
  });
  addCommandsApi(app, {
    commands,
    registry,
    store: players,
    trusted,
    isGuarded: admin !== undefined,
    postOf,
    fileUrl: async (post, player, origin) => {
      const url = shown.fileUrl(post, player, origin);
      const sign = await signer?.signFor(player.playerId);
      return sign ? withSignature(url, sign) : url;
    },
    defaultOrigin: (request) => defaultOrigin(request.raw, trusted, urls()),
    now,
  });
  addCheckApi(app, { registry, trusted, isOpen: auth === 'open', now, monotonicMs, onCheck });
  addViewsApi(app, viewStore(database));
  addLibraryApi(app, { ...shown, owners });
  addPostsApi(app, shown.postsOf);
}

/** What takes views and statuses. */
function ingestOf(
  { now, monotonicMs }: Settings,
  database: Database,
  metrics: Metrics,
  onFault: (sentence: string) => void,
): Ingest {
  const store = ingestStore(database);
  const recorder = leavingRecorder(createRecorder(store, now), store.faultOf, onFault);
  return measuredIngest(createIngest(recorder, now, onFault), metrics, { now, monotonicMs });
}

interface RequestParts extends Pick<ApiParts, 'database' | 'registry' | 'signer' | 'shown'> {
  onFault: (sentence: string) => void;
}

/** What answers TVs that ask over MQTT. */
function answerRequests(
  { now, monotonicMs }: Settings,
  { database, registry, signer, shown, onFault }: RequestParts,
): Requests {
  return createRequests({
    source: shown.source,
    reactions: reactionStore(database),
    owners: ownerStore(database),
    ownerOf: (playerKey) => registry.findByKey(playerKey)?.owner ?? null,
    async signedFor(playerKey) {
      if (!signer) return (url) => url;
      const player = registry.findByKey(playerKey);
      const sign = player ? await signer.signFor(player.playerId) : null;
      return sign && ((url) => withSignature(url, sign));
    },
    now,
    monotonicMs,
    random: Math.random,
    onFault,
  });
}

/** @returns ends it */
function removeOldViews(
  { keepViewsMs, now }: Settings,
  database: Database,
  metrics: Metrics,
  onFault: (sentence: string) => void,
): End {
  if (keepViewsMs == null) return () => undefined;
  const onRemoved = (views: number): void => metrics.removed(views);
  return startRetention({ store: retentionStore(database), keepMs: keepViewsMs, now, onRemoved, onFault });
}

/** @returns ends it */
function sweepOften(registry: Registry, onFault: (sentence: string) => void): End {
  const failed = (error: unknown): void =>
    onFault(`Idle players could not be unregistered: ${reasonOf(error)}`);
  const sweeping = setInterval(() => void registry.sweep().catch(failed), SWEEP_MS);
  return () => clearInterval(sweeping);
}

/**
 * @returns the port
 * @throws a BridgeProblem
 */
async function listen(app: FastifyInstance, port: number, host: string): Promise<number> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    throw listenProblem(error, port, host, '--port');
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Whether an address may name one more new TV. */
function limitRegistrations(
  monotonicMs: () => number,
  onRefusal: (refusal: Refusal) => void,
): (address: string) => boolean {
  const registrations = attemptLimit(REGISTRATIONS_PER_MINUTE, monotonicMs);
  return (address) => {
    if (registrations.allows(holderOf(address))) return true;
    onRefusal({
      code: 'too-many-registrations',
      address,
      playerKey: undefined,
      reason: `it named more than ${REGISTRATIONS_PER_MINUTE} new TVs in a minute`,
    });
    return false;
  };
}

type Shown = Awaited<ReturnType<typeof openShown>>;

/** @returns what tells the files that are shown from others; null until the folder is looked through */
function digestOf({ library, postsOf }: Shown): () => string | null {
  let last: { version: number; digest: string } | undefined;
  return () => {
    if (library?.isComplete() === false) return null;
    const version = library?.version() ?? 0;
    if (last?.version !== version)
      last = {
        version,
        digest: libraryDigest((['image', 'audio', 'video'] as const).flatMap((kind) => postsOf(kind))),
      };
    return last.digest;
  };
}

/** What TVs are shown: the media folder, or the sample gallery. */
async function openShown(
  options: Settings,
  store: PostStore,
  { ready, onChange, atEnd }: { ready: Ready; onChange: () => void; atEnd: (end: End) => void },
) {
  const { media, folders, now, onFault } = options;
  if (media === undefined) {
    const samples = new Map((await galleryPosts(folders.gallery)).map((post) => [post.postId, post]));
    await ready(store.save([...samples.values()]));
    const works = await galleryFiles(folders.gallery, [...samples.values()]);
    return {
      library: undefined,
      thumbnails: undefined,
      root: folders.gallery,
      fileOf: ({ path }: Pick<Post, 'path'>) => join(folders.gallery, path),
      source: gallerySource(folders.gallery, works),
      postOf: (postId: number) => works.get(postId) ?? samples.get(postId),
      postsOf: (kind: Kind) => [...samples.values()].filter((post) => post.kind === kind),
      fileUrl: galleryUrl,
      pictureOf: (postId: number) => samples.get(postId)?.path,
    };
  }
  const reader = createReader(programOf('detailsProcess'), onFault);
  const library = await ready(openLibrary({ folder: media, store, onNotice: onFault, onChange, reader }));
  atEnd(() => library.close());
  const maker = createMaker(programOf('thumbnailProcess'), onFault);
  const thumbnails =
    options.thumbnails === undefined
      ? undefined
      : await openThumbnails({ folder: options.thumbnails, onNotice: onFault, now, maker });
  atEnd(() => thumbnails?.close());
  return {
    library,
    thumbnails,
    root: media,
    fileOf: (post: Post) => library.fileOf(post),
    source: librarySource(library, thumbnails ? COPY_FORMATS : []),
    postOf: (postId: number) => library.post(postId),
    postsOf: (kind: Kind) => library.ofKind(kind),
    fileUrl: libraryUrl,
    pictureOf: (postId: number) => {
      const post = library.post(postId);
      return post?.kind === 'image' ? post.path : undefined;
    },
  };
}

import type { FastifyInstance } from 'fastify';
import type { Commands } from '../../commands/createCommands.js';
import type { Post } from '../../media/post.js';
import type { Pairings } from '../../pairing/createPairings.js';
import type { Healths, ToldHealth } from '../../players/createHealths.js';
import type { Registry } from '../../players/createRegistry.js';
import type { PlayerRecord, PlayerStore } from '../../players/playerStore.js';
import { sendList } from './sendList.js';
import { sendProblem } from './sendProblem.js';
import type { HealthJson, PlayerJson } from './playerJson.js';
import { LONGEST_NAME_CHARACTERS, readName } from './readName.js';

const isoOf = (timeMs: number | null): string | null =>
  timeMs === null ? null : new Date(timeMs).toISOString();

export interface PlayersApiOptions {
  registry: Registry;
  store: PlayerStore;
  commands: Commands;
  pairings: Pick<Pairings, 'renew' | 'unpair'>;
  healths: Pick<Healths, 'of'>;
  addOwner: (owner: string) => Promise<void>;
  postOf: (postId: number) => Pick<Post, 'title' | 'kind'> | undefined;
}

function healthJson({ toldAtMs, oldestAtMs, startedAtMs, ...rest }: ToldHealth): HealthJson {
  return {
    ...rest,
    toldAt: new Date(toldAtMs).toISOString(),
    oldestAt: isoOf(oldestAtMs),
    startedAt: isoOf(startedAtMs),
  };
}

/** @param record from the database; what changes with every request is taken from the registry */
export function playerJson(
  record: PlayerRecord,
  { registry, commands, postOf, healths }: Omit<PlayersApiOptions, 'pairings'>,
): PlayerJson {
  const live = registry.find(record.playerId) ?? record;
  const health = healths.of(live.playerKey);
  const post = record.currentPostId === null ? undefined : postOf(record.currentPostId);
  return {
    id: live.playerId,
    playerKey: live.playerKey,
    deviceId: live.deviceId,
    displayName: live.displayName,
    owner: live.owner,
    platform: live.platform,
    msxVersion: live.msxVersion,
    address: live.address,
    registered: registry.isRegistered(live.playerId),
    registeredAt: new Date(live.registeredAtMs).toISOString(),
    lastActivity: new Date(live.lastActivityAtMs).toISOString(),
    connectionStatus: record.connectionStatus,
    lastSeenAt: isoOf(record.lastSeenAtMs),
    currentPostId: record.currentPostId,
    currentTitle: post?.title ?? null,
    currentKind: post?.kind ?? null,
    currentSince: isoOf(record.currentSinceMs),
    firmwareVersion: record.firmwareVersion,
    hasToken: record.hasToken,
    health: health && healthJson(health),
    listens: commands.hearingOf(live.playerKey) === 'listens',
    ...commands.reportsOf(live.playerKey),
  };
}

type Changes = { displayName?: string; owner?: string | null };

/** @returns the changes, or a sentence about what is wrong */
export function readChanges(body: unknown): Changes | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'The body must be a JSON object.';
  const changes: Changes = {};
  for (const [key, value] of Object.entries(body) as [string, unknown][]) {
    const name = readName(value);
    if (key === 'displayName' && name !== undefined) changes.displayName = name;
    else if (key === 'owner' && name !== undefined) changes.owner = name;
    else if (key === 'owner' && value === null) changes.owner = null;
    else if (key === 'displayName' || key === 'owner')
      return `${key} must be a text of 1 to ${LONGEST_NAME_CHARACTERS} characters${key === 'owner' ? ' or null' : ''}.`;
    else return `There is no "${key}" to change: take displayName or owner.`;
  }
  return Object.keys(changes).length > 0 ? changes : 'The body changes nothing: take displayName or owner.';
}

/** `GET /api/players`, `PATCH` and `DELETE /api/players/{id}`, `POST` and `DELETE /api/players/{id}/token`. */
export function addPlayersApi(app: FastifyInstance, options: PlayersApiOptions): void {
  const { registry, store, addOwner, pairings } = options;
  app.get('/api/players', async (_request, reply) =>
    sendList(reply, 'players', await store.all(), (record) => playerJson(record, options)),
  );

  app.patch<{ Params: { id: string } }>('/api/players/:id', async (request, reply) => {
    const changes = readChanges(request.body);
    if (typeof changes === 'string') return sendProblem(reply, 'bad_request', changes);
    if (typeof changes.owner === 'string') await addOwner(changes.owner);
    const player = await registry.update(request.params.id, changes);
    if (!player) return sendProblem(reply, 'player_unknown', unknown(request.params.id));
    const record = (await store.all()).find(({ playerId }) => playerId === player.playerId);
    return record && playerJson(record, options);
  });

  // The token itself is in this answer and nowhere else: only its hash is kept.
  app.post<{ Params: { id: string } }>('/api/players/:id/token', async (request, reply) => {
    const player = registry.find(request.params.id);
    if (!player) return sendProblem(reply, 'player_unknown', unknown(request.params.id));
    return { token: await pairings.renew(player.playerId) };
  });

  app.delete<{ Params: { id: string } }>('/api/players/:id/token', async (request, reply) => {
    if (!registry.find(request.params.id))
      return sendProblem(reply, 'player_unknown', unknown(request.params.id));
    await pairings.unpair(request.params.id);
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string } }>('/api/players/:id', async (request, reply) => {
    if (!registry.find(request.params.id))
      return sendProblem(reply, 'player_unknown', unknown(request.params.id));
    await pairings.unpair(request.params.id); // its links end with its token
    await registry.remove(request.params.id);
    return reply.code(204).send();
  });
}

const unknown = (playerId: string): string =>
  `There is no player ${playerId}: GET /api/players lists them all.`;

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CommandRecord, Sender } from '../../commands/commandStore.js';
import type { Command } from '../../commands/commandTypes.js';
import type { Commands, Outcome } from '../../commands/createCommands.js';
import { isCommandProblem, readCommand } from '../../commands/readCommand.js';
import { artworkOf } from '../../media/artworkOf.js';
import type { Post } from '../../media/post.js';
import type { Networks } from '../../players/address.js';
import type { Registry } from '../../players/createRegistry.js';
import type { Player } from '../../players/player.js';
import type { PlayerStore } from '../../players/playerStore.js';
import { sendProblem, type ApiProblemCode } from './sendProblem.js';
import { senderOf } from './senderOf.js';

interface CommandsApiOptions {
  commands: Commands;
  registry: Registry;
  store: PlayerStore;
  trusted: Networks;
  /** Whether the API asks for the admin token. */
  isGuarded: boolean;
  postOf: (postId: number) => Post | undefined;
  /** The address of a post's file for one TV. @param origin where that TV has found the bridge */
  fileUrl: (post: Post, player: Player, origin: string) => Promise<string>;
  /** Where a TV finds the bridge that does not say so. */
  defaultOrigin: (request: FastifyRequest) => string;
  /** ms since 1970 */
  now: () => number;
}

/** So many TVs are named in one request at most. */
const MOST_PLAYERS = 10_000;

/** What is wrong with a request. */
interface Refusal {
  code: ApiProblemCode;
  problem: string;
}

/** A command as it goes to one TV: an address of a file is right for one TV only. */
type CommandFor = (player: Player) => Promise<Command>;

/**
 * `POST /api/players/{id}/commands` and `POST /api/commands`, which wait for what the TVs say, and
 * `GET /api/players/{id}/commands`, the last ones of a TV.
 */
export function addCommandsApi(app: FastifyInstance, options: CommandsApiOptions): void {
  const { commands, registry, store } = options;
  const refuse = (reply: FastifyReply, { code, problem }: Refusal): FastifyReply =>
    sendProblem(reply, code, problem);
  const sender = (request: FastifyRequest): Sender => senderOf(request, options.trusted, options.isGuarded);

  app.post<{ Params: { id: string } }>('/api/players/:id/commands', async (request, reply) => {
    const player = registry.find(request.params.id);
    if (!player) return refuse(reply, unknownPlayer(request.params.id));
    const command = readBody(request, options);
    if ('code' in command) return refuse(reply, command);
    const outcome = await commands.send(player, await command.for(player), sender(request));
    if (outcome.isTooMany)
      return refuse(reply.header('retry-after', 60), {
        code: 'too_many_commands',
        problem: outcome.error ?? '',
      });
    return outcomeJson(outcome);
  });

  app.post('/api/commands', async (request, reply) => {
    const players = await readPlayers(request.body, registry, store);
    if ('code' in players) return refuse(reply, players);
    const command = readBody(request, options);
    if ('code' in command) return refuse(reply, command);
    const from = sender(request);
    const results = await Promise.all(
      players.list.map(async (player) => ({
        player_id: player.playerId,
        ...outcomeJson(await commands.send(player, await command.for(player), from)),
      })),
    );
    return { results };
  });

  app.get<{ Params: { id: string } }>('/api/players/:id/commands', async (request, reply) => {
    const { id } = request.params;
    if (!registry.find(id)) return refuse(reply, unknownPlayer(id));
    return { commands: (await commands.last(id)).map(recordJson) };
  });
}

const unknownPlayer = (playerId: string): Refusal => ({
  code: 'player_unknown',
  problem: `There is no player ${playerId}: GET /api/players lists them all.`,
});

const outcomeJson = ({ commandId, result, error }: Outcome): object => ({
  command_id: commandId,
  result,
  error,
});

const recordJson = (record: CommandRecord): object => ({
  command_id: record.commandId,
  command_type: record.type,
  payload: record.payload,
  sent_by: record.sender.by,
  address: record.sender.address,
  sent_at: new Date(record.sentAtMs).toISOString(),
  result: record.result,
  error: record.error,
  ended_at: record.endedAtMs === null ? null : new Date(record.endedAtMs).toISOString(),
});

/** The TVs that `players` names, or all. */
async function readPlayers(
  body: unknown,
  registry: Registry,
  store: PlayerStore,
): Promise<{ list: Player[] } | Refusal> {
  const { players } = Object(body) as { players?: unknown };
  if (players === undefined || players === null)
    return { list: (await store.all()).flatMap(({ playerId }) => registry.find(playerId) ?? []) };
  const isList =
    Array.isArray(players) &&
    players.length > 0 &&
    players.length <= MOST_PLAYERS &&
    players.every((id) => typeof id === 'string');
  if (!isList)
    return {
      code: 'bad_request',
      problem: 'players must be a list of player IDs such as ["msx_abc"]; without it all TVs are told.',
    };
  const ids = [...new Set(players)];
  const stranger = ids.find((id) => !registry.find(id));
  return stranger === undefined ? { list: ids.map((id) => registry.find(id)!) } : unknownPlayer(stranger);
}

/** @returns what makes the command for each TV */
function readBody(request: FastifyRequest, options: CommandsApiOptions): { for: CommandFor } | Refusal {
  const filled = fillArtwork(request.body, options.postOf);
  if ('code' in filled) return filled;
  const command = readCommand(filled.body, options.now());
  if (isCommandProblem(command)) return command;
  const { post } = filled;
  if (!post || command.payload.art_url !== undefined) return { for: () => Promise.resolve(command) };
  const elsewhere = options.defaultOrigin(request);
  return {
    async for(player) {
      const origin = options.commands.originOf(player.playerKey) ?? elsewhere;
      return {
        ...command,
        payload: { ...command.payload, art_url: await options.fileUrl(post, player, origin) },
      };
    },
  };
}

/**
 * A body that asks for a picture by its ID alone, with what the library knows of it. One that says more is left as
 * it is: the picture may be on another server.
 */
function fillArtwork(
  body: unknown,
  postOf: CommandsApiOptions['postOf'],
): { body: unknown; post: Post | undefined } | Refusal {
  const { command_type: type, payload } = Object(body) as { command_type?: unknown; payload?: unknown };
  const { post_id: postId, storage_key: storageKey } = Object(payload) as Record<string, unknown>;
  if (type !== 'show_artwork' || typeof postId !== 'number' || storageKey !== undefined)
    return { body, post: undefined };
  const post = postOf(postId);
  if (!post)
    return { code: 'post_unknown', problem: `The library has no post ${postId}: GET /api/posts lists them.` };
  if (post.kind !== 'image')
    return {
      code: 'bad_payload',
      problem: `Post ${postId} is no picture: send play_media with its address.`,
    };
  return {
    body: { command_type: type, payload: { ...artworkOf(post), ...(payload as object) } },
    post,
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { protocolOf } from './protocolOf.js';
import { forPlayer } from './forPlayer.js';
import { sendFile } from './sendFile.js';
import type { Networks } from '../players/address.js';
import { askerOf } from '../players/askerOf.js';
import { msxBuild } from '../players/readMsxVersion.js';
import type { Asker, Player } from '../players/player.js';
import { playerIdOfDevice } from '../players/playerId.js';
import type { Registry } from '../players/createRegistry.js';
import {
  albumDocument,
  albumsDocument,
  errorResponse,
  menuDocument,
  startDocument,
  type Tv,
} from '../media/libraryDocuments.js';
import { isFileWithin } from '../media/isFileWithin.js';
import type { Kind } from '../media/kind.js';
import type { Library } from '../media/openLibrary.js';
import { createTemplates, type TvSlots, type TvWords } from '../media/createTemplates.js';
import type { LinkFault, Sign } from '../pairing/createLinkSigner.js';
import { refuseLink, type Guard } from './createGuard.js';
import { encoded, linksFor } from '../media/linksFor.js';
import { msxText } from '../media/msxText.js';
import type { Post } from '../media/post.js';
import type { Thumbnails } from '../media/openThumbnails.js';

interface MediaRoutesOptions {
  library: Library;
  registry: Registry;
  trusted: Networks;
  /** undefined = TVs need no token, and links no signature. */
  guard: Guard | undefined;
  /** The folder that media files are served from. */
  root: string;
  /** undefined = pictures are shown in albums as they are. */
  thumbnails: Thumbnails | undefined;
  /** Takes a sentence about a request that failed on the bridge's side. */
  onFault: (sentence: string) => void;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Everything that an MSX route may answer with instead of its document. */
interface Refusal {
  status: number;
  message: string;
}

const isRefusal = (value: object): value is Refusal => 'status' in value && 'message' in value;

/**
 * The MSX routes of the media library (dynamic-msx-players, 3). Documents that cannot be given are MSX
 * responses with HTTP 200; files that cannot be given have the same body with their real HTTP status, since
 * players take every 200 for media.
 */
export function addMediaRoutes(app: FastifyInstance, options: MediaRoutesOptions): void {
  const { library, thumbnails, onFault } = options;

  /**
   * For what nobody expected: the TV shows it, and the bridge's log says why. A file keeps the status of its
   * error, such as 416 for a range that it does not have.
   */
  const failed =
    (what: 'document' | 'file') =>
    (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void => {
      const status = error.statusCode ?? 500;
      if (status >= 500) onFault(`${request.method} ${request.url} failed: ${error.message}`);
      const message = status < 500 ? error.message : 'The bridge could not answer. Its log says why.';
      void refuse(reply, what === 'file' ? status : 200, { status, message });
    };

  const templates = createTemplates(() => library.version(), isRefusal);

  /** Every document is for a player: the one behind the request. */
  const document = (
    path: string,
    make: (tv: Tv, query: { menu?: unknown; page?: unknown }, request: FastifyRequest) => object | Refusal,
  ): void => {
    const answer = forPlayer(options, (request, reply, { player, asker, sign }) => {
      const query = request.query as { menu?: unknown; page?: unknown };
      const { words, tv, key } = tvOf(request, player, asker, sign, options);
      const made = templates.textOf(
        JSON.stringify([path, request.params, query.menu, query.page, key]),
        words,
        (slots) => make(tv(slots), query, request),
      );
      // MSX adds `v` and `t` to what it loads; nothing here is worth keeping anyway.
      reply.header('cache-control', 'no-store');
      return typeof made === 'string' ? reply.type(JSON_TYPE).send(made) : refuse(reply, 200, made);
    });
    app.get(path, { errorHandler: failed('document') }, answer);
  };
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

  app.get('/msx/start.json', () => startDocument(library.root().title));
  document('/msx/menu.json', (tv) => menuDocument(library, tv));
  document('/msx/albums.json', (tv, { menu }) => albumsDocument(library, tv, text(menu)));
  document('/msx/albums/:file', (tv, { menu, page = '1' }, request) => {
    const { file } = request.params as { file: string };
    if (!/^[1-9]\d{0,8}$/.test(text(page) ?? ''))
      return { status: 404, message: 'This album has no such page. Go back and look again.' };
    return (
      albumDocument(library, file.replace(/\.json$/, ''), Number(page), tv, text(menu)) ?? {
        status: 404,
        message: 'There is no such album. Go back and look again.',
      }
    );
  });

  for (const kind of ['image', 'audio', 'video'] as const)
    app.get(`/msx/${kind}/:playerId`, { errorHandler: failed('file') }, (request, reply) =>
      sendMedia(kind, request, reply, options),
    );
  if (thumbnails)
    app.get('/msx/thumb/:playerId', { errorHandler: failed('file') }, (request, reply) =>
      sendThumbnail(request, reply, options, thumbnails),
    );

  app.get('/msx/*', (request, reply) =>
    refuse(reply, 200, { status: 404, message: `There is nothing at ${request.url}.` }),
  );
}

/**
 * The page of the TV's plugin below the bridge, undefined where it lies on another host; and what every link carries
 * to say so.
 */
function pluginOf(
  { query, headers, routeOptions }: FastifyRequest,
  origin: string,
): [string | undefined, string] {
  const { preview, plugin } = query as { preview?: string; plugin?: string };
  if (preview !== undefined) return ['preview/plugin/plugin.html', 'preview=1'];
  // The plugin itself asks for the menu, and a browser says whose page asks across origins; all else is asked for by MSX.
  const asks = routeOptions.url === '/msx/menu.json' ? headers.origin : undefined;
  return plugin !== undefined || (asks !== undefined && asks !== origin)
    ? [undefined, 'plugin=elsewhere']
    : ['plugin.html', ''];
}

/** A TV's words, what makes a TV of such words, and all else that its documents depend on. */
function tvOf(
  request: FastifyRequest,
  { playerId, msxVersion }: Player,
  { deviceId, msxVersion: said }: Asker,
  sign: Sign | undefined,
  { trusted, thumbnails }: MediaRoutesOptions,
): { words: TvWords; tv: (slots: TvSlots) => Tv; key: unknown } {
  const origin = `${protocolOf(request.raw, trusted)}://${request.host}`;
  const [page, query] = pluginOf(request, origin);
  // The menu is asked for by the plugin, which does not say what MSX is.
  const build = msxBuild(said ?? msxVersion);
  return {
    words: { origin, playerId, deviceId: deviceId === undefined ? undefined : encoded(deviceId), sign },
    tv: (slots) => ({
      links: linksFor(
        slots.origin,
        page,
        query,
        slots.playerId,
        slots.deviceId,
        thumbnails !== undefined,
        slots.signature,
      ),
      build,
    }),
    key: [page, query, String(build), deviceId === undefined, sign === undefined],
  };
}

/**
 * Whether a request for a file is of the player that its address names. A TV's own media player asks without our
 * JavaScript, maybe without the device ID: then it must come from where that TV is. Where TVs have tokens, the signature
 * tells.
 */
async function isOwnFile(
  request: FastifyRequest,
  playerId: string,
  asker: Asker,
  { registry, guard }: MediaRoutesOptions,
): Promise<boolean | LinkFault> {
  if (guard) {
    const found = await guard.ofLink(request);
    return typeof found === 'string' ? found : found.playerId === playerId;
  }
  const known = registry.find(playerId);
  return asker.deviceId === undefined
    ? known?.address === asker.address
    : known !== undefined && playerIdOfDevice(asker.deviceId) === playerId;
}

/** The file that a request is for, if it is the asking player's. */
async function fileFor(
  kind: Kind,
  request: FastifyRequest,
  options: MediaRoutesOptions,
): Promise<{ playerId: string; post: Post; file: string } | Refusal | LinkFault> {
  const { library, registry, trusted, root } = options;
  const { playerId } = request.params as { playerId: string };
  const { uri } = request.query as { uri?: unknown };
  const asker = askerOf(request.raw, request.query, trusted);
  const isOwn = await isOwnFile(request, playerId, asker, options);
  if (typeof isOwn === 'string') return isOwn;
  if (!isOwn) return { status: 403, message: 'This link belongs to another TV. Open the menu again.' };
  const post = typeof uri === 'string' ? library.postAt(uri) : undefined;
  const file = post?.kind === kind ? library.fileOf(post) : undefined;
  if (!post || file === undefined || !(await isFileWithin(root, file)))
    return { status: 404, message: 'This file is no longer there. Go back and look again.' };
  const player = await registry.comeBack(playerId, asker.address);
  if (!player) return { status: 403, message: 'This TV was removed. Open the menu again.' };
  // Whoever was unpaired while this has waited was not there yet to be cut off.
  const still = await options.guard?.ofLink(request);
  if (typeof still === 'string') return still;
  return { playerId, post, file };
}

/** One file for one player, which is not idle as long as it is sent. */
async function sendMedia(
  kind: Kind,
  request: FastifyRequest,
  reply: FastifyReply,
  options: MediaRoutesOptions,
): Promise<FastifyReply> {
  const found = await fileFor(kind, request, options);
  if (typeof found === 'string') return refuseLink(reply, found);
  if (isRefusal(found)) return refuse(reply, found.status, found);
  const { playerId, file } = found;
  const release = options.registry.use(playerId, () => void request.raw.socket.destroy());
  reply.raw.once('close', release);
  return sendFile(request, reply, file);
}

async function sendThumbnail(
  request: FastifyRequest,
  reply: FastifyReply,
  options: MediaRoutesOptions,
  thumbnails: Thumbnails,
): Promise<FastifyReply> {
  const found = await fileFor('image', request, options);
  if (typeof found === 'string') return refuseLink(reply, found);
  if (isRefusal(found)) return refuse(reply, found.status, found);
  const file = (await thumbnails.of(found.post, found.file)) ?? found.file;
  return sendFile(request, reply, file);
}

function refuse(reply: FastifyReply, httpStatus: number, { status, message }: Refusal): FastifyReply {
  return reply
    .code(httpStatus)
    .type('application/json')
    .send(JSON.stringify(errorResponse(status, msxText(message, 0))));
}

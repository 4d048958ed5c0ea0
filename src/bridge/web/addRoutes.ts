import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Folders } from './checkFolders.js';
import { isApi, isPlayerApi } from './api/isApi.js';
import { sendProblem } from './api/sendProblem.js';
import { fillPage } from './fillPage.js';
import { refuseLink, type Guard } from './createGuard.js';
import { forPlayer } from './forPlayer.js';
import { isOwnHost } from './isOwnHost.js';
import { isFileWithin } from '../media/isFileWithin.js';
import { signedDocument } from '../media/signedDocument.js';
import { withSignature } from '../pairing/createLinkSigner.js';
import { protocolOf } from './protocolOf.js';
import type { Networks } from '../players/address.js';
import type { Registry } from '../players/createRegistry.js';
import { HOST } from './originOf.js';
import { pluginConfig } from './pluginConfig.js';
import { previewAddress } from './previewAddress.js';
import { sendFile } from './sendFile.js';

interface RoutesOptions {
  folders: Folders;
  registry: Registry;
  trusted: Networks;
  /** undefined = TVs need no token, and links no signature. */
  guard: Guard | undefined;
  /** Whether a media library takes the place of the sample gallery. */
  hasLibrary: boolean;
  /** Where TVs find the broker; undefined = at the bridge. */
  brokerUrl?: string | undefined;
  /**
   * The names of the bridge besides those that only a local network can have. undefined = all, which is right
   * where the API asks for a token, since the cookie of another name is not sent.
   */
  hostNames: readonly string[] | undefined;
}

/** The dashboard is made of its own files only, and nobody may put it into a frame. */
const DASHBOARD_POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const DASHBOARD = /^\/(?:dashboard\/.*)?(?:\?|$)/;

/**
 * Adds every HTTP route of the bridge:
 * the dashboard at `/`, the plugin folder below it, its page with a generated configuration in it, the gallery at `/gallery/`, and the preview at
 * `/preview/` with the plugin folder once more below it, since only there a TVX library lies beside the page.
 */
export async function addRoutes(
  app: FastifyInstance,
  { folders, registry, trusted, guard, hasLibrary, brokerUrl, hostNames }: RoutesOptions,
): Promise<void> {
  checkRequests(app, hostNames, guard !== undefined);
  app.setNotFoundHandler((request, reply) =>
    isApi(request) || isPlayerApi(request)
      ? sendProblem(reply, 'not_found', `There is nothing at ${request.url}.`)
      : reply.code(404).type('text/plain').send(`There is nothing at ${request.url}.`),
  );

  const html = 'text/html; charset=utf-8';
  app.get('/', (request, reply) =>
    sendFile(
      request,
      reply.header('content-security-policy', DASHBOARD_POLICY),
      join(folders.dashboard, 'index.html'),
      { type: html },
    ),
  );
  const config = (request: FastifyRequest, menuUrl: string) =>
    pluginConfig(protocolOf(request.raw, trusted), request.host, menuUrl, {
      tagging: hasLibrary ? 'links' : 'deep',
      hasTokens: guard !== undefined,
      brokerUrl,
    });
  // A library writes each TV a menu of its own, and so does a signature; that of the gallery is the same for all.
  const menu = hasLibrary || guard ? undefined : await readFile(join(folders.gallery, 'menu.json'), 'utf8');
  const page = await readFile(join(folders.plugin, 'plugin.html'), 'utf8');
  for (const [folder, menuUrl, check] of [
    ['/', hasLibrary ? 'msx/menu.json' : 'gallery/menu.json', 'check'],
    [
      '/preview/plugin/',
      hasLibrary ? '../../msx/menu.json?preview=1' : '../../gallery/menu.json',
      '../../check',
    ],
  ] as const) {
    app.get(`${folder}plugin.config.json`, (request) => config(request, menuUrl));
    app.get(`${folder}plugin.html`, (request, reply) =>
      reply
        .type(html)
        .header('cache-control', 'no-cache')
        .send(fillPage(page, { config: config(request, menuUrl), menu, check })),
    );
  }

  for (const path of ['/preview', '/preview/'])
    app.get(path, (request, reply) => {
      const belongs = previewAddress(request.host, request.url);
      if (belongs === 'elsewhere')
        return reply
          .code(403)
          .type('text/plain')
          .send('The preview works on http://localhost only: open it on the machine that runs the bridge.');
      return belongs === 'here'
        ? sendFile(request, reply, join(folders.preview, 'index.html'), { type: html })
        : reply.redirect(belongs.redirect);
    });
  app.get('/preview/plugin/tvx-plugin.min.js', (request, reply) =>
    sendFile(request, reply, folders.tvxLibrary, { type: 'text/javascript; charset=utf-8' }),
  );

  // Its films are asked for in parts, as those of a library.
  const pathOf = (request: FastifyRequest): string => (request.params as { '*': string })['*'];
  const galleryFile = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const file = join(folders.gallery, pathOf(request));
    if (await isFileWithin(folders.gallery, file)) return sendFile(request, reply, file);
    reply.callNotFound();
    return reply;
  };
  // MSX loads its documents, and the plugin with the device ID: who asks for one is a TV.
  const galleryDocument = forPlayer({ registry, trusted, guard }, async (request, reply, { sign }) => {
    const path = pathOf(request);
    const file = join(folders.gallery, path);
    if (!sign || !(await isFileWithin(folders.gallery, file))) return galleryFile(request, reply);
    const url = `${protocolOf(request.raw, trusted)}://${request.host}/gallery/${path}`;
    reply.header('cache-control', 'no-store');
    return signedDocument(await readFile(file, 'utf8'), url, (link) => withSignature(link, sign));
  });
  app.get('/gallery/*', async (request, reply) => {
    if (pathOf(request).endsWith('.json')) return galleryDocument(request, reply);
    const found = await guard?.ofLink(request);
    return typeof found === 'string' ? refuseLink(reply, found) : galleryFile(request, reply);
  });
  for (const [prefix, root] of [
    ['/', folders.plugin],
    ['/dashboard/', folders.dashboard],
    ['/preview/', folders.preview],
    ['/preview/plugin/', folders.plugin],
  ] as const)
    await app.register(fastifyStatic, { root, prefix, decorateReply: false, index: false });
}

/** Turns away what is not meant for this bridge, and lets MSX load documents from its own origin. */
function checkRequests(
  app: FastifyInstance,
  hostNames: readonly string[] | undefined,
  hasTokens: boolean,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const isStranger = hostNames !== undefined && !isOwnHost(request.host, hostNames);
    const strange = `The bridge does not know that it is called "${request.hostname}": take its address, or start it with --host-name ${request.hostname}.`;
    if (isApi(request)) {
      if (isStranger) return sendProblem(reply, 'unknown_host', strange);
      // Without the header below no page of another site can read an answer; nor may it send anything.
      const { origin } = request.headers;
      if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== request.host)
        return sendProblem(reply, 'other_site', 'Only the pages of this bridge may use its API.');
      return undefined;
    }
    // MSX loads documents from its own origin (MSX, Setup Precondition).
    reply.header('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS')
      return reply
        .code(204)
        .header('access-control-allow-methods', 'GET, HEAD, POST, OPTIONS')
        .header('access-control-allow-headers', `Accept, ${hasTokens ? 'Authorization, ' : ''}Content-Type`)
        .send();
    if (!HOST.test(request.host))
      return reply.code(400).type('text/plain').send('The Host header is not a host.');
    // TVs may come by any name; a person is told here rather than by a dashboard that stays empty.
    if (isStranger && DASHBOARD.test(request.url)) return reply.code(403).type('text/plain').send(strange);
    return undefined;
  });
}

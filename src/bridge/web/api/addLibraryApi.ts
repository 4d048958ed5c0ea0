import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Album } from '../../media/buildIndex.js';
import type { Library } from '../../media/openLibrary.js';
import { isFileWithin } from '../../media/isFileWithin.js';
import type { Thumbnails } from '../../media/openThumbnails.js';
import type { OwnerStore } from '../../players/ownerStore.js';
import { sendFile } from '../sendFile.js';
import { sendList } from './sendList.js';
import { sendProblem } from './sendProblem.js';
import { readName } from './readName.js';

interface AlbumJson {
  id: number;
  path: string;
  title: string;
  author: string | null;
  files: number;
}

const jsonOf = ({ albumId, path, title, author, count }: Album): AlbumJson => ({
  id: albumId,
  path,
  title,
  author,
  files: count,
});

function* allAlbums(album: Album): Generator<Album> {
  yield album;
  for (const inner of album.albums) yield* allAlbums(inner);
}

/** A body that holds one member, `name`, and nothing else. */
function only(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || Object.keys(body).join() !== name) return undefined;
  return (body as Record<string, unknown>)[name];
}

interface LibraryApiOptions {
  /** undefined = the sample gallery is shown. */
  library: Library | undefined;
  owners: OwnerStore;
  /** The media folder, or that of the sample gallery. */
  root: string;
  /** The picture to show for a post, relative to the root; undefined = it has none. */
  pictureOf: (postId: number) => string | undefined;
  /** Small ones to show in their place; undefined = there are none. */
  thumbnails: Thumbnails | undefined;
}

/** `/api/albums`, `/api/owners` and the pictures that the dashboard shows. */
export function addLibraryApi(
  app: FastifyInstance,
  { library, owners, root, pictureOf, thumbnails }: LibraryApiOptions,
): void {
  app.get('/api/albums', (_request, reply) =>
    sendList(reply, 'albums', library ? [...allAlbums(library.root())] : [], jsonOf),
  );

  app.patch<{ Params: { id: string } }>('/api/albums/:id', async (request, reply) => {
    const given = only(request.body, 'author');
    const author = given === null ? null : readName(given);
    if (author === undefined)
      return sendProblem(reply, 'bad_request', 'The body must be {"author": "a name"} or {"author": null}.');
    const albumId = Number(request.params.id);
    if (author !== null) await owners.add(author);
    if (!(await library?.setAuthor(albumId, author)))
      return sendProblem(
        reply,
        'album_unknown',
        `There is no album ${request.params.id}: see GET /api/albums.`,
      );
    return jsonOf(library!.album(albumId)!);
  });

  app.get('/api/owners', async () => ({ owners: await owners.all() }));

  app.patch<{ Params: { name: string } }>('/api/owners/:name', async (request, reply) => {
    const permitted = only(request.body, 'permitted');
    if (typeof permitted !== 'boolean')
      return sendProblem(
        reply,
        'bad_request',
        'The body must be {"permitted": true} or {"permitted": false}.',
      );
    if (!(await owners.setPermitted(request.params.name, permitted)))
      return sendProblem(
        reply,
        'owner_unknown',
        `There is no owner ${request.params.name}: see GET /api/owners.`,
      );
    return { owner: request.params.name, permitted };
  });

  app.get<{ Params: { id: string } }>('/api/posts/:id/picture', async (request, reply) => {
    const postId = Number(request.params.id);
    const picture = pictureOf(postId);
    const file = picture === undefined ? undefined : join(root, picture);
    if (file === undefined || !(await isFileWithin(root, file)))
      return sendProblem(reply, 'not_found', 'This post has no picture.');
    const post = library?.post(postId);
    const small = post && (await thumbnails?.of(post, file));
    return sendFile(request, reply, small ?? file);
  });
}

import { stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { isCopyFormat } from '../media/copyFormats.js';
import { isFileWithin } from '../media/isFileWithin.js';
import type { Thumbnails } from '../media/openThumbnails.js';
import type { Post } from '../media/post.js';
import { timeOf } from '../media/scanFolder.js';
import type { PictureSource } from '../requests/pictureSource.js';
import { formatOf, postIdOf, shardOf, storageKeyOf } from '../media/storageKey.js';
import { refuseLink, type Guard } from './createGuard.js';
import { sendFile } from './sendFile.js';

interface VaultOptions {
  source: PictureSource;
  /** The folder that files are served from. */
  root: string;
  /** Where a picture is on this machine. */
  fileOf: (post: Post) => string;
  /** What makes copies; undefined = there are none. */
  thumbnails: Thumbnails | undefined;
  /** undefined = links need no signature. */
  guard: Guard | undefined;
}

/** The content behind an address never changes: another content has another key. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** What was sent to one TV is for no cache that others use. */
const FOR_EVER_HERE = FOR_EVER.replace('public', 'private');

/**
 * `/vault/{storage_shard}/{storage_key}.{format}`: the pictures that answers to requests name (facts of the protocol,
 * Artwork files), as they are or copied into another format. Whoever has the key may fetch the picture, since nobody can
 * guess one; where links need a signature, only the TV that was given the address.
 */
export function addVaultRoute(
  app: FastifyInstance,
  { source, root, fileOf, thumbnails, guard }: VaultOptions,
): void {
  /** The file to send; undefined where there is none behind this address. */
  async function find(shard: string, storageKey: string, format: string): Promise<string | undefined> {
    const postId = postIdOf(storageKey);
    const post = postId === null ? undefined : await source.post(postId);
    if (post?.kind !== 'image' || storageKeyOf(post) !== storageKey || shardOf(storageKey) !== shard)
      return undefined;
    const file = fileOf(post);
    if (!(await isFileWithin(root, file)) || !(await isAsKnown(post, file))) return undefined;
    if (format === formatOf(post)) return file;
    return isCopyFormat(format) ? thumbnails?.copyOf(post, file, format) : undefined;
  }

  app.get('/vault/:first/:second/:name', async (request, reply) => {
    const whose = await guard?.ofLink(request);
    if (typeof whose === 'string') return refuseLink(reply, whose);
    const { first, second, name } = request.params as Record<'first' | 'second' | 'name', string>;
    const [storageKey = '', format = '', ...rest] = name.split('.');
    const file = rest.length > 0 ? undefined : await find(`${first}/${second}`, storageKey, format);
    if (file === undefined)
      return reply
        .code(404)
        .type('text/plain')
        .send('There is no such picture, or not in this format. A new query gives its address.');
    return sendFile(request, reply, file, { cacheControl: guard ? FOR_EVER_HERE : FOR_EVER });
  });
}

/** Whether a file has the content that the library knows: a TV would keep another one under the wrong name for ever. */
async function isAsKnown({ bytes, modifiedMs }: Post, file: string): Promise<boolean> {
  const { size, mtimeMs } = await stat(file);
  return size === bytes && timeOf(mtimeMs) === modifiedMs;
}

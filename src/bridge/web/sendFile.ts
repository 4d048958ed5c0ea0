import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { typeOf } from '../media/kind.js';
import { readRange } from './readRange.js';

/** So much is read in one go: a stream costs more time than the reading. */
const AT_ONCE_BYTES = 256 * 1024;

/**
 * Sends a file, or the part of it that is asked for, or says that the asker has it already (RFC 9110, 13 and
 * 14). Any name that a file can have is right: what serves folders refuses some.
 * @param file where it is on this machine; the caller has made sure that it may be sent
 * @throws what opening it throws
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: string,
  { type = typeOf(file), cacheControl = 'public, max-age=0' }: { type?: string; cacheControl?: string } = {},
): Promise<FastifyReply> {
  const handle = await open(file, 'r');
  let isHandedOver = false;
  try {
    const { size, mtime, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    const modified = mtime.toUTCString();
    reply.headers({
      'content-type': type,
      'accept-ranges': 'bytes',
      'cache-control': cacheControl,
      'last-modified': modified,
      etag,
    });
    if (isKnown(request.headers, etag, modified)) return await reply.code(304).send();
    const { range, 'if-range': condition } = request.headers;
    const isCurrent = condition === undefined || condition === etag || condition === modified;
    const part = isCurrent && request.method === 'GET' ? readRange(range, size) : 'whole';
    if (part === 'none') return await reply.code(416).header('content-range', `bytes */${size}`).send();
    const { first, last } = part === 'whole' ? { first: 0, last: size - 1 } : part;
    if (part !== 'whole') reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
    const length = last - first + 1;
    const isBody = request.method !== 'HEAD' && size > 0;
    if (isBody && length <= AT_ONCE_BYTES) return await reply.send(await readPart(handle, first, length));
    reply.header('content-length', length);
    if (!isBody) return await reply.send(Readable.from([]));
    isHandedOver = true; // the stream closes it
    return await reply.send(handle.createReadStream({ start: first, end: last }));
  } finally {
    if (!isHandedOver) await handle.close();
  }
}

/** @throws where the file has become shorter meanwhile */
async function readPart(handle: FileHandle, first: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, first);
  if (bytesRead < length) throw new Error('the file has become shorter while it was sent');
  return buffer;
}

/** Whether the asker has this file already. */
function isKnown(
  { 'if-none-match': none, 'if-modified-since': since }: FastifyRequest['headers'],
  etag: string,
  modified: string,
): boolean {
  if (none !== undefined)
    return none.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
  return since !== undefined && Date.parse(since) >= Date.parse(modified);
}

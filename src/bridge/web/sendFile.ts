import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { typeOf } from '../media/kind.js';
import { readRange } from './readRange.js';

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
): Promise<FastifyReply> {
  const handle = await open(file, 'r');
  let isHandedOver = false;
  try {
    const { size, mtime, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    const modified = mtime.toUTCString();
    reply.headers({
      'content-type': typeOf(file),
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=0',
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
    reply.header('content-length', last - first + 1);
    if (request.method === 'HEAD' || size === 0) return await reply.send(Readable.from([]));
    isHandedOver = true; // the stream closes it
    return await reply.send(handle.createReadStream({ start: first, end: last }));
  } finally {
    if (!isHandedOver) await handle.close();
  }
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

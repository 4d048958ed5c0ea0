import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

/** A PC takes 4 ms for so many. */
const AT_ONCE = 500;

/**
 * Answers with a JSON object whose one member is a list, which is written a piece at a time: TVs have their turn before
 * each.
 */
export const sendList = <T>(
  reply: FastifyReply,
  member: string,
  items: readonly T[],
  jsonOf: (item: T) => object,
): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(Readable.from(pieces(member, items, jsonOf)));

async function* pieces<T>(
  member: string,
  items: readonly T[],
  jsonOf: (item: T) => object,
): AsyncGenerator<string> {
  yield `{${JSON.stringify(member)}:[`;
  for (let from = 0; from < items.length; from += AT_ONCE) {
    await nextTurn();
    const texts = items.slice(from, from + AT_ONCE).map((item) => JSON.stringify(jsonOf(item)));
    yield (from === 0 ? '' : ',') + texts.join(',');
  }
  yield ']}';
}

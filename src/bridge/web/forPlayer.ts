import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Networks } from '../players/address.js';
import { askerOf } from '../players/askerOf.js';
import type { Registry } from '../players/createRegistry.js';
import type { Asker, Player } from '../players/player.js';

/**
 * The handler of a route whose answer is for the TV that asks, which is registered by that.
 * @throws TooManyPlayers
 */
export const forPlayer =
  (
    { registry, trusted }: { registry: Registry; trusted: Networks },
    answer: (request: FastifyRequest, reply: FastifyReply, player: Player, asker: Asker) => unknown,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const asker = askerOf(request.raw, request.query, trusted);
    return answer(request, reply, await registry.getOrRegister(asker), asker);
  };

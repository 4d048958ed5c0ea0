import type { FastifyReply, FastifyRequest } from 'fastify';
import { unpairedMenu, unpairedPage } from '../media/unpairedDocuments.js';
import type { Sign } from '../pairing/createLinkSigner.js';
import type { Networks } from '../players/address.js';
import { askerOf } from '../players/askerOf.js';
import type { Registry } from '../players/createRegistry.js';
import type { Asker, Player } from '../players/player.js';
import { sendProblem } from './api/sendProblem.js';
import type { Denial, Guard } from './createGuard.js';

interface ForPlayerOptions {
  registry: Registry;
  trusted: Networks;
  /** undefined = TVs need no token, and links no signature. */
  guard: Guard | undefined;
}

/** A TV that gets an answer. */
interface Answered {
  player: Player;
  /** What the request tells; where TVs have tokens, the device ID of the TV whose token it is. */
  asker: Asker;
  /** Signs the links that the TV gets; undefined where links need no signature. */
  sign: Sign | undefined;
}

/**
 * The handler of a route whose document is for the TV that asks, which is registered by that.
 * @throws TooManyPlayers
 */
export const forPlayer =
  (
    { registry, trusted, guard }: ForPlayerOptions,
    answer: (request: FastifyRequest, reply: FastifyReply, answered: Answered) => unknown,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const asker = askerOf(request.raw, request.query, trusted);
    if (!guard)
      return answer(request, reply, { player: await registry.getOrRegister(asker), asker, sign: undefined });
    const admitted = await guard.admit(request);
    if (typeof admitted === 'string') return deny(request, reply, admitted);
    const { player, sign } = admitted;
    return answer(request, reply, {
      player,
      asker: { ...asker, deviceId: player.deviceId ?? undefined },
      sign,
    });
  };

/**
 * MSX shows what it gets, and the plugin, which alone sends a token, has to know that the token is over.
 */
function deny(request: FastifyRequest, reply: FastifyReply, denial: Denial): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (denial === 'bad_token')
    return sendProblem(reply, 'token_unknown', 'No TV has this token: pair this TV anew.');
  const reason = denial === 'expired' ? 'expired' : 'unpaired';
  const isMenu = /\/menu\.json(?:\?|$)/.test(request.url);
  return reply.send(isMenu ? unpairedMenu(reason) : unpairedPage(reason));
}

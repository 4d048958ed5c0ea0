import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LinkFault, LinkSigner, Sign } from '../pairing/createLinkSigner.js';
import { SIGNATURE_PARAMETER } from '../pairing/signature.js';
import type { Networks } from '../players/address.js';
import { askerOf } from '../players/askerOf.js';
import type { Registry } from '../players/createRegistry.js';
import type { Player } from '../players/player.js';
import type { PlayerStore } from '../players/playerStore.js';
import { hashOf } from '../players/token.js';
import { sendProblem } from './api/sendProblem.js';

/** A TV that may have what it asks for, and what signs the links that it gets. */
export interface Admitted {
  player: Player;
  sign: Sign;
}

/** `bad_token`: it has presented a token that is none. */
export type Denial = LinkFault | 'bad_token';

/** Where TVs have tokens: which one has sent a request. Each method throws what the database throws. */
export interface Guard {
  /** For documents: by the token that the plugin sends, or by the signature of the address. */
  admit(request: FastifyRequest): Promise<Admitted | Denial>;
  /** For files: by the signature of the address. */
  ofLink(request: FastifyRequest): Promise<{ playerId: string } | LinkFault>;
}

interface GuardOptions {
  signer: LinkSigner;
  registry: Registry;
  store: Pick<PlayerStore, 'byTokenHash'>;
  trusted: Networks;
}

export function createGuard({ signer, registry, store, trusted }: GuardOptions): Guard {
  const ofLink: Guard['ofLink'] = (request) =>
    signer.check(request.url, (request.query as Record<string, unknown>)[SIGNATURE_PARAMETER]);

  async function playerIdOf(request: FastifyRequest): Promise<{ playerId: string } | Denial> {
    const { authorization } = request.headers;
    if (authorization === undefined) return ofLink(request);
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    return (token === undefined ? undefined : await store.byTokenHash(hashOf(token))) ?? 'bad_token';
  }

  return {
    ofLink,
    async admit(request) {
      const found = await playerIdOf(request);
      if (typeof found === 'string') return found;
      const { playerId } = found;
      const sign = await signer.signFor(playerId);
      const { address, msxVersion } = askerOf(request.raw, request.query, trusted);
      const player = sign && (await registry.comeBack(playerId, address, msxVersion));
      return player ? { player, sign } : 'wrong';
    },
  };
}

const LINK_SENTENCES: Record<LinkFault, string> = {
  unsigned: 'This address has no signature: a TV that is paired gets one that has.',
  wrong: 'The signature is not that of this address, or the TV is no longer paired.',
  expired: 'This address was good for a day: open the menu again.',
};

/** Answers that a link opens nothing for whoever has sent it. */
export const refuseLink = (reply: FastifyReply, fault: LinkFault): FastifyReply =>
  sendProblem(reply, 'link_refused', LINK_SENTENCES[fault]);

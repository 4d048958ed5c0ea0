import type { FastifyInstance } from 'fastify';
import { attemptLimit } from '../../limits/attemptLimit.js';
import type { Pairings } from '../../pairing/createPairings.js';
import { readCode } from '../../pairing/pairingCode.js';
import { holderOf, type Networks } from '../../players/address.js';
import { addressOf } from '../../players/askerOf.js';
import { playerJson, readChanges, type PlayersApiOptions } from './addPlayersApi.js';
import { GUESSES_PER_MINUTE } from './guardApi.js';
import { sendProblem } from './sendProblem.js';

interface PairingsApiOptions extends Omit<PlayersApiOptions, 'pairings'> {
  /** undefined = TVs need no token. */
  pairings: Pairings | undefined;
  trusted: Networks;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
}

/** `POST /api/pairings` with `{"code": "…", "displayName": "…", "owner": "…"}`: lets the TV in that shows the code. */
export function addPairingsApi(app: FastifyInstance, options: PairingsApiOptions): void {
  const { pairings, registry, store, addOwner, trusted } = options;
  const guesses = attemptLimit(GUESSES_PER_MINUTE, options.monotonicMs);

  app.post('/api/pairings', async (request, reply) => {
    if (!pairings)
      return sendProblem(
        reply,
        'pairing_not_needed',
        'TVs need no token: start the bridge with --auth token.',
      );
    const { code: typed, ...rest } = Object(request.body) as { code?: unknown };
    const changes = Object.keys(rest).length === 0 ? {} : readChanges(rest);
    if (typeof typed !== 'string')
      return sendProblem(reply, 'bad_request', 'The body must have a code, a text.');
    if (typeof changes === 'string') return sendProblem(reply, 'bad_request', changes);
    const who = holderOf(addressOf(request.raw, trusted));
    if (!guesses.isWithin(who))
      return sendProblem(
        reply.header('retry-after', 60),
        'too_many_attempts',
        'Too many wrong codes: try again in a minute.',
      );
    const code = readCode(typed);
    const paired = code === null ? 'code_unknown' : await pairings.pair(code);
    if (typeof paired === 'string') {
      guesses.count(who);
      return sendProblem(reply, paired, SENTENCES[paired]);
    }
    if (typeof changes.owner === 'string') await addOwner(changes.owner);
    if (Object.keys(changes).length > 0) await registry.update(paired.playerId, changes);
    const record = (await store.all()).find(({ playerId }) => playerId === paired.playerId);
    return record && playerJson(record, options);
  });
}

const SENTENCES = {
  code_unknown: 'No TV shows this code now: look at the TV, it may show another one.',
  code_expired: 'This code has expired: the TV shows a new one.',
};

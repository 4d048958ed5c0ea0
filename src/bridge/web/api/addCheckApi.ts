import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attemptLimit } from '../../limits/attemptLimit.js';
import { holderOf, type Networks } from '../../players/address.js';
import { addressOf, askerOf } from '../../players/askerOf.js';
import type { Registry } from '../../players/createRegistry.js';
import type { Player } from '../../players/player.js';
import { playerIdOfDevice } from '../../players/playerId.js';
import { sendProblem } from './sendProblem.js';

/** A check has some 2 KB. */
const LONGEST_CHECK_BYTES = 8 * 1024;
/** Of one address; a check takes ten seconds. */
const CHECKS_PER_MINUTE = 20;
/** The last ones of so many TVs are kept, until the bridge ends. */
const MOST_CHECKS = 200;

interface CheckApiOptions {
  registry: Registry;
  trusted: Networks;
  /** Whether a TV that is not known is registered by its check. */
  isOpen: boolean;
  /** ms since 1970 */
  now: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Gets each check: what the page sent, whatever that is. */
  onCheck: (playerId: string, check: object) => void;
}

/**
 * `POST /check`, what the page `check` of a TV found (src/pages/createCheckPages.ts), and `GET /api/players/{id}/check`,
 * the last one of a TV. The TV has no admin token: so it does not hand its check to the API.
 */
export function addCheckApi(
  app: FastifyInstance,
  { registry, trusted, isOpen, now, monotonicMs, onCheck }: CheckApiOptions,
): void {
  const limit = attemptLimit(CHECKS_PER_MINUTE, monotonicMs);
  const checks = new Map<string, { at: string; check: object }>();

  async function playerOf(request: FastifyRequest): Promise<Player | undefined> {
    const asker = askerOf(request.raw, request.query, trusted);
    if (isOpen) return registry.getOrRegister(asker);
    const { deviceId, address } = asker;
    return deviceId === undefined
      ? registry.atAddress(address)[0]
      : registry.find(playerIdOfDevice(deviceId));
  }

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const check = request.body;
    if (typeof check !== 'object' || check === null) return reply.code(400).send();
    const player = await playerOf(request);
    if (!player) return reply.code(403).send();
    const { playerId } = player;
    checks.delete(playerId); // the one that is written last is the last to go
    checks.set(playerId, { at: new Date(now()).toISOString(), check });
    for (const oldest of [...checks.keys()].slice(0, -MOST_CHECKS)) checks.delete(oldest);
    onCheck(playerId, check);
    return reply.code(204).send();
  }
  app.post('/check', { bodyLimit: LONGEST_CHECK_BYTES }, (request, reply) => {
    const { origin } = request.headers;
    // Its own page asks from its own origin; other sites' have nothing to say of a TV here.
    if (origin?.replace(/^https?:\/\//, '') !== request.host) return reply.code(403).send();
    if (!limit.allows(holderOf(addressOf(request.raw, trusted)))) return reply.code(429).send();
    return take(request, reply);
  });

  app.get<{ Params: { id: string } }>('/api/players/:id/check', (request, reply) => {
    const { id } = request.params;
    if (!registry.find(id)) return sendProblem(reply, 'player_unknown', `There is no player ${id}.`);
    return checks.get(id) ?? sendProblem(reply, 'not_found', `The TV ${id} was not checked yet.`);
  });
}

import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attemptLimit } from '../../limits/attemptLimit.js';
import { protocolOf } from '../protocolOf.js';
import { holderOf, type Networks } from '../../players/address.js';
import { addressOf } from '../../players/askerOf.js';
import { hashOf } from '../../players/token.js';
import { isApi } from './isApi.js';
import { sendProblem } from './sendProblem.js';
import { SESSION_MS, adminSessions } from './adminSessions.js';

const COOKIE = 'bridge_admin';
const SESSION = '/api/session';

/** An admin token of one's own may be short: so many wrong ones are looked at in a minute from one address. */
export const GUESSES_PER_MINUTE = 10;
const MINUTE_SECONDS = 60;

interface AdminOptions {
  token: string;
  trusted: Networks;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Somebody has signed out: their open connections end. */
  onSignOut: () => void;
}

/** Who may use the API. */
interface Admin {
  /** Whether a request that was let in would still be. */
  isSignedIn(request: FastifyRequest): boolean;
}

/**
 * Guards the API with a token, as `Authorization: Bearer …` for programs and as a session for the dashboard.
 * `POST /api/session` with `{"token": "…"}` begins one, `DELETE /api/session` ends it. However a token or a
 * session is presented, a wrong one counts as a guess, and who guesses too often is not listened to: not even the
 * right one tells, or one could go on guessing. A session that is open is, and so are other addresses.
 */
export function guardApi(
  app: FastifyInstance,
  { token, trusted, monotonicMs, onSignOut }: AdminOptions,
): Admin {
  const sessions = adminSessions(monotonicMs);
  const guesses = attemptLimit(GUESSES_PER_MINUTE, monotonicMs);
  const expected = Buffer.from(hashOf(token));
  // Hashes have one length, and are compared without telling where they differ.
  const isRight = (given: string): boolean => timingSafeEqual(Buffer.from(hashOf(given)), expected);
  const isBearer = (authorization: string): boolean =>
    isRight(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  const isSignedIn = (request: FastifyRequest): boolean => {
    const { authorization } = request.headers;
    return authorization === undefined ? sessions.isOpen(cookieOf(request)) : isBearer(authorization);
  };

  /** Looks at what somebody presents, unless they have guessed too often. */
  function isLetIn(request: FastifyRequest, reply: FastifyReply, look: () => boolean): boolean {
    const who = holderOf(addressOf(request.raw, trusted));
    if (!guesses.isWithin(who)) {
      void sendProblem(
        reply.header('retry-after', MINUTE_SECONDS),
        'too_many_attempts',
        'Too many wrong tokens from this address: try again in a minute.',
      );
      return false;
    }
    if (look()) return true;
    guesses.count(who);
    // A browser presents a session that is over (all are, after a restart) in each request: once is enough.
    if (cookieOf(request) !== '') reply.header('set-cookie', cookieFor(request, '', 0));
    void sendProblem(reply, 'not_signed_in', WRONG);
    return false;
  }

  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request) || request.routeOptions.url === SESSION) return undefined;
    const { authorization } = request.headers;
    if (authorization === undefined) {
      const cookie = cookieOf(request);
      if (cookie === '') return sendProblem(reply, 'not_signed_in', WRONG);
      if (sessions.isOpen(cookie)) return undefined;
    }
    return isLetIn(request, reply, () => isSignedIn(request)) ? undefined : reply;
  });

  /** Kept from scripts and from other sites, and, where the page came by TLS, from the open network. */
  const cookieFor = (request: FastifyRequest, secret: string, seconds: number): string =>
    `${COOKIE}=${secret}; Path=/api; Max-Age=${seconds}; HttpOnly; SameSite=Strict` +
    (protocolOf(request.raw, trusted) === 'https' ? '; Secure' : '');

  app.post(SESSION, (request, reply) => {
    const { token: given } = (request.body ?? {}) as { token?: unknown };
    if (!isLetIn(request, reply, () => typeof given === 'string' && isRight(given))) return reply;
    return reply
      .code(204)
      .header('set-cookie', cookieFor(request, sessions.open(), SESSION_MS / 1000))
      .send();
  });

  app.delete(SESSION, (request, reply) => {
    sessions.close(cookieOf(request));
    onSignOut();
    return reply
      .code(204)
      .header('set-cookie', cookieFor(request, '', 0))
      .send();
  });

  return { isSignedIn };
}

const WRONG = 'The admin token is missing or wrong: the bridge prints it when it starts.';

const cookieOf = ({ headers }: FastifyRequest): string =>
  new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1] ?? '';

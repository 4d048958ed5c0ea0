import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attemptLimit } from '../broker/attempts.js';
import { protocolOf } from '../origin.js';
import type { Networks } from '../players/address.js';
import { addressOf } from '../players/asker.js';
import { hashOf } from '../players/token.js';
import { isApi } from './isApi.js';
import { sendProblem } from './problem.js';
import { SESSION_MS, adminSessions } from './sessions.js';

const COOKIE = 'bridge_admin';
const SESSION = '/api/session';

/** An admin token of one's own may be short: so many can be tried a minute from one address. */
export const SIGN_INS_PER_MINUTE = 10;

export interface AdminOptions {
  token: string;
  trusted: Networks;
  now: () => number;
}

/**
 * Guards the API with a token, as `Authorization: Bearer …` for programs and as a session for the dashboard.
 * `POST /api/session` with `{"token": "…"}` begins one, `DELETE /api/session` ends it.
 */
export function guardApi(app: FastifyInstance, { token, trusted, now }: AdminOptions): void {
  const sessions = adminSessions(now);
  const mayTry = attemptLimit(SIGN_INS_PER_MINUTE, now);
  const expected = Buffer.from(hashOf(token));
  // Hashes have one length, and are compared without telling where they differ.
  const isRight = (given: string): boolean => timingSafeEqual(Buffer.from(hashOf(given)), expected);
  const isSignedIn = (request: FastifyRequest): boolean => {
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return bearer === undefined ? sessions.isOpen(cookieOf(request)) : isRight(bearer);
  };

  app.addHook('onRequest', async (request, reply) => {
    if (isApi(request) && request.routeOptions.url !== SESSION && !isSignedIn(request))
      return sendProblem(
        reply,
        'not_signed_in',
        'The admin token is missing or wrong: the bridge prints it when it starts.',
      );
    return undefined;
  });

  /** Kept from scripts and from other sites, and, where the page came by TLS, from the open network. */
  const cookie = (request: FastifyRequest, reply: FastifyReply, secret: string, seconds: number) =>
    reply
      .code(204)
      .header(
        'set-cookie',
        `${COOKIE}=${secret}; Path=/api; Max-Age=${seconds}; HttpOnly; SameSite=Strict` +
          (protocolOf(request.raw, trusted) === 'https' ? '; Secure' : ''),
      )
      .send();

  app.post(SESSION, (request, reply) => {
    if (!mayTry(addressOf(request.raw, trusted)))
      return sendProblem(reply, 'too_many_attempts', 'Too many attempts to sign in: try again in a minute.');
    const { token: given } = (request.body ?? {}) as { token?: unknown };
    if (typeof given !== 'string' || !isRight(given))
      return sendProblem(
        reply,
        'not_signed_in',
        'This is not the admin token: the bridge prints it when it starts.',
      );
    return cookie(request, reply, sessions.open(), SESSION_MS / 1000);
  });

  app.delete(SESSION, (request, reply) => {
    sessions.close(cookieOf(request));
    return cookie(request, reply, '', 0);
  });
}

const cookieOf = ({ headers }: FastifyRequest): string =>
  new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1] ?? '';

import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashOf } from '../players/token.js';
import { sendProblem } from './problem.js';

const COOKIE = 'bridge_admin';

/** Everything that only who runs the bridge may see. */
const isGuarded = (url: string): boolean => url.startsWith('/api/') && !url.startsWith('/api/session');

/**
 * Guards the API with a token, as `Authorization: Bearer …` for programs and as a cookie for the dashboard.
 * `POST /api/session` with `{"token": "…"}` gives the cookie.
 */
export function guardApi(app: FastifyInstance, token: string): void {
  const expected = Buffer.from(hashOf(token));
  const isRight = (given: string | undefined): boolean =>
    given !== undefined && timingSafeEqual(Buffer.from(hashOf(given)), expected);

  app.addHook('onRequest', async (request, reply) => {
    if (isGuarded(request.url) && !isRight(tokenOf(request)))
      return sendProblem(
        reply,
        'not_signed_in',
        'The admin token is missing or wrong: the bridge prints it when it starts.',
      );
    return undefined;
  });

  app.post('/api/session', (request, reply) => {
    const { token: given } = (request.body ?? {}) as { token?: unknown };
    if (typeof given !== 'string' || !isRight(given))
      return sendProblem(
        reply,
        'not_signed_in',
        'This is not the admin token: the bridge prints it when it starts.',
      );
    return reply
      .code(204)
      .header('set-cookie', `${COOKIE}=${given}; Path=/; HttpOnly; SameSite=Strict`)
      .send();
  });
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1];
}

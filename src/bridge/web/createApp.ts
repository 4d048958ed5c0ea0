import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { LONGEST_PLAYER_ID_CHARACTERS } from '../players/playerId.js';
import { isApi, isPlayerApi } from './api/isApi.js';
import { sendProblem } from './api/sendProblem.js';

/** A request that has not come whole by then never will: some hundred bytes, and 1 MB at most. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often that is looked at. */
const TIMEOUT_STEP_MS = 1000;

/** The address of a file has a player ID, a device ID and a path, each percent-encoded. */
const LONGEST_HEADERS_BYTES = 32 * 1024;

/**
 * An HTTP server without routes.
 * @param onFault gets a sentence for each request that failed on the bridge's side
 */
export function createApp(
  onFault: (sentence: string) => void,
  requestTimeout = REQUEST_TIMEOUT_MS,
): FastifyInstance {
  const answerError = (
    error: Error & { statusCode?: number },
    request: FastifyRequest,
    reply: FastifyReply,
  ): void => {
    const status = error.statusCode ?? 500;
    if (status >= 500) onFault(`${request.method} ${request.url} failed: ${error.message}`);
    if (isApi(request) || isPlayerApi(request))
      sendProblem(reply, status >= 500 ? 'failed' : 'bad_request', error.message);
    else void reply.code(status).type('text/plain').send(error.message);
  };
  const app = Fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_PLAYER_ID_CHARACTERS },
    requestTimeout,
    http: {
      maxHeaderSize: LONGEST_HEADERS_BYTES,
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, TIMEOUT_STEP_MS),
    },
    // What no route is looked for: a percent sign that spells nothing, for one.
    frameworkErrors: (error, request, reply) => {
      reply.header('access-control-allow-origin', '*');
      answerError(error, request, reply);
    },
  });
  app.setErrorHandler(answerError);
  return app;
}

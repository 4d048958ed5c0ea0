import type { FastifyReply } from 'fastify';

/** What can be wrong with a request to `/api`: the `code` of the problem document, and its status. */
const API_PROBLEMS = {
  /** The request's query or body holds something else than what is expected. */
  bad_request: 400,
  /** The admin token is missing or wrong. */
  not_signed_in: 401,
  /** A page of another site sent the request. */
  other_site: 403,
  /** The Host header has a name that a stranger's page may have (DNS rebinding). */
  unknown_host: 403,
  too_many_attempts: 429,
  /** TVs need no token here: the bridge was started with `--auth open`. */
  pairing_not_needed: 409,
  /** No TV shows this code. */
  code_unknown: 404,
  /** A TV has shown this code for too long. */
  code_expired: 410,
  /** A TV has presented a token that nobody has, or no longer. */
  token_unknown: 401,
  /** The address of a file has no signature, or none that is good for it. */
  link_refused: 403,
  /** The body is no command. */
  not_a_command: 400,
  unknown_command: 400,
  bad_payload: 400,
  command_too_large: 400,
  /** A TV has had too many commands within a minute. */
  too_many_commands: 429,
  post_unknown: 404,
  player_unknown: 404,
  album_unknown: 404,
  owner_unknown: 404,
  not_found: 404,
  /** The bridge itself failed; its log says more. */
  failed: 500,
} as const;

export type ApiProblemCode = keyof typeof API_PROBLEMS;

/**
 * Answers with a problem document (RFC 9457) that has one member more, `code`.
 * @param detail a sentence for a person, with what to do about it
 */
export function sendProblem(reply: FastifyReply, code: ApiProblemCode, detail: string): FastifyReply {
  const status = API_PROBLEMS[code];
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: code.replaceAll('_', ' '), status, detail, code }));
}

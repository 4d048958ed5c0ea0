import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toBuffer } from 'qrcode';
import { attemptLimit } from '../../limits/attemptLimit.js';
import { readCode } from '../../pairing/pairingCode.js';
import type { Pairings } from '../../pairing/createPairings.js';
import { holderOf, type Networks } from '../../players/address.js';
import { addressOf, askerOf } from '../../players/askerOf.js';
import { readDeviceId } from '../../players/playerId.js';
import { sendProblem } from './sendProblem.js';

/** What a TV says of itself is short. */
const LONGEST_BODY_BYTES = 4 * 1024;
const LONGEST_TEXT_CHARACTERS = 200;

/** A TV shows one code in a quarter of an hour. */
const PICTURES_PER_MINUTE = 60;
/** For a third of a TV's height. */
const PICTURE_PIXELS = 480;

interface PlayerApiOptions {
  /** undefined = TVs need no token. */
  pairings: Pairings | undefined;
  trusted: Networks;
  /** Where a phone in the network finds the dashboard: the origin that the TV has come by, if that is one. */
  originFor: (request: FastifyRequest) => string;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
}

/**
 * What a TV asks for to be paired (facts of the protocol, Registration with a code): `POST /api/player/provision` and
 * `GET /api/player/{key}/credentials`; and the QR code that leads to the dashboard. From any page, since the plugin may
 * lie on another host; nothing here is done for whoever has signed in.
 */
export function addPlayerApi(
  app: FastifyInstance,
  { pairings, trusted, originFor, monotonicMs }: PlayerApiOptions,
): void {
  app.post('/api/player/provision', { bodyLimit: LONGEST_BODY_BYTES }, async (request, reply) => {
    if (!pairings) return notNeeded(reply);
    const deviceId = readAsk(request.body);
    if (deviceId === null)
      return sendProblem(
        reply,
        'bad_request',
        `The body must be a JSON object with the texts device_model, firmware_version and, where MSX gives one, device_id, of ${LONGEST_TEXT_CHARACTERS} characters at most.`,
      );
    const asker = { ...askerOf(request.raw, {}, trusted), deviceId };
    const given = await pairings.provision(asker);
    reply.header('cache-control', 'no-store');
    if ('againInMs' in given)
      return sendProblem(
        reply
          .header('retry-after', Math.ceil(given.againInMs / 1000))
          .header('access-control-expose-headers', 'Retry-After'),
        'too_many_attempts',
        'This TV, or others at its address, have asked for too many codes within an hour.',
      );
    const origin = originFor(request);
    const { protocol, hostname, port } = new URL(origin);
    return reply.code(201).send({
      player_key: given.playerKey,
      registration_code: given.code,
      registration_code_expires_at: new Date(given.untilMs).toISOString(),
      poll_secret: given.pollSecret,
      mqtt_broker: { host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) },
      https_api: `${origin}/api`,
      dashboard_url: dashboardUrl(origin, given.code),
      qr_url: `${origin}/api/player/qr.png?code=${given.code}`,
    });
  });

  app.get<{ Params: { key: string } }>('/api/player/:key/credentials', async (request, reply) => {
    if (!pairings) return notNeeded(reply);
    reply.header('cache-control', 'no-store');
    const { key } = request.params;
    const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = secret === undefined ? null : await pairings.credentials(key, secret);
    if (token === null)
      return sendProblem(
        reply,
        'not_found',
        'There is no token for this TV now: its code was not typed yet.',
      );
    return { api_token: token, broker: { username: key, password: token } };
  });

  const pictures = attemptLimit(PICTURES_PER_MINUTE, monotonicMs);
  app.get('/api/player/qr.png', async (request, reply) => {
    if (!pairings) return notNeeded(reply);
    const code = readCode((request.query as Record<string, unknown>).code);
    if (code === null) return sendProblem(reply, 'bad_request', 'The query must have a code.');
    if (!pictures.allows(holderOf(addressOf(request.raw, trusted))))
      return sendProblem(reply.header('retry-after', 60), 'too_many_attempts', 'Too many pictures of codes.');
    const picture = await toBuffer(dashboardUrl(originFor(request), code), {
      width: PICTURE_PIXELS,
      errorCorrectionLevel: 'M',
    });
    return reply.type('image/png').header('cache-control', 'no-store').send(picture);
  });
}

/** Where the owner types the code, which stands there already. */
const dashboardUrl = (origin: string, code: string): string => `${origin}/?code=${code}`;

const notNeeded = (reply: FastifyReply): FastifyReply =>
  sendProblem(
    reply,
    'pairing_not_needed',
    'TVs need no token here: the bridge was started with --auth open.',
  );

/** @returns the device ID, undefined for a TV that has none; null where it is not what a TV asks */
function readAsk(body: unknown): string | undefined | null {
  if (typeof body !== 'object' || body === null) return null;
  const { device_model: model, firmware_version: version, device_id: id } = body as Record<string, unknown>;
  const areTexts = [model, version].every(
    (text) => typeof text === 'string' && text.length <= LONGEST_TEXT_CHARACTERS,
  );
  if (!areTexts || !(id === undefined || id === null || typeof id === 'string')) return null;
  if (id === undefined || id === null || id === '') return undefined;
  return readDeviceId(id) ?? null;
}

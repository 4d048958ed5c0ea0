import { ask } from './ask.js';

/** A TV that the bridge has let in. */
export interface PairedTv {
  playerId: string;
  playerKey: string;
  token: string;
  /** What its plugin sends with each request to the bridge. */
  headers: { authorization: string };
}

/** What a TV is answered that asks for a code. */
export interface Provision {
  player_key: string;
  registration_code: string;
  registration_code_expires_at: string;
  poll_secret: string;
  dashboard_url: string;
  qr_url: string;
}

const json = { 'content-type': 'application/json' };

/** Asks for a code as the plugin does. @param headers more of them */
export const provision = (port: number, fields: object = {}, headers: Record<string, string> = {}) =>
  ask(port, '/api/player/provision', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ device_model: 'Test TV', firmware_version: '0.1.0', ...fields }),
  });

/** Asks whether there is a token. */
export const poll = (port: number, { player_key: key, poll_secret: secret }: Provision) =>
  ask(port, `/api/player/${key}/credentials`, { headers: { authorization: `Bearer ${secret}` } });

/** Types a code, as somebody does who has signed in with this token. */
export const typeCode = (port: number, fields: object, adminToken = '') =>
  ask(port, '/api/pairings', {
    method: 'POST',
    headers: { ...json, ...(adminToken === '' ? {} : { authorization: `Bearer ${adminToken}` }) },
    body: JSON.stringify(fields),
  });

/**
 * Pairs a TV with a bridge that runs with `--auth token`, through its routes.
 * @param adminToken of the bridge; none where it was started without one
 */
export async function pairTv(port: number, deviceId: string | null, adminToken = ''): Promise<PairedTv> {
  const asked = JSON.parse((await provision(port, { device_id: deviceId })).text) as Provision;
  const paired = await typeCode(port, { code: asked.registration_code }, adminToken);
  if (paired.status !== 200) throw new Error(`the TV was not paired: ${paired.text}`);
  const { api_token: token } = JSON.parse((await poll(port, asked)).text) as { api_token: string };
  return {
    playerId: (JSON.parse(paired.text) as { id: string }).id,
    playerKey: asked.player_key,
    token,
    headers: { authorization: `Bearer ${token}` },
  };
}

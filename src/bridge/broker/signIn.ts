import type { Player } from '../players/player.js';
import type { Registry } from '../players/createRegistry.js';
import { hashOf } from '../players/token.js';
import type { PlayerStore } from '../players/playerStore.js';
import { isOwnClientId } from './decideRight.js';
import { mayPublish } from './mayPublish.js';

/** Who may sign in: anybody with a player's key, or only who has the player's token as the password. */
export type AuthMode = 'open' | 'token';

interface Credentials {
  clientId: string;
  username: string | undefined;
  password: string | undefined;
  /** The will's topic; undefined without a will. */
  willTopic: string | undefined;
  /** null = nobody says where the client is. */
  address: string | null;
}

/** MQTT 3.1.1, 3.2.2.3. */
const IDENTIFIER_REJECTED = 2;
const UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;
const NOT_AUTHORIZED = 5;
type ReturnCode = 2 | 3 | 4 | 5;

type SignIn = { player: Player; playerKey: string } | { returnCode: ReturnCode; reason: string };

/** In small letters: topics are compared as texts, and the key of another TV in capitals is not another key. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Who a client is. A player signs in with its key as the user name; one that was idle comes back with it.
 *
 * A key that no player has is bound to the TV of its address that has none, since the key of a TV without a
 * device ID is random. With a token it is bound to the player whose token it is, if that has none and nobody else
 * has this one.
 */
export async function signIn(
  { clientId, username, password, willTopic, address }: Credentials,
  mode: AuthMode,
  registry: Registry,
  store: Pick<PlayerStore, 'byTokenHash'>,
): Promise<SignIn> {
  const playerKey = username ?? clientId;
  if (!UUID.test(playerKey))
    return {
      returnCode: BAD_CREDENTIALS,
      reason: 'the user name is not a player key (a UUID in small letters)',
    };
  const found =
    mode === 'token' ? await byToken(password, registry, store) : byKey(playerKey, address, registry);
  if ('returnCode' in found) return found;
  if (found.player.playerKey !== null && found.player.playerKey !== playerKey)
    return { returnCode: NOT_AUTHORIZED, reason: `the token is that of ${found.player.playerId}` };
  // Somebody else's client ID would end somebody else's connection (MQTT 3.1.1, 3.1.4).
  if (!isOwnClientId(playerKey, clientId))
    return { returnCode: IDENTIFIER_REJECTED, reason: 'the client ID does not end with the player key' };
  if (willTopic !== undefined && !mayPublish(playerKey, willTopic))
    return { returnCode: NOT_AUTHORIZED, reason: `the will is for ${willTopic}` };
  const { playerId } = found.player;
  if (found.player.playerKey === null && !(await registry.bindKey(playerId, playerKey)))
    return { returnCode: NOT_AUTHORIZED, reason: `the player key is not that of ${playerId}` };
  const player = await registry.comeBack(playerId, address ?? found.player.address);
  if (!player) return { returnCode: UNAVAILABLE, reason: 'the player was just removed' };
  // Whoever was unpaired while this has waited was not there yet to be cut off.
  const still = mode === 'token' ? await byToken(password, registry, store) : found;
  return 'returnCode' in still ? still : { player, playerKey };
}

function byKey(playerKey: string, address: string | null, registry: Registry): SignIn | { player: Player } {
  const there = address === null ? [] : registry.atAddress(address);
  const player =
    registry.findByKey(playerKey) ??
    there.find((one) => one.playerKey === null && registry.isRegistered(one.playerId));
  return player
    ? { player }
    : { returnCode: NOT_AUTHORIZED, reason: 'no TV has this player key: open its menu first' };
}

async function byToken(
  password: string | undefined,
  registry: Registry,
  store: Pick<PlayerStore, 'byTokenHash'>,
): Promise<SignIn | { player: Player }> {
  const record = password ? await store.byTokenHash(hashOf(password)) : undefined;
  const player = record && registry.find(record.playerId);
  return player
    ? { player }
    : { returnCode: BAD_CREDENTIALS, reason: 'the password is no token of a player' };
}

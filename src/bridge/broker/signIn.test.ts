import { expect, it } from 'vitest';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import type { Registry } from '../players/createRegistry.js';
import { newPlayer } from '../players/newPlayer.js';
import type { PlayerRecord } from '../players/playerStore.js';
import { signIn } from './signIn.js';

it('a TV that is unpaired while it signs in is not let in', async () => {
  const asker = { deviceId: 'tv', address: '10.0.0.5', agent: '', msxVersion: undefined };
  const player = { ...newPlayer('msx_tv', asker, 0), playerKey: playerKeyOf('tv') };
  let hasToken = true;
  let unpair = (): void => undefined;
  const registry = {
    find: () => player,
    comeBack: () => {
      unpair(); // it ends the connections that are there
      return Promise.resolve(player);
    },
  } as Partial<Registry> as Registry;
  const store = {
    byTokenHash: () => Promise.resolve(hasToken ? (player as unknown as PlayerRecord) : undefined),
  };
  const credentials = {
    ...{ clientId: player.playerKey, username: player.playerKey, password: 'secret' },
    ...{ willTopic: undefined, address: '10.0.0.5' },
  };
  expect(await signIn(credentials, 'token', registry, store)).toMatchObject({ player });
  unpair = () => {
    hasToken = false;
  };
  expect(await signIn(credentials, 'token', registry, store)).toMatchObject({ returnCode: 4 });
});

import { expect, it } from 'vitest';
import { newPlayer } from './newPlayer.js';

it('a TV that tells next to nothing is called by its address, and is the default owner’s', () => {
  const asker = { deviceId: undefined, address: '10.0.0.5', agent: 'curl/8', msxVersion: undefined };
  expect(newPlayer('msx_10_0_0_5', asker, 5)).toEqual({
    playerId: 'msx_10_0_0_5',
    playerKey: null,
    deviceId: null,
    displayName: 'TV at 10.0.0.5',
    owner: 'home',
    platform: 'unknown',
    msxVersion: null,
    userAgent: 'curl/8',
    address: '10.0.0.5',
    registeredAtMs: 5,
    lastActivityAtMs: 5,
  });
});

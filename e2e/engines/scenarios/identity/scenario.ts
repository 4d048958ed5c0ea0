import { playerKeyOf } from '../../../../src/makapix/playerKeyOf.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectOnePlayer, expectTagged, expectThat, type Scenario } from '../../scenario.js';

/** The ID that TVX gives is in the links, stays the same, and leads to the TV's own player key. */
export const scenario: Scenario = (lab) => ({
  files: { 'menu.json': menuOf('songs'), 'songs.json': pageOf('Songs', { title: 'Songs' }) },
  config: { playerKey: null },
  evidence: ({ deviceId, again }) => {
    expectThat(
      typeof deviceId === 'string' && /^[\w.-]{20,}$/.test(deviceId),
      'the library gives an ID',
      deviceId,
    );
    expectThat(again === deviceId, 'the ID is the same after the storage was cleared', again);
    expectTagged(lab, ['menu.json', 'songs.json'], deviceId, 2);
    const ownKey = playerKeyOf(deviceId);
    expectOnePlayer(lab, (key) => key === ownKey, 'the player key follows from the device ID');
  },
});

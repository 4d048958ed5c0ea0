import { playerKeyOf } from '../../../../src/makapix/playerKey.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';

/** The ID that TVX gives is in the links, stays the same, and leads to the TV's own player key. */
export const identity: Scenario = {
  name: 'identity',
  prepare: (lab) => ({
    files: { 'menu.json': menuOf('songs'), 'songs.json': pageOf('Songs', { title: 'Songs' }) },
    config: { playerKey: null },
    evidence: ({ deviceId, again }) => {
      expectThat(
        typeof deviceId === 'string' && /^[\w.-]{20,}$/.test(deviceId),
        'the library gives an ID',
        deviceId,
      );
      expectThat(again === deviceId, 'the ID is the same after the storage was cleared', again);
      const query = `device_id=${encodeURIComponent(deviceId)}`;
      for (const file of ['menu.json', 'songs.json']) {
        const urls = lab.requestsFor(file).map(({ url }) => url);
        expectThat(
          urls.length >= 2 && urls.every((url) => url.includes(query)),
          `every request for ${file} carries the ID`,
          urls,
        );
      }
      const keys = new Set(lab.makapix.statuses.map(({ playerKey }) => playerKey));
      expectThat(
        keys.size === 1 && keys.has(playerKeyOf(deviceId)),
        'the player key follows from the device ID',
        [...keys],
      );
    },
  }),
};

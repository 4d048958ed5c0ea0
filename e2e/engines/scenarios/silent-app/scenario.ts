import { menuOf, pageOf } from '../../fixtures.js';
import { expectOnePlayer, expectThat, type Scenario } from '../../scenario.js';

/** The ID is waited for 1.5 s; the rest is room for a slow engine. */
const MENU_WITHIN_MS = 4000;

/** An MSX that answers no question gets its menu all the same, untagged, and is reported. */
export const scenario: Scenario = (lab) => ({
  files: { 'menu.json': menuOf('songs'), 'songs.json': pageOf('Songs', { title: 'Songs' }) },
  config: { playerKey: null },
  settings: { app: 'silent' },
  evidence: ({ menuAfterMs }) => {
    expectThat(
      Number(menuAfterMs) < MENU_WITHIN_MS,
      `the menu is there within ${MENU_WITHIN_MS} ms`,
      menuAfterMs,
    );
    const tagged = lab.web.arrived.map(({ url }) => url).filter((url) => url.includes('device_id'));
    expectThat(tagged.length === 0, 'nothing is tagged', tagged);
    const isRandom = (key: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-4/.test(key);
    expectOnePlayer(lab, isRandom, 'it reports under a random player key');
  },
});

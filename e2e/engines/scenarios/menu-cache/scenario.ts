import { startServer, type Answer } from '../../../stage/startServer.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

/** From the menu of the last start on the screen to the one that took its place; its host answers in between. */
const CHANGED_WITHIN_MS = 1000;

/** From the second start on the menu of the last one is there at once, whatever its host does; for its own TV alone. */
export const scenario: Scenario<Act> = async () => {
  let menu: Answer | Promise<Answer> = menuOf('Songs');
  let answer: (menu: Answer) => void = () => undefined;
  const host = await startServer(
    {},
    {
      '/menu.json': () => Promise.resolve(menu),
      '/Songs.json': pageOf('A page', { title: 'Beneath' }),
      '/News.json': pageOf('A page', { title: 'Beneath' }),
    },
  );
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await host.close();
    isOpen = false;
  };
  return {
    files: {},
    config: { menu: `${host.origin}/menu.json` },
    acts: {
      'change the menu': () => void (menu = new Promise((resolve) => (answer = resolve))),
      'answer': () => answer(menuOf('News')),
      'host away': close,
    },
    close,
    evidence: ({ changedAfterMs, deviceId, other, seen }) => {
      expectThat(
        Number(changedAfterMs) <= CHANGED_WITHIN_MS,
        'the changed menu came within a second of the first',
        changedAfterMs,
      );
      expectThat(typeof other === 'string' && other !== deviceId, 'the other TV has an ID of its own', other);
      expectThat(!/News|Songs/.test(String(seen)), 'the other TV saw nothing of the first one’s menu', seen);
      const ids = new Set(host.arrived.map(({ url }) => /device_id=([^&]+)/.exec(url)?.[1]));
      expectThat(ids.size === 1 && ids.has(encodeURIComponent(String(deviceId))), 'one ID was sent', [
        ...ids,
      ]);
    },
  };
};

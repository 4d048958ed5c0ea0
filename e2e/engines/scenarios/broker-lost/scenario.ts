import { gallery } from '../../fixtures.js';
import { expectThat, expectViews, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

const POSTS = [101, 102, 103];

/** What is shown while the broker is away arrives when it is back: once, in order, with its own time. */
export const scenario: Scenario<Act> = (lab) => {
  const { makapix, broker, restartBroker } = lab;
  let restartedAtMs = 0;
  return {
    files: gallery(POSTS.length),
    config: { tagging: 'deep' },
    acts: {
      'kill the broker': () => broker.kill(),
      'restart the broker': async () => {
        restartedAtMs = Date.now();
        await restartBroker();
      },
    },
    evidence: () => {
      expectViews(lab, POSTS);
      const late = makapix.recorded[1];
      expectThat(
        late !== undefined && Date.parse(late.timestamp) < restartedAtMs,
        'a view that waited keeps the time when it was shown',
        late?.timestamp,
      );
      const online = makapix.statuses.filter(({ status }) => status.status === 'online');
      expectThat(online.length >= 2, 'it said "online" again', online.length);
    },
  };
};

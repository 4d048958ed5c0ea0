import { gallery } from '../../fixtures.js';
import { expectSentOnce, expectViews, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

const POSTS = [101, 102, 103];

/** What was shown without a broker is sent after everything was opened anew: once, in order. */
export const scenario: Scenario<Act> = async (lab) => {
  const { broker, web, restartBroker } = lab;
  await broker.kill();
  return {
    files: gallery(POSTS.length),
    config: { tagging: 'deep' },
    acts: {
      // nothing can arrive; that the page is there is all that can be known
      'tried': () => web.arrived.length > 0,
      'restart the broker': restartBroker,
    },
    evidence: () => {
      expectViews(lab, POSTS);
      expectSentOnce(lab);
    },
  };
};

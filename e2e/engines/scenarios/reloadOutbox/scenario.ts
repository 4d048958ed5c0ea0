import { gallery } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';

const POSTS = [101, 102, 103];

/** What was shown without a broker is sent after everything was opened anew: once, in order. */
export const reloadOutbox: Scenario = {
  name: 'reload-outbox',
  prepare: async ({ makapix, broker, web, restartBroker }) => {
    await broker.kill();
    return {
      files: gallery(POSTS.length),
      config: { tagging: 'deep' },
      actions: {
        // nothing can arrive; that the page is there is all that can be known
        'tried': () => web.arrived.length > 0,
        'restart the broker': restartBroker,
      },
      evidence: () => {
        const posts = makapix.recorded.map(({ postId }) => postId);
        expectThat(JSON.stringify(posts) === JSON.stringify(POSTS), 'every view, once, in order', posts);
        const outcomes = makapix.arrived.map(({ outcome }) => outcome);
        expectThat(
          outcomes.every((outcome) => outcome === 'recorded'),
          'none was sent twice',
          outcomes,
        );
      },
    };
  },
};

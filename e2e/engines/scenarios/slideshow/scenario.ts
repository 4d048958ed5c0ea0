import { gallery } from '../../fixtures.js';
import { expectSentOnce, expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

const BROKEN = 2;
const PICTURES = 4;
const INTERVAL_MS = 700;
const POSTS = [101, 103, 104];

/** What is on screen is reported and acknowledged, in order; the picture that never appears is not. */
export const scenario: Scenario<Act> = (lab) => {
  const { makapix, playerKey, requestsFor } = lab;
  return {
    files: gallery(PICTURES, [BROKEN]),
    config: { tagging: 'deep' },
    settings: { slideshowInterval: String(INTERVAL_MS) },
    acts: {
      'viewed': () => makapix.until(() => makapix.recorded.length >= POSTS.length, 'the views', 10_000),
      'nothing on screen': () =>
        makapix.until(
          () => makapix.playerState(playerKey).currentPostId === null,
          'the status that nothing is on screen',
        ),
    },
    evidence: () => {
      const posts = makapix.recorded.map(({ postId }) => postId);
      expectThat(
        JSON.stringify(posts.slice(0, POSTS.length)) === JSON.stringify(POSTS),
        'the views are of what was on screen, in order',
        posts,
      );
      expectThat(!posts.includes(100 + BROKEN), 'a broken picture is no view', posts);
      expectThat(requestsFor(`picture-${BROKEN}.png`).length > 0, 'the broken picture was tried');
      expectSentOnce(lab);
      const intents = makapix.recorded.map(({ payload }) => payload.intent);
      expectThat(
        intents[0] === 'artwork' && intents[1] === 'channel',
        'the first was chosen, the others followed',
        intents,
      );
      const shown = makapix.statuses.map(({ status }) => status.currentPostId);
      expectThat(
        POSTS.some((post) => shown.includes(post)) && !shown.includes(100 + BROKEN),
        'the status names what is on screen, once a second',
        shown,
      );
    },
  };
};

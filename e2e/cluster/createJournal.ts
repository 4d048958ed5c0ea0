import type { OpenConnection } from '../../src/mqtt/connection.js';

/** What TVs did with their views, and when: for a view that is lost. Times are seconds since the beginning. */
export interface Journal {
  nowS: () => string;
  /** A TV shows a post. */
  shows: (tv: number, postId: number) => void;
  /** Opens connections as the other does, and writes down what the broker is given and confirms. */
  watching: (tv: number, open: OpenConnection) => OpenConnection;
  /** What became of a view, as far as the TV knows. */
  story: (tv: number, postId: number) => string;
}

/** Once that the view was published. */
interface Publishing {
  atS: string;
  /** When the broker confirmed it, or why it did not. */
  outcome: string;
}

interface Story {
  shownAtS: string;
  published: Publishing[];
}

export function createJournal(): Journal {
  const beganAtMs = performance.now();
  const nowS = (): string => ((performance.now() - beganAtMs) / 1000).toFixed(1);
  const stories = new Map<string, Story>();
  const storyOf = (tv: number, postId: number): Story => {
    const key = `${tv} ${postId}`;
    const story = stories.get(key) ?? { shownAtS: 'never', published: [] };
    stories.set(key, story);
    return story;
  };
  return {
    nowS,
    shows(tv, postId) {
      storyOf(tv, postId).shownAtS = nowS();
    },
    watching: (tv, open) => async (options) => {
      const opened = await open(options);
      if ('failure' in opened) return opened;
      const { connection } = opened;
      return {
        connection: {
          ...connection,
          async publish(topic, payload, isRetained) {
            const isView = topic.endsWith('/view');
            const publishing: Publishing = { atS: nowS(), outcome: 'not confirmed' };
            if (isView)
              storyOf(tv, (JSON.parse(payload) as { post_id: number }).post_id).published.push(publishing);
            const failure = await connection.publish(topic, payload, isRetained);
            publishing.outcome = failure ? `${failure.code} at ${nowS()} s` : `confirmed at ${nowS()} s`;
            return failure;
          },
        },
      };
    },
    story(tv, postId) {
      const { shownAtS, published } = storyOf(tv, postId);
      const sent = published.map(({ atS, outcome }) => `published at ${atS} s (${outcome})`).join(', ');
      return `TV ${tv}, post ${postId}: shown at ${shownAtS} s, ${sent || 'never published'}`;
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../chaos/random.js';
import type { ClusterTv } from './clusterTv.js';

interface Settings {
  tvs: readonly ClusterTv[];
  random: Random;
  count: number;
  /** From one to the next, in ms. */
  everyMs: number;
}

/** What became of what TVs have asked. */
interface Asked {
  count: number;
  answered: number;
  /** Sentences for who sits before the TV, each once. */
  problems: string[];
}

/** Has TVs by chance ask for a channel, as the page does when somebody opens it. Resolves when each has its answer. */
export async function askQuestions({ tvs, random, count, everyMs }: Settings): Promise<Asked> {
  const questions: ReturnType<ClusterTv['ask']>[] = [];
  for (let i = 0; i < count; i++) {
    questions.push(random.pick(tvs).ask('query_posts', { channel: 'all', limit: 5 }));
    await pause(everyMs);
  }
  const answers = await Promise.all(questions);
  const isPosts = (answer: (typeof answers)[number]): boolean =>
    'fields' in answer && Array.isArray(answer.fields.posts);
  return {
    count,
    answered: answers.filter(isPosts).length,
    problems: [
      ...new Set(answers.map((one) => ('problem' in one ? one.problem.message : null)).filter(isText)),
    ],
  };
}

const isText = (problem: string | null): problem is string => problem !== null;

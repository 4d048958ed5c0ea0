import type { Ingested } from '../ingest/createIngest.js';

/** What became of the messages of a while. */
interface Counts {
  /** All of them. */
  taken: number;
  recorded: number;
  /** Views that were recorded before: redeliveries, and views that a player sent again. */
  duplicates: number;
  rateLimited: number;
  /** Views of a player's own owner's work. */
  ownPosts: number;
  /** Views refused for another reason. */
  refused: number;
  /** Statuses written into a player's record. */
  statuses: number;
  /** Statuses of unknown players, or older than what is recorded. */
  ignored: number;
  /** What breaks the protocol. */
  dropped: number;
  /** Views that the database would not take. */
  failed: number;
}

export const NOTHING: Counts = {
  taken: 0,
  recorded: 0,
  duplicates: 0,
  rateLimited: 0,
  ownPosts: 0,
  refused: 0,
  statuses: 0,
  ignored: 0,
  dropped: 0,
  failed: 0,
};

export function withOne(counts: Counts, { taken }: Ingested): Counts {
  const column = columnOf(taken);
  if (!column) return counts;
  return { ...counts, taken: counts.taken + 1, [column]: counts[column] + 1 };
}

function columnOf(taken: Ingested['taken']): keyof Counts | undefined {
  switch (taken.kind) {
    case 'left':
      return undefined;
    case 'recorded':
    case 'ignored':
    case 'dropped':
      return taken.kind;
    case 'own_post':
      return 'ownPosts';
    case 'applied':
      return 'statuses';
    case 'refused':
      if (taken.code === 'duplicate') return 'duplicates';
      if (taken.code === 'rate_limited') return 'rateLimited';
      return taken.code === 'processing_error' ? 'failed' : 'refused';
  }
}

const WORDS: [keyof Counts, string][] = [
  ['recorded', 'recorded'],
  ['duplicates', 'duplicates'],
  ['rateLimited', 'too fast'],
  ['ownPosts', "of one's own work"],
  ['refused', 'refused'],
  ['statuses', 'statuses'],
  ['ignored', 'statuses ignored'],
  ['dropped', 'dropped'],
  ['failed', 'failed'],
];

/** `1,200 taken: 800 recorded, 2 duplicates, 398 statuses` */
export function countsSentence(counts: Counts): string {
  const parts = WORDS.filter(([column]) => counts[column] > 0).map(
    ([column, word]) => `${counts[column].toLocaleString('en')} ${word}`,
  );
  return `${counts.taken.toLocaleString('en')} taken${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

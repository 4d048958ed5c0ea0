import { expect, it } from 'vitest';
import type { Ingested } from '../ingest/createIngest.js';
import { NOTHING, countsSentence, withOne } from './counts.js';

const message = { kind: 'invalid', playerKey: 'key', what: 'view', problem: '' } as const;
const refused = (code: 'duplicate' | 'rate_limited' | 'post_not_found' | 'processing_error') =>
  ({ kind: 'refused', code, message: '' }) as const;

it('counts what became of each message', () => {
  const taken: Ingested['taken'][] = [
    { kind: 'recorded' },
    { kind: 'recorded' },
    { kind: 'own_post' },
    refused('duplicate'),
    refused('rate_limited'),
    refused('post_not_found'),
    refused('processing_error'),
    { kind: 'applied' },
    { kind: 'ignored' },
    { kind: 'dropped', problem: '' },
    { kind: 'left' },
  ];
  const counts = taken.reduce((sum, one) => withOne(sum, { message, taken: one }), NOTHING);
  expect(counts).toEqual({
    taken: 10,
    recorded: 2,
    ownPosts: 1,
    duplicates: 1,
    rateLimited: 1,
    refused: 1,
    failed: 1,
    statuses: 1,
    ignored: 1,
    dropped: 1,
  });
});

it('tells what there was', () => {
  expect(countsSentence({ ...NOTHING, taken: 1200, recorded: 800, statuses: 400 })).toBe(
    '1,200 taken: 800 recorded, 400 statuses',
  );
  expect(countsSentence(NOTHING)).toBe('0 taken');
});

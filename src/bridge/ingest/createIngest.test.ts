import { describe, expect, it } from 'vitest';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import { NotTaken, ackFor, createIngest } from './createIngest.js';

const NOW_MS = Date.parse('2026-01-02T12:00:00Z');

describe('the ingest', () => {
  const message = (postId: number) =>
    ({ kind: 'view', playerKey: 'key', view: aView('key', { post_id: postId, request_ack: true }) }) as const;

  it('writes what comes in one turn at once, where the store writes without waiting', async () => {
    const batches: number[] = [];
    const ingest = createIngest(
      {
        record: (arrivals) => {
          batches.push(arrivals.length);
          return Promise.resolve(arrivals.map(() => ({ kind: 'recorded' })));
        },
      },
      () => NOW_MS,
      () => undefined,
    );
    // as connections do: one callback after the other, and between them all that is due to promises
    const oneByOne = Array.from(
      { length: 100 },
      (_, i) =>
        new Promise((resolve) => {
          setImmediate(() => resolve(ingest.ingest(message(i))));
        }),
    );
    await Promise.all(oneByOne);
    expect(batches).toEqual([100]);
  });

  it('writes what gathers meanwhile at once', async () => {
    const batches: number[] = [];
    let isFirst = true;
    let others: Promise<unknown>[] = [];
    const ingest = createIngest(
      {
        record: async (arrivals) => {
          batches.push(arrivals.length);
          if (isFirst) {
            isFirst = false;
            others = Array.from({ length: 99 }, (_, i) => ingest.ingest(message(i + 1)));
          }
          await new Promise((resolve) => setImmediate(resolve));
          return arrivals.map(() => ({ kind: 'recorded' }));
        },
      },
      () => NOW_MS,
      () => undefined,
    );
    await ingest.ingest(message(0));
    await Promise.all(others);
    expect(batches).toEqual([1, 99]);
  });

  it('tells a processing error for what cannot be written, and for nothing else', async () => {
    const faults: string[] = [];
    const ingest = createIngest(
      {
        record: (arrivals) =>
          arrivals.some((one) => one.kind === 'view' && one.view.post_id === 13)
            ? Promise.reject(new Error('database or disk is full'))
            : Promise.resolve(arrivals.map(() => ({ kind: 'recorded' }))),
      },
      () => NOW_MS,
      (sentence) => faults.push(sentence),
    );
    const taken = await Promise.all([12, 13, 14].map((postId) => ingest.ingest(message(postId))));
    expect(taken.map((one) => one.taken)).toEqual([
      { kind: 'recorded' },
      { kind: 'refused', code: 'processing_error', message: 'Server error' },
      { kind: 'recorded' },
    ]);
    expect(faults).toEqual(['A view of key could not be written: database or disk is full']);
  });

  it('drops what PostgreSQL has no value for, instead of trying for ever', async () => {
    const ingest = createIngest(
      { record: () => Promise.reject(new Error('must not be asked')) },
      () => NOW_MS,
      () => undefined,
    );
    const status = (fields: object) =>
      ({
        kind: 'status',
        playerKey: 'key',
        status: { playerKey: 'key', status: 'online', ...fields },
      }) as const;
    const view = (fields: object) =>
      ({ kind: 'view', playerKey: 'key', view: aView('key', fields) }) as const;
    const messages = [
      status({ currentPostId: 1.5 }),
      status({ currentPostId: 1e300 }),
      view({ post_id: 1e300 }),
    ];
    const taken = await Promise.all(messages.map((message) => ingest.ingest(message)));
    expect(taken.map((one) => one.taken)).toEqual([
      { kind: 'dropped', problem: 'current_post_id must be an integer of at most 2^53' },
      { kind: 'dropped', problem: 'current_post_id must be an integer of at most 2^53' },
      { kind: 'dropped', problem: 'post_id must be an integer of at most 2^53' },
    ]);
  });

  it('leaves alone what a store takes no more', async () => {
    const ingest = createIngest(
      { record: () => Promise.reject(new NotTaken('over')) },
      () => NOW_MS,
      () => undefined,
    );
    const taken = await Promise.all([1, 2, 3].map((postId) => ingest.ingest(message(postId))));
    expect(taken.map((one) => one.taken)).toEqual([{ kind: 'left' }, { kind: 'left' }, { kind: 'left' }]);
    expect(taken.map(ackFor)).toEqual([undefined, undefined, undefined]);
  });
});

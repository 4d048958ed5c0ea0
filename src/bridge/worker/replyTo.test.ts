import { expect, it } from 'vitest';
import { topicsOf } from '../../makapix/topicsOf.js';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import type { Ingested } from '../ingest/createIngest.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import type { Division } from './division.js';
import { replyTo } from './replyTo.js';

const { view, viewAck } = topicsOf('tv');
const PARTS: Division = { kind: 'parts', part: 1, of: 2 };
const duplicate: Ingested['taken'] = { kind: 'refused', code: 'duplicate', message: 'seen' };
const reply = (taken: Ingested['taken'], worker: { division: Division; leave: boolean }, asks = true) => {
  const message = readPlayerMessage(view, JSON.stringify(aView('tv', { request_ack: asks })))!;
  return replyTo({ message, taken }, worker);
};
const acked = { ack: { topic: viewAck, payload: expect.any(String) as string } };

it('who asks is answered, and what nobody has looked at stays with the broker', () => {
  const worker = { division: PARTS, leave: false };
  expect(reply({ kind: 'recorded' }, worker)).toEqual(acked);
  expect(reply(duplicate, worker)).toEqual(acked);
  expect(reply({ kind: 'recorded' }, worker, false)).toEqual({});
  expect(reply({ kind: 'left' }, worker)).toBe('keep');
});

it('a worker that gives its part up leaves the answer to those who have it as well', () => {
  expect(reply(duplicate, { division: PARTS, leave: true })).toEqual({});
  expect(reply({ kind: 'recorded' }, { division: PARTS, leave: true })).toEqual(acked);
  const tooFast: Ingested['taken'] = { kind: 'refused', code: 'rate_limited', message: 'wait' };
  expect(reply(tooFast, { division: PARTS, leave: true })).toEqual(acked);
  expect(reply(duplicate, { division: { kind: 'shared' }, leave: true })).toEqual(acked);
});

it('what will never be taken is told apart from what is done', () => {
  const worker = { division: PARTS, leave: false };
  const dropped = { kind: 'dropped', problem: 'no JSON' } as const;
  const failed: Ingested['taken'] = { kind: 'refused', code: 'processing_error', message: 'Server error' };
  expect(reply(dropped, worker)).toEqual({ problem: 'no JSON' });
  expect(reply(failed, worker)).toEqual({ ...acked, problem: 'the database refuses it' });
});

import { ackFor, type Ingested } from '../ingest/createIngest.js';
import type { Reply } from './openSubscription.js';
import type { WorkerOptions } from './workerOptions.js';

/** What a message is answered with, once what became of it is on disk. */
export function replyTo(ingested: Ingested, worker: Pick<WorkerOptions, 'division' | 'leave'>): Reply {
  if (ingested.taken.kind === 'left') return 'keep';
  const ack = ackFor(ingested);
  const problem = problemOf(ingested);
  return {
    ...(ack && !isAnsweredElsewhere(ingested, worker) ? { ack } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Why a message will not be taken however often it comes: it breaks the protocol, or the database refuses it. */
function problemOf({ taken }: Ingested): string | undefined {
  if (taken.kind === 'dropped') return taken.problem;
  return taken.kind === 'refused' && taken.code === 'processing_error'
    ? 'the database refuses it'
    : undefined;
}

/**
 * Of what waits in a session that is given up, some came to the workers that follow as well: they have answered,
 * and a second answer would be taken for that to another view.
 */
const isAnsweredElsewhere = (
  { taken }: Ingested,
  { division, leave }: Pick<WorkerOptions, 'division' | 'leave'>,
): boolean => leave && division.kind === 'parts' && taken.kind === 'refused' && taken.code === 'duplicate';

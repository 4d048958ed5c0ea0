import pino from 'pino';
import type { Refusal } from './broker/broker.js';
import { eventLine, refusalLine } from './eventLine.js';
import type { Ingested } from './ingest/ingest.js';

/** How the bridge tells what happens: lines for a person, or a JSON object a line for a machine. */
export type LogFormat = 'text' | 'json';

/** What happens while the bridge runs. */
export interface Journal {
  ingested: (ingested: Ingested) => void;
  refusal: (refusal: Refusal) => void;
  /** A sentence about something that failed on the bridge's side. */
  fault: (sentence: string) => void;
}

/** @param err takes the faults of the text format; the JSON format has one stream and levels */
export function createJournal(
  format: LogFormat,
  out: (line: string) => void,
  err: (line: string) => void,
): Journal {
  if (format === 'text')
    return {
      ingested: (ingested) => out(eventLine(ingested, new Date())),
      refusal: (refusal) => out(refusalLine(refusal, new Date())),
      fault: err,
    };
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => out(line.trimEnd()) },
  );
  return {
    ingested: ({ message, taken }) =>
      log.info(
        {
          event: message.kind,
          playerKey: message.playerKey,
          outcome: taken.kind === 'refused' ? taken.code : taken.kind,
          ...(message.kind === 'view'
            ? { postId: message.view.post_id, seenAt: message.view.timestamp }
            : {}),
          ...(message.kind === 'status' ? { status: message.status.status } : {}),
          ...(taken.kind === 'dropped' ? { problem: taken.problem } : {}),
        },
        message.kind,
      ),
    refusal: ({ code, ...rest }) => log.warn({ event: 'refused', code, ...rest }, 'refused'),
    fault: (sentence) => log.error({ event: 'fault' }, sentence),
  };
}

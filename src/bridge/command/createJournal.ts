import { boundedLines } from '../text/boundedLines.js';
import type { Refusal } from '../broker/refusal.js';
import { checkLine, eventLine, leftOutLine, refusalLine } from './eventLine.js';
import type { Ingested } from '../ingest/createIngest.js';
import { jsonLog } from './jsonLog.js';

/** How the bridge tells what happens: lines for a person, or a JSON object a line for a machine. */
export type LogFormat = 'text' | 'json';

/** What happens while the bridge runs. */
interface Journal {
  ingested: (ingested: Ingested) => void;
  refusal: (refusal: Refusal) => void;
  /** What the page `check` of a TV found; its route takes a few a minute (addCheckApi.ts). */
  checked: (playerId: string, check: object) => void;
  /** A sentence about something that failed on the bridge's side. */
  fault: (sentence: string) => void;
  /** Says what has not been said yet. */
  close: () => void;
}

/** Twice what a TV reports at most: a view in 5 s, and two statuses for it. */
const MOST_LINES_OF_A_PLAYER = 72;

/**
 * Whoever can reach the bridge can make it refuse something as often as they like: of what is refused there is a
 * line a minute for each code and address, or player, and then their number.
 * @param err takes the faults of the text format; the JSON format has one stream and levels
 */
export function createJournal(
  format: LogFormat,
  out: (line: string) => void,
  err: (line: string) => void,
): Journal {
  const lines = format === 'text' ? textLines(out, err) : jsonLines(out);
  const refused = boundedLines(lines.leftOut);
  const accepted = boundedLines(lines.leftOut, Infinity); // of players that are registered
  return {
    ingested(ingested) {
      const { message, taken } = ingested;
      const say = (): void => lines.ingested(ingested);
      if (taken.kind === 'refused') refused.say(`${taken.code} of ${message.playerKey}`, 1, say);
      else if (taken.kind === 'dropped' || taken.kind === 'ignored' || taken.kind === 'left')
        refused.say(`${message.kind} ${taken.kind} of ${message.playerKey}`, 1, say);
      else accepted.say(`messages of ${message.playerKey}`, MOST_LINES_OF_A_PLAYER, say);
    },
    refusal: (refusal) =>
      refused.say(`${refusal.code} of ${refusal.address}`, 1, () => lines.refusal(refusal)),
    checked: lines.checked,
    fault: lines.fault,
    close() {
      refused.close();
      accepted.close();
    },
  };
}

/** How each thing is said. */
interface Lines extends Omit<Journal, 'close'> {
  /** How many more of a kind there were within a minute. */
  leftOut: (count: number, key: string) => void;
}

const textLines = (out: (line: string) => void, err: (line: string) => void): Lines => ({
  ingested: (ingested) => out(eventLine(ingested, new Date())),
  refusal: (refusal) => out(refusalLine(refusal, new Date())),
  checked: (playerId, check) => out(checkLine(playerId, check, new Date())),
  leftOut: (count, key) => out(leftOutLine(count, key, new Date())),
  fault: err,
});

function jsonLines(out: (line: string) => void): Lines {
  const log = jsonLog(out);
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
    checked: (playerId, check) => log.info({ event: 'check', playerId, check }, 'check'),
    leftOut: (count, of) => log.warn({ event: 'left-out', count, of }, 'left out'),
    fault: (sentence) => log.error({ event: 'fault' }, sentence),
  };
}

import { parseStatus, type ReceivedStatus } from '../../makapix/status.js';
import { viewProblems, type ViewPayload } from '../../makapix/view.js';
import { storable } from '../text/storable.js';

/** A message that a player published, read by the rules of the protocol. `playerKey` is the topic's. */
export type PlayerMessage =
  | { kind: 'status'; playerKey: string; status: ReceivedStatus }
  | { kind: 'view'; playerKey: string; view: ViewPayload }
  /** It breaks the protocol; `problem` says how. */
  | { kind: 'invalid'; playerKey: string; what: 'status' | 'view'; problem: string };

const TOPIC = /^makapix\/player\/([^/]+)\/(status|view)$/;

/**
 * Reads a message on a status or view topic (player-status.md, "Status Updates" and "View Events").
 * @returns undefined for any other topic
 */
export function readPlayerMessage(topic: string, payload: string): PlayerMessage | undefined {
  const match = TOPIC.exec(topic);
  if (!match) return undefined;
  const playerKey = match[1] ?? '';
  const what = match[2] === 'view' ? 'view' : 'status';
  const value = readJson(payload);
  if (what === 'status') {
    const status = parseStatus(value);
    return status
      ? { kind: 'status', playerKey, status }
      : { kind: 'invalid', playerKey, what, problem: 'it is no status of the protocol' };
  }
  const [problem] = viewProblems(value);
  return problem === undefined
    ? { kind: 'view', playerKey, view: value as ViewPayload }
    : { kind: 'invalid', playerKey, what, problem };
}

/** Only an escape can spell what cannot be stored; few messages have one, and to walk through all costs time. */
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

function readJson(payload: string): unknown {
  try {
    return MAY_BE_UNSTORABLE.test(payload)
      ? JSON.parse(payload, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value))
      : JSON.parse(payload);
  } catch {
    return undefined; // no message of the protocol, which is what the caller says of it
  }
}

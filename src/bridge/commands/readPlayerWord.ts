import { shortened } from '../text/shortened.js';
import { storable } from '../text/storable.js';

/** What became of a command, by the TV's own word. */
export interface CommandAck {
  commandId: string;
  status: 'ok' | 'error' | 'unsupported';
  /** Why it is not `ok`; a sentence, or null. */
  error: string | null;
}

/** What a TV says of itself besides its status; the last word of each counts. */
export const REPORTS = ['capabilities', 'state', 'playback'] as const;
export type Report = (typeof REPORTS)[number];

/** What a player publishes beside status, views and requests. `playerKey` is the topic's. */
export type PlayerWord =
  | { kind: 'ack'; playerKey: string; ack: CommandAck }
  | { kind: Report; playerKey: string; value: Record<string, unknown> }
  /** It breaks the protocol; `problem` says how. */
  | { kind: 'invalid'; playerKey: string; what: Report | 'ack'; problem: string };

const TOPIC = /^makapix\/player\/([^/]+)\/(command\/ack|capabilities|state|playback)$/;

/** Those of Makapix's players have some 300 bytes. */
const LARGEST_WORD_BYTES = 8 * 1024;

const LONGEST_ERROR = 500;
const LONGEST_ID = 128;

/**
 * Reads what a player says about commands and about itself (facts of the protocol, Commands).
 * @returns undefined for any other topic
 */
export function readPlayerWord(topic: string, payload: Uint8Array): PlayerWord | undefined {
  const [, playerKey, name] = TOPIC.exec(topic) ?? [];
  if (playerKey === undefined || name === undefined) return undefined;
  const what = name === 'command/ack' ? 'ack' : (name as Report);
  const invalid = (problem: string): PlayerWord => ({ kind: 'invalid', playerKey, what, problem });
  if (payload.length > LARGEST_WORD_BYTES)
    return invalid(`it has ${payload.length} bytes, and may have ${LARGEST_WORD_BYTES}`);
  const value = readObject(Buffer.from(payload).toString());
  if (value === null) return invalid('it is no JSON object');
  if (what !== 'ack') return { kind: what, playerKey, value };
  const ack = ackOf(value);
  return ack ? { kind: 'ack', playerKey, ack } : invalid('it is no ack of the protocol');
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // not JSON, which is what the caller says of it
  }
}

function ackOf({ command_id: commandId, status, error }: Record<string, unknown>): CommandAck | null {
  if (typeof commandId !== 'string' || commandId.length > LONGEST_ID) return null;
  if (status !== 'ok' && status !== 'error' && status !== 'unsupported') return null;
  const said = typeof error === 'string' && error !== '' ? shortened(storable(error), LONGEST_ERROR) : null;
  return { commandId, status, error: said };
}

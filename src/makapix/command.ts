import { fieldsOf, type Fields } from './fieldsOf.js';

/** What a server wants a player to do: the topic `command`. */
export interface Command {
  /** By which the answer names it. */
  id: string;
  /** `swap_next`, … */
  type: string;
  payload: Fields;
  /** When it was sent, by the server's clock, in ms since 1970; NaN where it does not say. */
  sentAtMs: number;
}

/** What became of it. `unsupported`: this player does not do such a thing. */
export type CommandStatus = 'ok' | 'error' | 'unsupported';

/** Makapix's are below 1 KB. */
const LONGEST = 8192;
const ID = /^[\w.:-]{1,64}$/;

/** The ID in a text that cannot be read as a whole; null where none is in it. */
const findId = (text: string): string | null =>
  (/"command_id"\s*:\s*"([\w.:-]{1,64})"/.exec(text.slice(0, LONGEST)) || [])[1] ?? null;

/**
 * Reads a message of the topic `command`.
 *
 * @returns the command; or what is wrong with the message, and the ID to answer with: null where it has none
 * @example readCommand('{"command_id":"1","command_type":"swap_next","payload":{}}')
 */
export function readCommand(text: string): Command | { id: string | null; problem: string } {
  if (text.length > LONGEST) return { id: findId(text), problem: `It has more than ${LONGEST} characters.` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: findId(text), problem: 'It is not JSON.' };
  }
  const { command_id: id, command_type: type, payload = null, timestamp } = fieldsOf(value);
  if (typeof id !== 'string' || !ID.test(id)) return { id: null, problem: 'It has no command_id.' };
  if (typeof type !== 'string') return { id, problem: 'It has no command_type.' };
  if (typeof payload !== 'object' || payload instanceof Array)
    return { id, problem: 'Its payload is no object.' };
  // eslint-disable-next-line no-restricted-globals -- reads a given time, no clock
  return { id, type, payload: fieldsOf(payload), sentAtMs: Date.parse(String(timestamp)) };
}

/** What goes to the topic `command/ack`. */
export const commandAckText = (id: string, status: CommandStatus, error: string | null): string =>
  JSON.stringify({ command_id: id, status, error });

/** What goes to the topic `capabilities`: of Makapix's features a TV has the pause. */
export const capabilitiesText = (firmwareVersion: string): string =>
  JSON.stringify({ firmware_version: firmwareVersion, features: { pause: {} } });

/** What goes to the topic `state`: that of the features which `capabilities` names. */
export const stateText = (isPaused: boolean): string => JSON.stringify({ is_paused: isPaused });

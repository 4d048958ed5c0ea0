import { COMMAND_TYPES, LARGEST_COMMAND_BYTES, type Command, type CommandType } from './commandTypes.js';
import { PAYLOAD_FIELDS, atField, missingField } from './payloadFields.js';

/** Why something is no command. */
interface CommandProblem {
  code:
    /** It is no object with `command_type` and `payload`. */
    | 'not_a_command'
    /** There is no such type. */
    | 'unknown_command'
    /** A field is missing, has a wrong value, or is none of this type's. */
    | 'bad_payload'
    /** No TV would take it. */
    | 'command_too_large';
  /** A sentence for a person. */
  problem: string;
}

const isType = (value: unknown): value is CommandType =>
  (COMMAND_TYPES as readonly unknown[]).includes(value);

/** What a message has beside its payload: the ID, the type, the time. */
const ENVELOPE_BYTES = 256;

/**
 * Reads a command that somebody wants a TV to do: `{"command_type": "seek", "payload": {"position": 90}}`. A
 * payload that is absent is an empty one. `command_id` and `timestamp`, which a message has as well, may stand there.
 * @param nowMs for `at`
 * @example readCommand({ command_type: 'swap_next' }, 0) // { type: 'swap_next', payload: {} }
 */
export function readCommand(value: unknown, nowMs: number): Command | CommandProblem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_COMMAND;
  const { command_type: type, payload = {} } = value as Record<string, unknown>;
  if (typeof type !== 'string' || typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return NO_COMMAND;
  if (!isType(type))
    return {
      code: 'unknown_command',
      problem: `There is no command of this type: take ${COMMAND_TYPES.join(', ')}.`,
    };
  if (Buffer.byteLength(JSON.stringify(payload)) > LARGEST_COMMAND_BYTES - ENVELOPE_BYTES)
    return {
      code: 'command_too_large',
      problem: `A command has ${LARGEST_COMMAND_BYTES} bytes at most.`,
    };
  const fields = payload as Record<string, unknown>;
  const problem = payloadProblem(type, fields, nowMs);
  return problem === null ? { type, payload: fields } : { code: 'bad_payload', problem };
}

export const isCommandProblem = (value: Command | CommandProblem): value is CommandProblem => 'code' in value;

const NO_COMMAND: CommandProblem = {
  code: 'not_a_command',
  problem: 'A command is a JSON object such as {"command_type": "seek", "payload": {"position": 90}}.',
};

function payloadProblem(type: CommandType, payload: Record<string, unknown>, nowMs: number): string | null {
  const fields = { ...PAYLOAD_FIELDS[type], at: atField(nowMs) };
  const stranger = Object.keys(payload).find((name) => !Object.hasOwn(fields, name));
  if (stranger !== undefined)
    return `The payload of ${type} has no ${JSON.stringify(stranger)}: take ${Object.keys(fields).join(', ')}.`;
  for (const [name, { isGood, isOptional, expected }] of Object.entries(fields)) {
    if (payload[name] === undefined && isOptional) continue;
    if (!isGood(payload[name])) return `${name} of ${type} must be ${expected}.`;
  }
  const missing = missingField(type, payload);
  return missing === null
    ? null
    : `${missing} of ${type} is missing, which the channel ${String(payload.channel_name)} needs.`;
}

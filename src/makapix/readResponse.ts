import { fieldsOf, type Fields } from './fieldsOf.js';

/** What a server answers to a player's request; or the code and the sentence by which it says why not. */
type Response = { fields: Fields } | { code: string; message: string };

/** Makapix cuts its answers there, in bytes: one that has more characters is not from it. */
const LONGEST = 131_072;

/**
 * Reads a message of the topic `response/{request_id}`.
 *
 * @param requestId of the topic
 * @returns null for what is too long, cannot be read, or answers another request
 * @example readResponse('{"request_id":"r1","success":true,"echo_data":"hi"}', 'r1')
 */
export function readResponse(text: string, requestId: string): Response | null {
  if (text.length > LONGEST) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // no JSON answers nothing
  }
  const fields = fieldsOf(value);
  const { request_id: id, success, error, error_code: code } = fields;
  if (id !== requestId) return null;
  if (success === true) return { fields };
  return success === false ? { code: String(code), message: typeof error === 'string' ? error : '' } : null;
}

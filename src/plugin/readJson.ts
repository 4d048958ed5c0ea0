import type { Json } from '../msx/json.js';
import { describeJsonError } from './describeJsonError.js';
import { parseJson } from './parseJson.js';

/** What a file says; where it is not JSON, where that is, for people. */
export function readJson(file: string): { json: Json } | { fault: string } {
  const json = parseJson(file);
  return json === undefined ? { fault: describeJsonError(file) } : { json };
}

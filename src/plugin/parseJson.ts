import type { Json } from '../msx/json.js';

/** What a file says, with or without a byte order mark; undefined where it is not JSON. */
export function parseJson(file: string): Json | undefined {
  try {
    return JSON.parse(file.replace(/^\uFEFF/, '')) as Json;
  } catch {
    return undefined; // where it stops being JSON: ./describeJsonError.ts
  }
}

import { type Fields, isFields } from './fields.js';

/** True for a document that can be shown as content. */
export function isContent(data: unknown): data is Fields {
  return isFields(data) && (Array.isArray(data.pages) || Array.isArray(data.items));
}

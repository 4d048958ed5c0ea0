// The items of a document, each for itself: with what it has from its template, and free of its place.
import { hasOwn, isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import { arrayOf, fieldsOf, textOf } from './foreignValues.js';

/** In these MSX fills in what the item has of its own (knowledge base: Content Item Object, {context:…}). */
const FILLED_IN = ['data', 'properties', 'live', 'selection', 'options'];
/** What belongs to the place where an item was, and would disturb another. */
const OF_ITS_PLACE =
  /^(?:id|type|key|layout|area|offset|display|enable|focus|execute|enumerate|break|group|compress|decompress)$/;

function filledIn(value: Json, item: JsonObject): Json {
  if (typeof value === 'string')
    return value.replace(/\{context:([^{}]+)\}/g, (whole, key: string) => {
      const own = hasOwn(item, key) ? item[key] : undefined;
      return own === undefined ? whole : typeof own === 'string' ? own : '';
    });
  if (Array.isArray(value)) return value.map((one) => filledIn(one, item));
  if (!isObject(value)) return value;
  const next: JsonObject = {};
  Object.keys(value).forEach((key) => (next[key] = filledIn(value[key]!, item)));
  return next;
}

function freed(item: JsonObject, template: JsonObject): JsonObject {
  const whole: JsonObject = { ...template, ...item };
  const next: JsonObject = {};
  Object.keys(whole).forEach((key) => {
    if (OF_ITS_PLACE.test(key)) return;
    next[key] =
      FILLED_IN.indexOf(key) >= 0 && !hasOwn(item, key) ? filledIn(whole[key]!, whole) : whole[key]!;
  });
  return next;
}

/**
 * Calls `found` for each item that does something, of a menu's and an item's own documents as well.
 * @param document a menu or a content document
 */
export function collectItems(document: Json | undefined, found: (item: JsonObject) => void): void {
  const { menu, items, pages, template } = fieldsOf(document);
  arrayOf(items).forEach((one) => {
    const own = fieldsOf(one);
    if (own.display === false) return;
    const item = freed(own, fieldsOf(template));
    if (textOf(item.action)) found(item);
    collectItems(own.data, found);
  });
  arrayOf(pages).forEach((page) => collectItems(page, found));
  arrayOf(menu).forEach((one) => collectItems(fieldsOf(one).data, found));
}

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the object has a property of this name itself, and not from its prototype. */
export const hasOwn = (object: object, key: string): boolean =>
  Object.prototype.hasOwnProperty.call(object, key);

/** Sets a property of any name: `__proto__` is one in JSON. */
function put(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function shallowCopy(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key in object) if (hasOwn(object, key)) put(copy, key, object[key]!);
  return copy;
}

/** A copy of the object in which the property has this value. */
export function withProperty(object: JsonObject, key: string, value: Json): JsonObject {
  const copy = shallowCopy(object);
  put(copy, key, value);
  return copy;
}

/** The object with what `map` makes of each value that is a text, a list or an object; itself where all stay. */
export function mapValues(object: JsonObject, map: (value: Json, key: string) => Json): JsonObject {
  let copy: JsonObject | null = null;
  for (const key in object) {
    const value = object[key];
    if (!value || typeof value === 'number' || value === true) continue;
    const next = map(value, key);
    if (next === value || !hasOwn(object, key)) continue;
    put((copy ??= shallowCopy(object)), key, next);
  }
  return copy ?? object;
}

/** The list with what `map` makes of each entry; itself where all stay. */
export function mapList(list: Json[], map: (entry: Json) => Json): Json[] {
  let copy: Json[] | null = null;
  for (let i = 0; i < list.length; i++) {
    const next = map(list[i]!);
    if (next !== list[i]) (copy ??= list.slice())[i] = next;
  }
  return copy ?? list;
}

/** A JSON object of an MSX document: which keys it has is the author's business, so every value is checked. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of an array; anything else in it is left out. */
export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** MSX allows long texts to be split into an array of lines. `''` for what is no text. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function textOrNull(value: unknown): string | null {
  return textOf(value) || null;
}

export function numberOf(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && isFinite(number) ? number : otherwise;
}

/** Object.assign is ES2015; later parts win. Always a new object. */
export function merge(...parts: (Fields | undefined)[]): Fields {
  const merged: Fields = {};
  parts.forEach((part) => {
    if (part)
      Object.keys(part).forEach((key) => {
        merged[key] = part[key];
      });
  });
  return merged;
}

/** A deep copy in which every text went through `change`. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry: unknown) => mapTexts(entry, change));
  if (!isFields(value)) return value;
  const copy: Fields = {};
  Object.keys(value).forEach((key) => {
    copy[key] = mapTexts(value[key], change);
  });
  return copy;
}

// What a column holds, as the records have it: databases differ in what they give for a number.

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const numberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

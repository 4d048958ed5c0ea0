import { isFields } from './fields.js';

/** How TVX's storage, URL parameters and properties read what they hold (plugins/plugin-api-reference). */
export interface NamedValues {
  get(name: string, otherwise: string): string;
  /** The same, where the text is not empty. */
  getFullStr(name: string, otherwise: string): string;
  getNum(name: string, otherwise: number): number;
  getBool(name: string, otherwise: boolean): boolean;
  /** `filled`: it has to be more than nothing. */
  has(name: string, filled?: boolean): boolean;
}

export function strToNum(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && isFinite(number) ? number : otherwise;
}

export function strToBool(value: unknown, otherwise: boolean): boolean {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  return otherwise;
}

/** @param read the value of a name; undefined or null for none */
export function namedValues(read: (name: string) => unknown): NamedValues {
  const there = (name: string): boolean => read(name) !== undefined && read(name) !== null;
  return {
    get: (name, otherwise) => (there(name) ? String(read(name)) : otherwise),
    getFullStr: (name, otherwise) =>
      there(name) && String(read(name)) !== '' ? String(read(name)) : otherwise,
    getNum: (name, otherwise) => strToNum(read(name), otherwise),
    getBool: (name, otherwise) => strToBool(read(name), otherwise),
    has: (name, filled) => there(name) && (filled !== true || String(read(name)) !== ''),
  };
}

/** Calls back with each name and value, until the callback says `true`. guess(foreach-end): what ends it. */
export function foreach(values: unknown, callback: (name: string, value: unknown) => unknown): void {
  if (!isFields(values)) return;
  Object.keys(values).some((name) => callback(name, values[name]) === true);
}

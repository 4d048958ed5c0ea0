import { isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';

/** A text that somebody else wrote; empty where it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What somebody else wrote, to be looked into; empty where there is nothing to look into. */
export const fieldsOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** A list that somebody else wrote; empty where it is none. */
export const arrayOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

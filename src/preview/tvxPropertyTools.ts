import { type Fields, fieldsOf } from './fields.js';
import { foreach, namedValues } from './tvxValues.js';

const of = (data: unknown) => namedValues((key) => fieldsOf(data)[key]);

/** `TVXPropertyTools`: reads and changes the `properties` of what is played (plugins/plugin-api-reference). */
export const tvxPropertyTools = {
  foreach,
  getValue: (data: unknown, key: string, otherwise: unknown) => fieldsOf(data)[key] ?? otherwise,
  get: (data: unknown, key: string, otherwise: string) => of(data).get(key, otherwise),
  getFullStr: (data: unknown, key: string, otherwise: string) => of(data).getFullStr(key, otherwise),
  getNum: (data: unknown, key: string, otherwise: number) => of(data).getNum(key, otherwise),
  getBool: (data: unknown, key: string, otherwise: boolean) => of(data).getBool(key, otherwise),
  has: (data: unknown, key: string, filled?: boolean) => of(data).has(key, filled),
  put: (data: Fields, key: string, value: unknown) => {
    data[key] = value;
  },
  count: (data: unknown) => Object.keys(fieldsOf(data)).length,
  extend: (data: Fields, extension: unknown) =>
    foreach(extension, (key, value) => {
      data[key] = value;
    }),
};

import type { Post } from '../media/post.js';
import { requestProblem, type RequestProblem } from './requestProblem.js';
import { formatOf } from '../media/storageKey.js';

/** Whether a picture is one of those that are asked for. @param copyFormats what it can be sent as besides */
export type Criterion = (post: Post, copyFormats: readonly string[]) => boolean;

/** Makapix's limits. */
const MOST_CRITERIA = 64;
const MOST_VALUES = 128;

type Value = string | number;

/** What pictures are chosen by: the fields whose values the bridge knows. Several values = any of them. */
const FIELDS: Record<
  string,
  { type: 'number' | 'string'; valuesOf: (post: Post, copyFormats: readonly string[]) => Value[] }
> = {
  width: { type: 'number', valuesOf: ({ width }) => (width === null ? [] : [width]) },
  height: { type: 'number', valuesOf: ({ height }) => (height === null ? [] : [height]) },
  file_bytes: { type: 'number', valuesOf: ({ bytes }) => [bytes] },
  file_format: { type: 'string', valuesOf: (post, copyFormats) => [formatOf(post), ...copyFormats] },
  native_file_format: { type: 'string', valuesOf: (post) => [formatOf(post)] },
  kind: { type: 'string', valuesOf: () => ['artwork'] },
};

/** What is not known of a picture (its size is read a little later) is neither equal nor unequal to anything. */
const OPERATORS: Record<string, (values: Value[], given: Value[]) => boolean> = {
  eq: (values, given) => values.some((value) => value === given[0]),
  neq: (values, given) => values.length > 0 && values.every((value) => value !== given[0]),
  lt: (values, given) => values.some((value) => value < given[0]!),
  lte: (values, given) => values.some((value) => value <= given[0]!),
  gt: (values, given) => values.some((value) => value > given[0]!),
  gte: (values, given) => values.some((value) => value >= given[0]!),
  in: (values, given) => values.some((value) => given.includes(value)),
  not_in: (values, given) => values.length > 0 && values.every((value) => !given.includes(value)),
};

const OF_NUMBERS = ['lt', 'lte', 'gt', 'gte'];
const OF_LISTS = ['in', 'not_in'];

const refused = (sentence: string): RequestProblem => requestProblem('invalid_criteria', sentence);

/** @param given undefined and null = none @returns all of them have to hold; or what is wrong with them */
export function readCriteria(given: unknown): Criterion[] | RequestProblem {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given) || given.length > MOST_CRITERIA)
    return refused(`criteria must be a list of ${MOST_CRITERIA} objects at most`);
  const criteria: Criterion[] = [];
  for (const one of given as unknown[]) {
    const read = readCriterion(one);
    if (typeof read !== 'function') return read;
    criteria.push(read);
  }
  return criteria;
}

function readCriterion(given: unknown): Criterion | RequestProblem {
  const { field, op, value } = Object(given) as Record<string, unknown>;
  const known = typeof field === 'string' && Object.hasOwn(FIELDS, field) ? FIELDS[field]! : undefined;
  if (!known) return refused(`field must be one of ${Object.keys(FIELDS).join(', ')}`);
  const holds = typeof op === 'string' && Object.hasOwn(OPERATORS, op) ? OPERATORS[op]! : undefined;
  if (!holds || (known.type === 'string' && OF_NUMBERS.includes(String(op))))
    return refused(`the operator of ${String(field)} cannot be ${JSON.stringify(op)}`);
  const isList = OF_LISTS.includes(String(op));
  const values: unknown[] = isList && Array.isArray(value) ? value : [value];
  if (isList && (!Array.isArray(value) || value.length === 0 || value.length > MOST_VALUES))
    return refused(`${String(op)} takes a list of 1 to ${MOST_VALUES} values`);
  // A post of this kind is none of the bridge's, but a player may leave it out by name.
  if (!values.every((one): one is Value => typeof one === known.type))
    return refused(`${String(field)} is compared with a ${known.type}`);
  return (post, copyFormats) => holds(known.valuesOf(post, copyFormats), values);
}

import { hasOwn } from '../json.js';
import type { AttachedData } from '../types/attachedData.js';
import { readDataId } from './dataId.js';
import type { RequestValues } from './dataId.js';

/** What answers the requests of a pattern: the values in it, and what MSX attached, if anything. */
export type Route<Pattern extends string, Answer> = (
  parameters: RequestValues<Pattern>,
  data: AttachedData,
) => Answer;

/** A route for each pattern: `{ 'init': …, 'film:{id}': ({ id }) => … }`. */
export type Routes<Pattern extends string, Answer> = { [one in Pattern]: Route<one, Answer> };

/**
 * Finds the route of a request: one without values first, else the first that fits, in the order in which they are
 * written.
 * @returns what answers a request; null where no pattern fits
 * @throws (at once) where a pattern has a brace that is no value, such as `film-{id}`, which could be read in two ways
 * @example createRouter({ 'film:{id}': ({ id }) => id })('film:7')?.({}) // '7'
 */
export function createRouter<Pattern extends string, Answer>(
  routes: Routes<Pattern, Answer>,
): (dataId: string) => ((data: AttachedData) => Answer) | null {
  const patterns = Object.keys(routes) as Pattern[];
  patterns.forEach((pattern) => {
    if (/[{}]/.test(pattern.replace(/(^|:)\{[^{}:]+\}(?=:|$)/g, '$1')))
      throw new Error(`"${pattern}": a value is a part of its own, between colons`);
  });
  const without = (pattern: string) => pattern.indexOf('{') < 0;
  const ordered = patterns.filter(without).concat(patterns.filter((pattern) => !without(pattern)));
  return (dataId) => {
    for (let i = 0; i < ordered.length; i++) {
      const pattern = ordered[i]!;
      const parameters = readDataId(pattern, dataId);
      if (parameters && hasOwn(routes, pattern)) return (data) => routes[pattern](parameters, data);
    }
    return null;
  };
}

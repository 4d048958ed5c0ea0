import { dataIdOf } from './dataId.js';
import type { ValuesArgument } from './dataId.js';

/** Stands wherever a document's address may: `content(request('film:{id}', { id }))`, a menu item's `data`. */
export type PluginRequest = `request:interaction:${string}`;

/** Writes requests to a plugin. */
export type MakeRequest = <Pattern extends string>(
  pattern: Pattern,
  ...values: ValuesArgument<Pattern>
) => PluginRequest;

/**
 * @param pluginUrl the page, as MSX knows it (`About.pluginUrl`): MSX loads it where it is not there any more, and another
 *   spelling of the address is another plugin. Null: whichever plugin is loaded by then.
 * @example createRequest('http://host/tv.html')('film:{id}', { id: 7 }) // 'request:interaction:film:7@http://host/tv.html'
 */
export const createRequest =
  (pluginUrl: string | null): MakeRequest =>
  (pattern, ...values) =>
    `request:interaction:${dataIdOf(pattern, ...values)}${pluginUrl === null ? '' : `@${pluginUrl}`}`;

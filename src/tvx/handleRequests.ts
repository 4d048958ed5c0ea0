import { createRouter } from '../msx/build/createRouter.js';
import type { Routes } from '../msx/build/createRouter.js';
import type { ContentRoot, Playlist } from '../msx/types/contentRoot.js';
import type { MenuRoot } from '../msx/types/menuRoot.js';
import type { ExecuteAnswer, ResolveAnswer, ResponseObject } from '../msx/types/responseObject.js';

/**
 * What a plugin may answer: a document where one is shown, an action where `execute:` asks, an address where `resolve:`
 * does; null is nothing.
 */
export type RequestAnswer =
  | MenuRoot
  | ContentRoot
  | Playlist
  | ExecuteAnswer
  | ResolveAnswer
  | ResponseObject<MenuRoot | ContentRoot | Playlist | ExecuteAnswer | ResolveAnswer>
  | null;

type Answer = RequestAnswer | Promise<RequestAnswer>;

export interface RequestOptions {
  /** For a request that no pattern fits. */
  otherwise: (dataId: string) => Answer;
  /** For a route that threw, was rejected, or took too long: what the person sees instead. */
  failed: (error: unknown, dataId: string) => RequestAnswer;
  /** From the request on; MSX itself gives up after 30 s, and says something of its own. 25,000 otherwise. */
  answerWithinMs?: number;
}

/** MSX gives up after 30 s. */
const ANSWER_WITHIN_MS = 25_000;

/** @returns what is made; rejected where that throws, is rejected, or takes too long */
export const answerInTime = <Value>(
  make: () => Value | Promise<Value>,
  dataId: string,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`"${dataId}" was not answered in time`)), withinMs);
    void new Promise<Value>((give) => give(make())).then(resolve, reject).then(() => clearTimeout(timer));
  });

/**
 * @returns the `handleRequest` of a handler: each request is answered once, whatever happens
 * @since MSX 0.1.82
 * @example tvx.start({ handleRequest: handleRequests({ init: () => ({ menu: [] }) }, { otherwise, failed }) })
 */
export function handleRequests<Pattern extends string>(
  routes: Routes<Pattern, Answer>,
  options: RequestOptions,
): (dataId: string, data: unknown, callback: (document?: unknown) => void) => void {
  const route = createRouter<Pattern, Answer>(routes);
  return (dataId, data, callback) => {
    const make = (): Answer => {
      const found = route(dataId);
      return found ? found(data ?? {}) : options.otherwise(dataId);
    };
    void answerInTime(make, dataId, options.answerWithinMs)
      .catch((error: unknown) => options.failed(error, dataId))
      .then(callback);
  };
}

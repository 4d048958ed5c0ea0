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

const ANSWER_WITHIN_MS = 25_000;

/** @returns the `handleRequest` of a handler: each request is answered once, whatever happens */
export function handleRequests<Pattern extends string>(
  routes: Routes<Pattern, Answer>,
  options: RequestOptions,
): (dataId: string, data: unknown, callback: (document?: unknown) => void) => void {
  const route = createRouter<Pattern, Answer>(routes);
  return (dataId, data, callback) => {
    let isAnswered = false;
    const answer = (document: RequestAnswer) => {
      if (isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      callback(document);
    };
    const fail = (error: unknown) => answer(options.failed(error, dataId));
    const timer = setTimeout(
      () => fail(new Error(`"${dataId}" was not answered in time`)),
      options.answerWithinMs ?? ANSWER_WITHIN_MS,
    );
    new Promise<RequestAnswer>((resolve) => {
      const found = route(dataId);
      resolve(found ? found(data ?? {}) : options.otherwise(dataId)); // what is thrown rejects
    }).then(answer, fail);
  };
}

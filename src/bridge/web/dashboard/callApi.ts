// What the dashboard asks of the bridge. The shapes are those of src/bridge/web/api.

import type { PlayerJson } from '../api/playerJson.js';
import type { PostJson } from '../api/addPostsApi.js';

export type { PlayerJson, PostJson };
export type Kind = NonNullable<PlayerJson['currentKind']>;

export interface ViewJson {
  id: number;
  player: string;
  postId: number;
  title: string;
  /** Of the file that stands for it. */
  kind: Kind | null;
  intent: string;
  seenAt: string;
}

/** How often something was seen: chosen by a person, or come by itself. */
export interface SeenJson {
  views: number;
  impressions: number;
  /** More than both where the bridge has counted before it told them apart. */
  total: number;
}

/** Of all views that were recorded. */
export interface StatsJson extends SeenJson {
  /** `2026-01-02`, UTC; only days on which something was seen. */
  perDay: ({ day: string } & SeenJson)[];
  /** The most seen first. */
  perPost: ({ title: string } & SeenJson)[];
}

/** What became of a command. */
export interface OutcomeJson {
  result: 'ok' | 'error' | 'unsupported' | 'no_answer';
  /** A sentence: why it is not `ok`. */
  error: string | null;
}

export interface BridgeJson {
  version: string;
  auth: 'open' | 'token';
  /** What to type into a TV, the best address first. */
  tvs: { setup: string; startParameter: string }[];
  /** What there is to do when there are no files; null when there are. */
  hint: string | null;
}

/** Not signed in. */
export const SIGN_IN = 401;

/** An answer that is no success, with the sentence of its problem document. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What to tell a person about something that `call` has thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'The bridge cannot be reached.';

/** @throws ApiError, or a TypeError when the bridge cannot be reached */
export async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const { detail } = (await response.json()) as { detail: string };
  throw new ApiError(response.status, detail);
}

export const getJson = async <T>(path: string): Promise<T> => (await (await call('GET', path)).json()) as T;

import { ownerStore } from '../../src/bridge/storage/ownerStore.js';
import { reactionStore } from '../../src/bridge/storage/reactionStore.js';
import { openTables } from '../../src/bridge/storage/openTables.js';
import type { Post } from '../../src/bridge/media/post.js';
import { createRequests, type Requests } from '../../src/bridge/requests/createRequests.js';
import { newestFirst } from '../../src/bridge/requests/newestFirst.js';
import type { PictureSource } from '../../src/bridge/requests/pictureSource.js';

/** The key of a TV that belongs to `home`. */
export const TV_KEY = '47b51dd3-e6e0-4812-b355-d50e481b3852';
export const ORIGIN = 'http://192.168.1.20:8080';

/** An answer, as far as tests look at it. */
export interface RequestAnswer {
  request_id: string;
  success: boolean;
  posts?: Record<string, unknown>[];
  post?: Record<string, unknown>;
  next_cursor?: string;
  has_more?: boolean;
  error?: string | null;
  error_code?: string;
}

interface RequestStage {
  requests: Requests;
  clock: { nowMs: number };
  faults: string[];
  /** What a TV is answered; a second passes before, so that it may ask. */
  ask(fields: object, playerKey?: string): Promise<RequestAnswer>;
  addOwner(owner: string, permitted?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** What answers requests, with a real database, and posts that are no files. */
export async function requestStage(
  posts: readonly Post[],
  { owner = 'home', ...source }: Partial<PictureSource> & { owner?: string | null } = {},
): Promise<RequestStage> {
  const database = await openTables(':memory:', () => undefined);
  const owners = ownerStore(database);
  const clock = { nowMs: Date.parse('2026-01-02T12:00:00Z') };
  const faults: string[] = [];
  const requests = createRequests({
    source: {
      pictures: () => Promise.resolve(newestFirst(posts.filter(({ kind }) => kind === 'image'))),
      post: (postId) => Promise.resolve(posts.find((post) => post.postId === postId)),
      framesOf: () => Promise.resolve(1),
      copyFormats: [],
      ...source,
    },
    reactions: reactionStore(database),
    owners,
    ownerOf: (playerKey) => (playerKey === TV_KEY ? owner : null),
    signedFor: () => Promise.resolve((url) => url),
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    random: () => 0.5,
    onFault: (sentence) => faults.push(sentence),
  });
  return {
    requests,
    clock,
    faults,
    async ask(fields, playerKey = TV_KEY) {
      clock.nowMs += 1000;
      const payload = JSON.stringify({ request_id: 'r1', player_key: playerKey, ...fields });
      const text = await requests.answer({ playerKey, requestId: 'r1', payload, origin: ORIGIN });
      return JSON.parse(text) as RequestAnswer;
    },
    async addOwner(name, permitted = true) {
      await owners.add(name);
      await owners.setPermitted(name, permitted);
    },
    close: () => database.close(),
  };
}

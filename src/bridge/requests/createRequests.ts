import { attemptLimit } from '../limits/attemptLimit.js';
import type { OwnerStore } from '../players/ownerStore.js';
import { reasonOf } from '../text/reasonOf.js';
import { isTooLong, pageText, problemText, successText } from './answerText.js';
import { choosePosts, userOf } from './choosePosts.js';
import type { PictureSource } from './pictureSource.js';
import { postJson, wantsFrames, type Places, type ShownPost } from './postJson.js';
import type { Post } from '../media/post.js';
import type { ReactionStore } from './reactionStore.js';
import { readRequest, type Query, type Request } from './readRequest.js';
import { isRequestProblem, requestProblem, type RequestProblem } from './requestProblem.js';

/** What a TV may ask in a second (facts of the protocol, Requests). */
const REQUESTS_PER_SECOND = 10;
const SECOND_MS = 1000;

/** So many of a TV's requests are answered at the same time: a database that is slow must not gather them. */
const MOST_IN_HAND = 10;

/** Different reactions of an owner to one post. */
const MOST_REACTIONS = 5;

/** A message on the topic `request/{requestId}` of a player. */
export interface Asked {
  playerKey: string;
  requestId: string;
  payload: string;
  /** Of the bridge, as the TV reaches it, such as `http://192.168.1.20:8080`: addresses in the answer begin so. */
  origin: string;
}

export interface Requests {
  /** @returns the payload for `response/{requestId}`, 128 KiB at most. Never rejected. */
  answer(asked: Asked): Promise<string>;
}

interface RequestsOptions {
  source: PictureSource;
  reactions: ReactionStore;
  owners: Pick<OwnerStore, 'all'>;
  /** To whom the player of a key belongs; null = to nobody, or there is no such player. */
  ownerOf: (playerKey: string) => string | null;
  /** Makes the address of a picture one that the player of a key may fetch; null = it may fetch none. */
  signedFor: (playerKey: string) => Promise<Places['signed'] | null>;
  /** ms since 1970 */
  now: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** From 0 to 1. */
  random: () => number;
  /** Gets a sentence when the bridge could not answer. */
  onFault: (sentence: string) => void;
}

/** Who asks: the owner of the TV. */
interface Asker extends Pick<Places, 'signed'> {
  owner: string;
  /** All owners' names. */
  owners: string[];
}

/** Answers what TVs ask over MQTT. */
export function createRequests(options: RequestsOptions): Requests {
  const { monotonicMs, onFault } = options;
  const rate = attemptLimit(REQUESTS_PER_SECOND, monotonicMs, SECOND_MS);
  const inHand = new Map<string, number>();

  async function decide(asked: Asked): Promise<string> {
    const request = readRequest(asked.playerKey, asked.payload);
    if (isRequestProblem(request)) return problemText(asked.requestId, request);
    const asker = await askerOf(asked.playerKey, options);
    if (!asker)
      return problemText(
        asked.requestId,
        requestProblem('authentication_failed', 'Player not authenticated or not registered'),
      );
    const text = await answerTo(request, asked, asker, options);
    return typeof text === 'string' ? text : problemText(asked.requestId, text);
  }

  return {
    async answer(asked) {
      const { playerKey, requestId } = asked;
      const count = inHand.get(playerKey) ?? 0;
      if (!rate.allows(playerKey) || count >= MOST_IN_HAND)
        return problemText(
          requestId,
          requestProblem('rate_limit_exceeded', `At most ${REQUESTS_PER_SECOND} requests a second`),
        );
      inHand.set(playerKey, count + 1);
      try {
        const text = await decide(asked);
        return isTooLong(text)
          ? problemText(requestId, requestProblem('invalid_request', 'The answer would be too long'))
          : text;
      } catch (error) {
        onFault(`A request of a TV could not be answered: ${reasonOf(error)}`);
        return problemText(requestId, requestProblem('internal_error', 'The bridge could not answer'));
      } finally {
        const left = inHand.get(playerKey)! - 1;
        if (left > 0) inHand.set(playerKey, left);
        else inHand.delete(playerKey);
      }
    },
  };
}

/** @returns null where nobody may ask: as for views, a TV has to belong to somebody who may sign in */
async function askerOf(
  playerKey: string,
  { ownerOf, owners, signedFor }: RequestsOptions,
): Promise<Asker | null> {
  const owner = ownerOf(playerKey);
  const signed = await signedFor(playerKey);
  if (owner === null || signed === null) return null;
  const all = await owners.all();
  const isPermitted = all.some((one) => one.owner === owner && one.permitted);
  return isPermitted ? { owner, owners: all.map((one) => one.owner), signed } : null;
}

async function answerTo(
  request: Request,
  asked: Asked,
  asker: Asker,
  options: RequestsOptions,
): Promise<string | RequestProblem> {
  const { requestId, origin } = asked;
  const { signed } = asker;
  switch (request.type) {
    case 'query_posts':
      return queryText(request.query, asked, asker, options);
    case 'get_post': {
      const post = await options.source.post(request.postId);
      if (!post) return requestProblem('not_found', `Post ${request.postId} not found`);
      if (post.kind !== 'image')
        return requestProblem('unsupported_kind', `Unsupported post kind: ${post.kind}`);
      const shown = await shownPost(post, request.includeFields, options.source);
      return successText(requestId, { post: postJson(shown, { origin, signed }, request.includeFields) });
    }
    case 'submit_reaction':
    case 'revoke_reaction':
      return reactionText(request, requestId, asker, options);
    case 'get_playset':
      return playsetText(requestId, request.name);
    case 'echo':
      return successText(requestId, {
        echo_data: request.echoData,
        received_at: new Date(options.now()).toISOString(),
      });
  }
}

/** The one playset that Makapix's server has. A bridge knows nobody who follows anybody. */
function playsetText(requestId: string, name: string): string {
  return name === 'followed_artists'
    ? successText(requestId, {
        playset_name: name,
        channels: [],
        exposure_mode: 'equal',
        pick_mode: 'random',
      })
    : problemText(requestId, requestProblem('playset_not_found', `Playset '${name}' not found`), {
        channels: [],
      });
}

async function queryText(
  query: Query,
  { requestId, origin }: Asked,
  { owner, owners, signed }: Asker,
  { source, reactions, random }: RequestsOptions,
): Promise<string | RequestProblem> {
  const user = query.channel === 'reactions' ? userOf(query, owners) : null;
  const page = choosePosts(query, {
    pictures: await source.pictures(),
    copyFormats: source.copyFormats,
    owner,
    owners,
    reacted: typeof user === 'string' ? await reactions.ofOwner(user) : [],
    chance: Math.floor(random() * 2 ** 32),
  });
  if (isRequestProblem(page)) return page;
  const { includeFields } = query;
  const posts = await Promise.all(page.posts.map((post) => shownPost(post, includeFields, source)));
  return pageText(requestId, { ...page, posts }, { origin, signed }, includeFields);
}

const shownPost = async (
  post: Post,
  includeFields: readonly string[],
  source: PictureSource,
): Promise<ShownPost> => ({ post, frames: wantsFrames(includeFields) ? await source.framesOf(post) : null });

async function reactionText(
  { type, postId, emoji }: Request & { type: 'submit_reaction' | 'revoke_reaction' },
  requestId: string,
  { owner }: Asker,
  { source, reactions, now }: RequestsOptions,
): Promise<string | RequestProblem> {
  if (type === 'revoke_reaction') await reactions.remove(owner, postId, emoji);
  else if (!(await source.post(postId))) return requestProblem('not_found', `Post ${postId} not found`);
  else if ((await reactions.add(owner, postId, emoji, now(), MOST_REACTIONS)) === 'full')
    return requestProblem('reaction_limit_exceeded', `Maximum ${MOST_REACTIONS} reactions per post exceeded`);
  return successText(requestId, { error: null });
}

import { fieldsOf, type Fields } from '../makapix/fieldsOf.js';
import { plainText } from '../msx/plainText.js';
import type { JsonObject } from '../msx/json.js';
import type { Ask } from './createAsk.js';
import { pictureUrl } from './pictureUrl.js';
import type { World } from './planCommand.js';
import { readChannels, type Channel } from './readChannels.js';
import { slideTrigger } from './slideTrigger.js';

/** An artwork that can be shown. */
interface Artwork {
  postId: number;
  url: string;
  /** Who made it, as MSX shows it; empty where that is not said. */
  label: string;
  properties: JsonObject;
}

/** What is still to come of a channel. */
interface Rest {
  channel: Channel;
  /** Where the next piece begins; null: at the beginning. */
  cursor: string | null;
}

interface Problem {
  problem: { message: string };
}

/** Some artworks, and where it goes on. */
interface Piece {
  artworks: Artwork[];
  rest: Rest[];
}

interface ChannelsOptions {
  ask: Ask;
  world: () => World;
  /** One of several channels could not be had: it is left out until the next piece. */
  left: (message: string) => void;
}

/** Makapix gives no more at once. */
const MOST_AT_ONCE = 50;

/** A playlist has no picture of its own. */
const ARTWORKS_ONLY = [{ field: 'kind', op: 'eq', value: 'artwork' }];

/** player-status.md, Play Order Values; of the others the reporter knows. */
const RANDOM_ORDER = '2';

/** One of each list in turn; the same post only once. */
function mix(lists: Artwork[][]): Artwork[] {
  const mixed: Artwork[] = [];
  const seen: Record<number, boolean> = {};
  for (let i = 0; lists.some(({ length }) => i < length); i++)
    lists.forEach((list) => {
      const artwork = list[i];
      if (!artwork || seen[artwork.postId]) return;
      seen[artwork.postId] = true;
      mixed.push(artwork);
    });
  return mixed;
}

/** Channels of artworks, as the server behind the broker has them. */
export function createChannels({ ask, world, left }: ChannelsOptions) {
  function artworkOf(post: Fields, properties: JsonObject): Artwork | Problem {
    const now = world();
    const picture = pictureUrl(post, now);
    if (!('url' in picture)) return { problem: { message: picture.error } };
    const postId = Number(post.post_id);
    const { owner_handle: handle } = post;
    return {
      postId,
      url: picture.url,
      label: typeof handle === 'string' ? plainText(handle, now.build) : '',
      properties: { 'makapix:post_id': String(postId), ...properties, ...slideTrigger(now) },
    };
  }

  /** The next artworks of one channel. */
  function load({ channel, cursor }: Rest, limit: number, isRandom: boolean): Promise<Piece | Problem> {
    const properties = isRandom
      ? { ...channel.properties, 'makapix:play_order': RANDOM_ORDER }
      : channel.properties;
    return ask('query_posts', {
      ...channel.query,
      ...(isRandom ? { sort: 'random' } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
      criteria: ARTWORKS_ONLY,
      include_fields: ['owner_handle'],
    }).then((answer): Piece | Problem => {
      if ('problem' in answer) return answer;
      const { posts, next_cursor: next, has_more: hasMore } = answer.fields;
      const read = (posts instanceof Array ? posts : []).map((post) => artworkOf(fieldsOf(post), properties));
      const artworks = read.filter((one) => 'url' in one);
      // Nobody would see why, if not one of them can be shown.
      if (read.length > 0 && artworks.length === 0) return read[0] as Problem;
      const goesOn = hasMore === true && typeof next === 'string' && next !== cursor;
      return { artworks, rest: goesOn ? [{ channel, cursor: next }] : [] };
    });
  }

  return {
    /** @returns the beginnings of the channels that a request names, with a name for them all; null: it names none */
    begin: (spec: string): { name: string; rest: Rest[] } | null => {
      const channels = readChannels(spec);
      return (
        channels && {
          name: channels.map(({ name }) => name).join(', '),
          rest: channels.map((channel) => ({ channel, cursor: null })),
        }
      );
    },
    /**
     * The next artworks of all channels, mixed one by one.
     * @param limit of all of them together
     */
    more: (rest: Rest[], limit: number, isRandom = false): Promise<Piece | Problem> => {
      const each = Math.min(MOST_AT_ONCE, Math.ceil(limit / rest.length));
      return Promise.all(rest.map((one) => load(one, each, isRandom))).then((pieces) => {
        const bad = pieces.filter((piece) => 'problem' in piece);
        if (bad.length === pieces.length) return bad[0]!;
        bad.forEach(({ problem }) => left(problem.message));
        const good = pieces.map((piece, at): Piece =>
          'problem' in piece ? { artworks: [], rest: [rest[at]!] } : piece,
        );
        return {
          artworks: mix(good.map(({ artworks }) => artworks)),
          rest: good.reduce<Rest[]>((all, piece) => all.concat(piece.rest), []),
        };
      });
    },
    /** @returns null: the server has it */
    react: (postId: number, emoji: string, isTakenBack: boolean): Promise<Problem | null> =>
      ask(isTakenBack ? 'revoke_reaction' : 'submit_reaction', { post_id: postId, emoji }).then((answer) =>
        'problem' in answer ? answer : null,
      ),
  };
}

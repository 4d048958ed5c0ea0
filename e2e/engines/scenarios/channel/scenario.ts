import type { CommandAnswer } from '../../../stage/makapix/startMakapixServer.js';
import type { LibraryPost } from '../../../stage/makapix/answerRequest.js';
import { menuOf, pageOf, picture } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

const CATS = 30;
const EMOJI = '❤️';
/** Of the artist `gb`; all others are of somebody else. */
const ARTIST_POSTS = [501, 502];

/** Posts of a server whose own addresses a TV may not ask: it takes those that the owner's template makes. */
const post = (id: number, of: Partial<LibraryPost>): LibraryPost => ({
  post_id: id,
  kind: 'artwork',
  created_at: '2026-01-01T00:00:00.000000Z',
  storage_key: `k${id}`,
  art_url: `http://elsewhere.test/vault/03/38/k${id}.webp`,
  storage_shard: '03/38',
  native_format: 'webp',
  owner_handle: `artist ${id}`,
  width: 64,
  height: 64,
  frame_count: 1,
  dwell_time_ms: 30_000,
  owner_sqid: 'xy',
  hashtags: [],
  isPromoted: false,
  reactions: [],
  ...of,
});

const isWebkit538 = (userAgent: unknown): boolean => String(userAgent).includes('PhantomJS');

/** What the broker's server has is shown on the TV: as pages that grow, by itself, in a row, and because it was told to. */
export const scenario: Scenario<Act> = ({ makapix, playerKey, web, requestsFor }) => {
  const cats = Array.from({ length: CATS }, (_, index) => post(401 + index, { hashtags: ['cats'] }));
  makapix.library.posts = [
    // What has no picture, and what could lead elsewhere.
    post(399, { kind: 'playlist', hashtags: ['cats'] }),
    post(400, { hashtags: ['cats'], storage_key: '../../secret' }),
    ...cats,
    ...ARTIST_POSTS.map((id) => post(id, { owner_sqid: 'gb', owner_handle: 'An {artist}' })),
  ];
  const [first] = cats;
  const asked = () =>
    makapix.told.filter(({ topic }) => topic.startsWith('request/')).map(({ message }) => message);
  return {
    files: {
      'menu.json': menuOf('start'),
      'start.json': pageOf('Start', {
        title: 'To the channels',
        action: 'content:request:interaction:channels@plugin.html',
      }),
      ...Object.fromEntries(
        makapix.library.posts.flatMap(({ storage_key: key }) =>
          ['webp', 'gif'].map((format) => [`art/03/38/${key}.${format}`, picture()]),
        ),
      ),
    },
    config: {
      tagging: 'deep',
      artworkUrl: `${web.origin}/tv/art/{storage_shard}/{storage_key}.{format}`,
      channels: [{ channel: 'hashtag:cats', label: 'Cats' }, 'promoted'],
      reaction: EMOJI,
    },
    settings: { slideshowInterval: '60000' },
    acts: {
      'command': (data) => {
        const { type, payload } = data as { type: string; payload: Record<string, unknown> };
        return makapix.answerTo(makapix.command(playerKey, type, payload));
      },
      'reacted': () => makapix.until(() => first!.reactions.includes(EMOJI), 'the reaction'),
      'not reacted': () => makapix.until(() => first!.reactions.length === 0, 'no reaction'),
    },
    evidence: ({ answers, pages, toasts, userAgent }) => {
      const { channels, ...artworks } = pages as Record<string, { headline: string; titles: string[] }>;
      expectThat(
        JSON.stringify(channels!.titles) === '["Cats","Promoted artworks"]',
        'the channels that the owner offers',
        channels,
      );
      const named = (name: string) =>
        artworks[name]!.titles.filter((title) => title.startsWith('artist')).length;
      // One of the first piece cannot be shown.
      expectThat(named('first piece') === 23 && named('both pieces') === CATS, 'the page grows', artworks);
      const queries = asked().filter(({ request_type: type }) => type === 'query_posts');
      expectThat(
        queries.every(({ player_key: key }) => key === playerKey) &&
          new Set(queries.map(({ request_id: id }) => id)).size === queries.length,
        'each request has an ID of its own, and the key',
        queries,
      );
      expectThat(
        queries.some(({ cursor }) => cursor === '24'),
        'the second piece begins where the first ends',
        queries,
      );
      const views = makapix.recorded.map(({ postId, payload }) => {
        const { intent, channel, channel_hashtag: tag, channel_user_sqid: user, play_order: order } = payload;
        return [postId, intent, channel, tag, user, order];
      });
      expectThat(
        JSON.stringify(views) ===
          JSON.stringify([
            [401, 'artwork', 'hashtag', 'cats', null, 0],
            [401, 'channel', 'hashtag', 'cats', null, 0],
            [501, 'channel', 'by_user', null, 'gb', 0],
            // The stand-in's random order is the other way round.
            [502, 'channel', 'by_user', null, 'gb', 2],
          ]),
        'views say where they come from',
        views,
      );
      const [played, mixed, empty] = answers as CommandAnswer[];
      expectThat(played!.status === 'ok' && mixed!.status === 'ok', 'what was told is done', answers);
      expectThat(empty!.status === 'error', 'an empty channel cannot be played', empty);
      expectThat(
        (toasts as string[]).some((text) => text.includes('Nothing is in this channel')) &&
          !(toasts as string[]).some((text) => text.includes('Unknown')),
        'the TV says why, and no action is unknown',
        toasts,
      );
      const format = isWebkit538(userAgent) ? 'gif' : 'webp';
      expectThat(
        requestsFor(`art/03/38/k401.${format}`).length > 0 &&
          requestsFor(`art/03/38/k401.${format === 'gif' ? 'webp' : 'gif'}`).length === 0,
        `pictures come as ${format}`,
      );
    },
  };
};

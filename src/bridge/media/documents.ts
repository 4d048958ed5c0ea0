import type { Json, JsonObject } from '../../msx/json.js';
import type { Kind } from './kind.js';
import type { Album, Library } from './library.js';
import type { Links } from './links.js';
import type { Post } from './post.js';

/** Files on one page of an album: enough to walk through, few enough for the memory of an old TV. */
export const PAGE_ITEMS = 120;

/** Makes the plugin see a picture when it is really on screen (MSX, Extended Properties). */
const SLIDER_COMMIT = 'interaction:commit:slider';

/** The names of the collections, each a list of all files of one kind. */
export const COLLECTIONS: Record<Kind, { id: string; title: string; icon: string }> = {
  image: { id: 'pictures', title: 'All pictures', icon: 'photo-library' },
  audio: { id: 'music', title: 'All music', icon: 'music-note' },
  video: { id: 'films', title: 'All films', icon: 'movie' },
};

const KINDS = ['image', 'audio', 'video'] as const;

/** The menu of the media library (MSX, Menu Root Object). */
export function menuDocument(library: Library, links: Links): JsonObject {
  const root = library.root();
  const collections = KINDS.filter((kind) => library.ofKind(kind).length > 0).map((kind) => ({
    icon: COLLECTIONS[kind].icon,
    label: COLLECTIONS[kind].title,
    data: links.document(`msx/albums/${COLLECTIONS[kind].id}.json`),
  }));
  return {
    headline: root.title,
    menu: [
      { icon: 'photo-album', label: 'Albums', data: links.document('msx/albums.json') },
      ...collections,
      { type: 'separator' },
      { icon: 'tv', label: 'This TV', data: links.request('status').replace(/^content:/, '') },
    ],
  };
}

/** The top of the media folder. */
export function albumsDocument(library: Library, links: Links, hasTrigger: boolean): JsonObject {
  const root = library.root();
  if (root.count === 0) return library.isComplete() ? emptyDocument(root.title) : readingDocument(root.title);
  return listDocument(root, root.title, 1, links, hasTrigger);
}

/**
 * One album, or a collection; `page` counts from 1.
 * @param hasTrigger whether this TV's MSX says when a picture is on screen; an older one would show a warning with each
 */
export function listDocument(
  list: { albumId: number | string; albums: Album[]; posts: Post[] },
  title: string,
  page: number,
  links: Links,
  hasTrigger: boolean,
): JsonObject {
  const entries = [...list.albums, ...list.posts];
  const pages = pagesOf(entries.length);
  const shown = entries.slice((page - 1) * PAGE_ITEMS, page * PAGE_ITEMS);
  const turn = (to: number, label: string): JsonObject => ({
    type: 'button',
    layout: '0,0,4,1',
    label,
    action: `content:${links.document(`msx/albums/${list.albumId}.json?page=${to}`)}`,
  });
  return {
    type: 'pages',
    headline: pages > 1 ? `${title} (${page}/${pages})` : title,
    template: { type: 'separate', layout: '0,0,3,3', color: 'msx-glass', imageFiller: 'cover' },
    items: [
      ...shown.map((entry) =>
        'albums' in entry ? albumItem(entry, links) : postItem(entry, links, hasTrigger),
      ),
      ...(page > 1 ? [turn(page - 1, 'Previous page')] : []),
      ...(page < pages ? [turn(page + 1, 'Next page')] : []),
    ],
  };
}

/** How many pages a list has; an empty one has a page as well. */
export const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / PAGE_ITEMS));

function albumItem(album: Album, links: Links): JsonObject {
  return {
    title: album.title,
    titleFooter: `${album.count} ${album.count === 1 ? 'file' : 'files'}`,
    ...(album.cover ? { image: links.thumbnail(album.cover) } : { icon: 'photo-album' }),
    action: `content:${links.document(`msx/albums/${album.albumId}.json`)}`,
  };
}

const ICONS: Record<Kind, string> = { image: 'image', audio: 'music-note', video: 'movie' };

function postItem(post: Post, links: Links, hasTrigger: boolean): JsonObject {
  const url = links.media(post);
  const properties: Record<string, Json> = {
    'makapix:post_id': post.postId,
    'makapix:channel': 'all',
  };
  const shared = { title: post.title, titleFooter: footerOf(post) };
  if (post.kind === 'image') {
    const thumbnail = links.thumbnail(post);
    return {
      ...shared,
      image: thumbnail,
      imageLabel: post.title,
      imageColor: 'msx-black',
      action: thumbnail === url ? 'image:context' : `image:${url}`,
      properties: hasTrigger ? { ...properties, 'image:trigger': SLIDER_COMMIT } : properties,
    };
  }
  return {
    ...shared,
    icon: ICONS[post.kind],
    playerLabel: post.title,
    action: `${post.kind}:${url}`,
    properties,
  };
}

function footerOf({ kind, width, height, durationMs }: Post): string {
  if (kind === 'image') return width !== null && height !== null ? `${width} × ${height}` : '';
  return durationMs === null ? '' : clock(durationMs);
}

/** 3:07, 1:02:03. */
function clock(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const emptyDocument = (title: string): JsonObject =>
  noteDocument(
    title,
    'The media folder is empty',
    'Copy pictures, music or films into the folder that the bridge was started with: they appear here by themselves.',
  );

/** Right after the start. MSX loads a page again when the menu is left and entered. */
const readingDocument = (title: string): JsonObject =>
  noteDocument(
    title,
    'The media folder is being read',
    'The bridge has just been started and is looking through the folder. Come back to this page in a moment.',
  );

function noteDocument(title: string, headline: string, text: string): JsonObject {
  const item = { type: 'default', layout: '0,0,12,3', headline, text, color: 'msx-glass' };
  return { type: 'pages', headline: title, pages: [{ items: [item] }] };
}

/** What MSX shows as a message (MSX, Response Object); with HTTP 200, the one way that works on every TV. */
export function errorResponse(status: number, message: string): JsonObject {
  return {
    response: { status, text: status < 500 ? 'Not possible' : 'The bridge failed', message, data: null },
  };
}

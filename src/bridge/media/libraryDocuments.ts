import type { Json, JsonObject } from '../../msx/json.js';
import { REPLACE_SINCE } from '../../msx/replaceSince.js';
import type { Kind } from './kind.js';
import type { Album } from './buildIndex.js';
import type { Library } from './openLibrary.js';
import type { Links } from './linksFor.js';
import { msxText } from './msxText.js';
import type { Post } from './post.js';

/**
 * Files on one page of an album: enough to walk through, few enough for the memory of an old TV. With a button to
 * either side they fill 15 screens of eight.
 */
const PAGE_ITEMS = 118;

/** Actions that hand over what is on screen are promised from here on; before, MSX may warn of each (Internal Actions). */
const TRIGGERS_SINCE = 160;

/** Of the menu, for `replace`. */
const MENU_FLAG = 'msx-bridge-menu';

/** The names of the collections, each a list of all files of one kind. */
const COLLECTIONS: Record<Kind, { id: string; title: string; icon: string; none: string }> = {
  image: { id: 'pictures', title: 'All pictures', icon: 'photo-library', none: 'There are no pictures now' },
  audio: { id: 'music', title: 'All music', icon: 'music-note', none: 'There is no music now' },
  video: { id: 'films', title: 'All films', icon: 'movie', none: 'There are no films now' },
};

const KINDS = ['image', 'audio', 'video'] as const;

/** Whom a document is for. */
export interface Tv {
  links: Links;
  /** The N of its MSX 0.1.N; 0 where that is not known, which counts as old. */
  build: number;
}

/** What MSX reads when a person types in the bridge's address (MSX, Start Object). */
export function startDocument(name: string): JsonObject {
  return {
    name,
    version: '1.0.0',
    // With the security lock of MSX the prefix is https.
    parameter: 'menu:request:interaction:init@{PREFIX}{SERVER}/plugin.html',
  };
}

const shownKinds = (library: Library): Kind[] => KINDS.filter((kind) => library.ofKind(kind).length > 0);

/** What a menu shows, in a word: the links of a menu carry it, so that their pages know when it is out of date. */
const menuState = (library: Library): string =>
  shownKinds(library)
    .map((kind) => COLLECTIONS[kind].id)
    .join('-') || 'none';

/** The menu of the media library (MSX, Menu Root Object). */
export function menuDocument(library: Library, { links, build }: Tv): JsonObject {
  const page = (name: string): string => links.document(`msx/${name}.json?menu=${menuState(library)}`);
  return {
    flag: MENU_FLAG,
    headline: msxText(library.root().title, build),
    menu: [
      { id: 'albums', icon: 'photo-album', label: 'Albums', data: page('albums') },
      ...shownKinds(library).map((kind) => {
        const { id, icon, title } = COLLECTIONS[kind];
        return { id, icon, label: title, data: page(`albums/${id}`) };
      }),
      { type: 'separator' },
      { id: 'tv', icon: 'tv', label: 'This TV', data: links.request('status') },
    ],
  };
}

/**
 * What a page of the menu does about a menu that shows other collections than there are now. MSX never asks again
 * for what it was started with, but a page can replace it.
 * @param menuSeen what the menu showed that led here; undefined where none did
 */
function renewMenu(library: Library, { links, build }: Tv, menuSeen: string | undefined): JsonObject {
  // A `ready` action is two versions older than what it does here.
  if (menuSeen === undefined || menuSeen === menuState(library) || build < REPLACE_SINCE) return {};
  return { ready: { action: `replace:menu:${MENU_FLAG}:${links.request('init')}` } };
}

/** The top of the media folder. */
export function albumsDocument(library: Library, tv: Tv, menuSeen?: string): JsonObject {
  const root = library.root();
  const list = root.count === 0 ? emptyDocument(library, tv) : listDocument(root, root.title, 1, tv);
  return { ...list, ...renewMenu(library, tv, menuSeen) };
}

/**
 * One album, or a collection, or what to say where it has nothing any more.
 * @param id of the album, or the name of the collection
 * @param page counts from 1; one that is no longer there is the last one
 * @returns undefined where nothing is ever called so
 */
export function albumDocument(
  library: Library,
  id: string,
  page: number,
  tv: Tv,
  menuSeen?: string,
): JsonObject | undefined {
  const kind = KINDS.find((one) => COLLECTIONS[one].id === id);
  if (kind) {
    const { title, none } = COLLECTIONS[kind];
    const posts = library.ofKind(kind);
    const list =
      posts.length === 0
        ? noteDocument(title, none, 'What is copied into the media folder appears here by itself.')
        : listDocument({ albumId: id, albums: [], posts }, title, page, tv);
    return { ...list, ...renewMenu(library, tv, menuSeen) };
  }
  if (!/^\d{1,15}$/.test(id)) return undefined;
  const album = library.album(Number(id));
  return album && album.count > 0
    ? listDocument(album, album.title, page, tv)
    : noteDocument(
        'Album',
        'There is nothing here any more',
        'The files of this album were moved, renamed or deleted. Go back, and look there.',
      );
}

function listDocument(
  list: { albumId: number | string; albums: Album[]; posts: Post[] },
  title: string,
  wanted: number,
  tv: Tv,
): JsonObject {
  const entries = [...list.albums, ...list.posts];
  const pages = Math.ceil(entries.length / PAGE_ITEMS);
  const page = Math.min(wanted, pages);
  const shown = entries.slice((page - 1) * PAGE_ITEMS, page * PAGE_ITEMS);
  const turn = (to: number, label: string, icon: string): JsonObject => ({
    type: 'button',
    icon,
    label,
    enumerate: false,
    action: `content:${tv.links.document(`msx/albums/${list.albumId}.json?page=${to}`)}`,
  });
  const name = msxText(title, tv.build);
  return {
    type: 'pages',
    // What comes and goes in the folder is seen whenever the page is opened.
    cache: false,
    headline: pages > 1 ? `${name} (${page}/${pages})` : name,
    template: {
      type: 'separate',
      layout: '0,0,3,3',
      color: 'msx-glass',
      imageFiller: 'cover',
      truncation: 'title|titleFooter',
    },
    items: [
      ...shown.map((entry) => ('albums' in entry ? albumItem(entry, tv) : postItem(entry, tv))),
      ...(page > 1 ? [turn(page - 1, 'Previous page', 'navigate-before')] : []),
      ...(page < pages ? [turn(page + 1, 'Next page', 'navigate-next')] : []),
    ],
  };
}

/** Any file of an album that has no picture. */
const firstOf = ({ posts, albums }: Album): Post | undefined =>
  posts[0] ?? albums.map(firstOf).find((post) => post !== undefined);

function albumItem(album: Album, { links, build }: Tv): JsonObject {
  return {
    title: msxText(album.title, build),
    titleFooter: `${album.count} ${album.count === 1 ? 'file' : 'files'}`,
    ...(album.cover
      ? { image: links.thumbnail(album.cover) }
      : { icon: firstOf(album)?.kind === 'audio' ? 'library-music' : 'video-library' }),
    enumerate: false,
    action: `content:${links.document(`msx/albums/${album.albumId}.json`)}`,
  };
}

const ICONS: Record<Kind, string> = { image: 'image', audio: 'music-note', video: 'movie' };

/** Properties are texts (MSX, Content Item Object). */
function postItem(post: Post, { links, build }: Tv): JsonObject {
  const url = links.media(post);
  const title = msxText(post.title, build);
  const properties: Record<string, Json> = {
    'makapix:post_id': String(post.postId),
    'makapix:channel': 'all',
  };
  // Names the plugin's page, so that it comes back where another plugin has taken its place.
  const handOver = (what: string, request: string, trigger: string): JsonObject =>
    build < TRIGGERS_SINCE ? {} : { [trigger]: `execute:service:${what}:silent:${links.request(request)}` };
  const shared = { title, titleFooter: footerOf(post) };
  if (post.kind === 'image') {
    const thumbnail = links.thumbnail(post);
    return {
      ...shared,
      image: thumbnail,
      imageLabel: title,
      imageColor: 'msx-black',
      action: thumbnail === url ? 'image:context' : `image:${url}`,
      properties: { ...properties, ...handOver('slider', 'slide', 'image:trigger') },
    };
  }
  return {
    ...shared,
    icon: ICONS[post.kind],
    playerLabel: title,
    action: `${post.kind}:${url}`,
    properties: { ...properties, ...handOver('video', 'track', 'trigger:start') },
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

function emptyDocument(library: Library, { build }: Tv): JsonObject {
  const title = msxText(library.root().title, build);
  return library.isComplete()
    ? noteDocument(
        title,
        'The media folder is empty',
        'Copy pictures, music or films into the folder that the bridge was started with: they appear here by themselves.',
      )
    : noteDocument(
        title,
        'The media folder is being read',
        'The bridge has just been started and is looking through the folder. Look again in a moment.',
      );
}

/** MSX asks for it again whenever it shows it. */
function noteDocument(title: string, headline: string, text: string): JsonObject {
  return {
    type: 'pages',
    cache: false,
    reuse: false,
    headline: title,
    pages: [
      {
        items: [
          { type: 'space', layout: '0,0,12,2', headline, text },
          {
            type: 'button',
            layout: '0,2,4,1',
            icon: 'refresh',
            label: 'Look again',
            action: 'reload:content',
          },
        ],
      },
    ],
  };
}

/** What MSX shows as a message (MSX, Response Object); with HTTP 200, the one way that works on every TV. */
export function errorResponse(status: number, message: string): JsonObject {
  return {
    response: { status, text: status < 500 ? 'Not possible' : 'The bridge failed', message, data: null },
  };
}

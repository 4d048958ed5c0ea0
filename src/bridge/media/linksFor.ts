import { withDeviceId } from '../../msx/withDeviceId.js';
import { isSmall } from './openThumbnails.js';
import type { Post } from './post.js';

/** Makes the links of the documents for one TV. All are absolute: MSX resolves relative ones against itself. */
export interface Links {
  /** @param path below the bridge, e.g. `msx/albums.json` */
  document(path: string): string;
  /** The address of a file, for this TV only. */
  media(post: Post): string;
  /** The address of a small picture for a grid; that of the picture itself where it is small. */
  thumbnail(post: Post): string;
  /** A request to the plugin, e.g. `status`, a page of its own. It loads the bridge's own plugin where it is not. */
  request(dataId: string): string;
}

/**
 * @param origin of the bridge, as the TV asked for it
 * @param page the plugin's page below it: `plugin.html`; undefined where the TV's plugin lies elsewhere
 * @param query what every document is asked for with, e.g. `preview=1`; empty for nothing
 * @param deviceId undefined for a TV that has none: its links stay untagged
 * @param hasThumbnails whether there is a small picture of each large one
 * @param signature what stands for the signature of a link; undefined where links have none
 */
export function linksFor(
  origin: string,
  page: string | undefined,
  query: string,
  playerId: string,
  deviceId: string | undefined,
  hasThumbnails: boolean,
  signature?: string,
): Links {
  const tagged = (path: string): string => {
    const url = `${origin}/${path}`;
    const whole = deviceId === undefined ? url : withDeviceId(url, encoded(deviceId));
    return signature === undefined ? whole : `${whole}${whole.includes('?') ? '&' : '?'}sig=${signature}`;
  };
  const file = (route: string, { path }: Post): string =>
    tagged(`msx/${route}/${playerId}?uri=${encoded(path)}`);
  return {
    document: (path) => tagged(query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`),
    media: (post) => file(post.kind, post),
    thumbnail: (post) => file(hasThumbnails && !isSmall(post) ? 'thumb' : 'image', post),
    request: (dataId) => `request:interaction:${dataId}${page === undefined ? '' : `@${origin}/${page}`}`,
  };
}

/** Also what encodeURIComponent leaves alone, since quotes and brackets end links in some places of a TV. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

import { encoded, linksFor } from '../media/linksFor.js';
import type { Post } from '../media/post.js';
import type { Player } from '../players/player.js';

/** The address of a file of the media library, which is sent to this TV only. */
export const libraryUrl = (post: Post, { playerId, deviceId }: Player, origin: string): string =>
  linksFor(origin, undefined, '', playerId, deviceId === null ? undefined : encoded(deviceId), false).media(
    post,
  );

/** The address of a picture of the sample gallery. */
export const galleryUrl = ({ path }: Post, _player: Player, origin: string): string =>
  `${origin}/gallery/${path.split('/').map(encoded).join('/')}`;

import type { Fields } from '../makapix/fieldsOf.js';
import { artworkAddress } from './artworkAddress.js';
import { ownAddress } from './ownAddress.js';
import type { Addresses } from './ownAddress.js';
import { unsupported, wrong } from './plan.js';
import type { Refusal } from './plan.js';

/** How addresses of artworks are found. */
export interface Pictures extends Addresses {
  /** `artworkUrl` of the configuration. */
  artworkUrl: string | null;
  /** Whether the engine can show WebP. */
  showsWebp: boolean;
}

/**
 * Where the file of an artwork is: its `art_url` where that is the owner's, else what the owner's template makes of its
 * ids. An engine that shows no WebP gets the GIF beside it.
 *
 * @param artwork of a command or an answer: `art_url`, `storage_key`, `storage_shard`, `native_format`
 */
export function pictureUrl(artwork: Fields, pictures: Pictures): { url: string } | Refusal {
  const { artworkUrl, showsWebp } = pictures;
  const { art_url: given } = artwork;
  const own = ownAddress(
    'art_url',
    showsWebp || typeof given !== 'string' ? given : given.replace(/\.webp(?=\?|$)/, '.gif'),
    pictures,
  );
  if ('url' in own) return own;
  if (!artworkUrl) return unsupported('The configuration has no "artworkUrl", by which artworks are found.');
  const url = artworkAddress(artworkUrl, artwork, showsWebp);
  return url ? { url } : wrong('storage_key', 'a key, with its shard and format');
}

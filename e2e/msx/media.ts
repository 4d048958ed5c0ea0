import { headAndRest } from './action-text.js';
import { type Fields, textOf } from './fields.js';

export type MediaKind = 'image' | 'video' | 'audio';

/** What a media action plays. */
export interface Media {
  kind: MediaKind;
  /** The media URL, the player page, or what is to be resolved first. */
  address: string;
  how: 'direct' | 'plugin' | 'resolve';
}

/** One item of a slideshow or a playlist. */
export interface MediaEntry extends Media {
  fields: Fields;
  /** Zero-based, and one-based, within `count` items of the same group. */
  index: number;
  number: number;
  count: number;
  /** Within all enumerated items of the document. */
  listIndex: number;
  listSize: number;
}

function direct(kind: MediaKind, address: string): Media {
  const [head, rest] = headAndRest(address);
  if (head === 'resolve' && rest) return { kind, address: rest, how: 'resolve' };
  if (head === 'plugin' && rest) return { kind, address: rest, how: 'plugin' };
  if (head === 'user' || head === 'auto') return direct(kind, rest);
  return { kind, address, how: 'direct' };
}

/** Reads `image:URL`, `image:context`, `video:auto:plugin:URL`, `audio:resolve:URL`, …; null for other actions. */
export function parseMedia(action: unknown, fields: Fields): Media | null {
  const [kind, rest] = headAndRest(textOf(action));
  if ((kind !== 'image' && kind !== 'video' && kind !== 'audio') || !rest) return null;
  if (kind === 'image' && rest === 'context') return direct('image', textOf(fields.image));
  return direct(kind, rest);
}

const isImage = (media: Media) => media.kind === 'image';

/**
 * The slideshow (for an image) or the playlist (for a video or an audio) that an item is part of: the
 * enumerated items of its document that have such an action, in its own group. An item that is not
 * enumerated stands alone.
 */
export function mediaRow(
  candidates: { fields: Fields; enumerated: boolean }[],
  current: { fields: Fields; media: Media },
): { entries: MediaEntry[]; at: number } {
  const family: { fields: Fields; media: Media }[] = [];
  candidates.forEach(({ fields, enumerated }) => {
    const media = parseMedia(fields.action, fields);
    if (enumerated && media && isImage(media) === isImage(current.media)) family.push({ fields, media });
  });
  const inFamily = family.some((one) => one.fields === current.fields);
  const all = inFamily ? family : [current];
  const group = textOf(current.fields.group);
  const row = all.filter((one) => textOf(one.fields.group) === group);
  const entries = row.map((one, index) => ({
    kind: one.media.kind,
    address: one.media.address,
    how: one.media.how,
    fields: one.fields,
    index,
    number: index + 1,
    count: row.length,
    listIndex: all.indexOf(one),
    listSize: all.length,
  }));
  return { entries, at: Math.max(0, row.map((one) => one.fields).indexOf(current.fields)) };
}

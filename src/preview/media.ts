import { headAndRest } from './readAction.js';
import { type Fields, fieldsOf, merge, textOf } from './fields.js';

export type MediaKind = 'image' | 'video' | 'audio';

/** What a media action plays. */
interface Media {
  kind: MediaKind;
  /** The media URL, the player page, or what is to be resolved first. */
  address: string;
  how: 'direct' | 'plugin' | 'resolve';
  /** The player does not come to the front for it (`video:auto:…`). */
  auto: boolean;
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
  /** Gives the item the focus where it stands on a page (`slider:sync`, `player:sync`); null where it does not. */
  select: (() => void) | null;
}

/** An item that may be part of a row. */
export interface Candidate {
  fields: Fields;
  enumerated: boolean;
  select?: () => void;
}

function direct(kind: MediaKind, text: string, auto: boolean): Media {
  const address = text.trim();
  const [head, rest] = headAndRest(address);
  if (head === 'resolve' && rest) return { kind, address: rest, how: 'resolve', auto };
  if (head === 'plugin' && rest) return { kind, address: rest, how: 'plugin', auto };
  if (head === 'user' || head === 'auto') return direct(kind, rest, auto || head === 'auto');
  return { kind, address, how: 'direct', auto };
}

/** Reads `image:URL`, `image:context`, `video:auto:plugin:URL`, `audio:resolve:URL`, …; null for other actions. */
export function parseMedia(action: unknown, fields: Fields): Media | null {
  const [kind, rest] = headAndRest(textOf(action).trim());
  if ((kind !== 'image' && kind !== 'video' && kind !== 'audio') || !rest) return null;
  if (kind === 'image' && rest === 'context') return direct('image', textOf(fields.image), false);
  return direct(kind, rest, false);
}

/**
 * Where label, background and properties of a media action come from: from its item when it is the item's own
 * action, else (in a list, in a `data` action, from a plugin or a server) from the data beside it; a trigger has
 * none (common/actions). `image:context` needs the item's image in any case.
 */
export function mediaFields(
  action: string,
  data: unknown,
  item: Fields | null,
): { fields: Fields; own: boolean } {
  if (item && textOf(item.action).trim() === action) return { fields: item, own: true };
  const fields = fieldsOf(data);
  return { fields: merge(item ? { image: item.image } : {}, fields), own: false };
}

const isImage = (media: Media) => media.kind === 'image';

/**
 * The slideshow (for an image) or the playlist (for a video or an audio) that an item is part of: the
 * enumerated items of its document that have such an action, in its own group. An item that is not
 * enumerated stands alone.
 */
export function mediaRow(
  candidates: Candidate[],
  current: { fields: Fields; media: Media },
): { entries: MediaEntry[]; at: number } {
  const family: { fields: Fields; media: Media; select: (() => void) | null }[] = [];
  candidates.forEach(({ fields, enumerated, select }) => {
    const media = parseMedia(fields.action, fields);
    if (enumerated && media && isImage(media) === isImage(current.media))
      family.push({ fields, media, select: select ?? null });
  });
  const inFamily = family.some((one) => one.fields === current.fields);
  const alone = candidates.filter((one) => one.fields === current.fields)[0]?.select ?? null;
  const all = inFamily ? family : [{ fields: current.fields, media: current.media, select: alone }];
  const group = textOf(current.fields.group);
  const row = all.filter((one) => textOf(one.fields.group) === group);
  const entries = row.map((one, index) => ({
    kind: one.media.kind,
    address: one.media.address,
    how: one.media.how,
    auto: one.media.auto,
    fields: one.fields,
    index,
    number: index + 1,
    count: row.length,
    listIndex: all.indexOf(one),
    listSize: all.length,
    select: one.select,
  }));
  return { entries, at: Math.max(0, row.map((one) => one.fields).indexOf(current.fields)) };
}

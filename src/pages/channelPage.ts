import type { JsonObject } from '../msx/json.js';
import type { Artwork } from './channelSource.js';
import { withMoreButton } from './listPieces.js';

/** MSX's grid. */
const COLUMNS = 12;

/** What comes from a server is asked for anew each time. */
const FRESH = { cache: false, reuse: false };

/** A list. @param none the only line of an empty one, which looks again */
const listOf = (
  flag: string,
  headline: string,
  template: JsonObject,
  items: JsonObject[],
  none: { label: string; action: string },
): JsonObject => ({
  ...FRESH,
  flag,
  type: 'list',
  headline,
  important: true,
  template: items.length ? template : LINE,
  items: items.length ? items : [{ icon: 'refresh', ...none }],
});

const LINE = { type: 'control', layout: '0,0,12,1', enumerate: false };
const TILE = { type: 'separate', layout: '0,0,2,3', color: 'msx-glass', imageFiller: 'fit' };

const button = (layout: string, icon: string, label: string, action: string): JsonObject => ({
  type: 'button',
  layout,
  icon,
  label,
  action,
});

/** The channels that the owner offers. @param action shows the page anew */
export const channelList = (flag: string, items: JsonObject[], action: string): JsonObject =>
  listOf(flag, 'Channels', { ...LINE, icon: 'photo-library' }, items, {
    label: 'The configuration offers none ("channels").',
    action,
  });

/** A reaction, and how to take it back: the options of an artwork. */
export const reactionOptions = (emoji: string, give: string, takeBack: string): JsonObject => ({
  headline: 'Reaction',
  items: [
    button('0,0,8,1', 'add-reaction', `React with ${emoji}`, give),
    button('0,1,8,1', 'undo', 'Take the reaction back', takeBack),
  ],
});

interface ChannelPage {
  flag: string;
  headline: string;
  artworks: Artwork[];
  optionsOf: (postId: number) => JsonObject | null;
  /** Shows the page anew. */
  again: string;
  /** Shows all as a slideshow. */
  slideshow: string;
  /** What the button at the end asks for, without and with a sign of it; null: these are all. */
  more: { quiet: string; busy: string } | null;
}

/** A page of artworks, of which each opens by itself. */
export function channelPage(page: ChannelPage): JsonObject {
  const { more } = page;
  const items = page.artworks.map(({ postId, url, label, properties }) => ({
    title: label,
    image: url,
    imageLabel: label,
    action: `image:${url}`,
    properties,
    options: page.optionsOf(postId),
  }));
  const list = listOf(page.flag, page.headline, TILE, items, {
    label: 'Nothing is in this channel yet.',
    action: page.again,
  });
  if (items.length)
    list.header = { items: [button('0,0,4,1', 'slideshow', 'As a slideshow', page.slideshow)] };
  return more ? withMoreButton(list, COLUMNS, more.quiet, more.busy) : list;
}

/** The same for MSX to play in a row: each is shown because the channel is. */
export const channelSlides = (artworks: Artwork[]): JsonObject => ({
  ...FRESH,
  template: { layout: '0,0,1,1' },
  items: artworks.map(({ url, label, properties }) => ({
    imageLabel: label,
    action: `image:${url}`,
    properties: { ...properties, 'makapix:intent': 'channel' },
  })),
});

import type { JsonObject } from '../msx/json.js';
import type { Artwork } from './channelSource.js';
import { withMoreButton } from './listPieces.js';

/** MSX's grid. */
const COLUMNS = 12;

/** What comes from a server is asked for anew each time. */
const FRESH = { cache: false, reuse: false };

/** Lines of text; an empty list says so, and looks again. */
const lines = (flag: string, headline: string, items: JsonObject[], none: JsonObject): JsonObject => ({
  ...FRESH,
  flag,
  type: 'list',
  headline,
  important: true,
  template: { type: 'control', layout: '0,0,12,1', enumerate: false },
  items: items.length ? items : [{ icon: 'refresh', ...none }],
});

const button = (layout: string, icon: string, label: string, action: string): JsonObject => ({
  type: 'button',
  layout,
  icon,
  label,
  action,
});

/** The channels that the owner offers. @param again shows the page anew */
export const channelList = (flag: string, items: JsonObject[], again: string): JsonObject =>
  lines(
    flag,
    'Channels',
    items.map((item) => ({ icon: 'photo-library', ...item })),
    { label: 'The configuration offers none ("channels").', action: again },
  );

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
  optionsOf: (artwork: Artwork) => JsonObject | null;
  /** Shows the page anew. */
  again: string;
  /** Shows all as a slideshow. */
  slideshow: string;
  /** What the button at the end asks for, without and with a sign of it; null: these are all. */
  more: { quiet: string; busy: string } | null;
}

/** A page of artworks, of which each opens by itself. */
export function channelPage({ flag, headline, artworks, more, ...page }: ChannelPage): JsonObject {
  if (artworks.length === 0)
    return lines(flag, headline, [], { label: 'Nothing is in this channel yet.', action: page.again });
  const list: JsonObject = {
    ...FRESH,
    flag,
    type: 'list',
    headline,
    important: true,
    header: { items: [button('0,0,4,1', 'slideshow', 'As a slideshow', page.slideshow)] },
    template: { type: 'separate', layout: '0,0,2,3', color: 'msx-glass', imageFiller: 'fit' },
    items: artworks.map((artwork) => ({
      title: artwork.label,
      image: artwork.url,
      imageLabel: artwork.label,
      action: `image:${artwork.url}`,
      properties: artwork.properties,
      options: page.optionsOf(artwork),
    })),
  };
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

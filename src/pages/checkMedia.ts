// What the check shows and plays. It is in the page, so that nothing of a host can be what fails.
import type { Json, JsonObject } from '../msx/json.js';
import type { PageTools } from './pageTools.js';

/** Whether an address holds the thing itself: no item of a document that counts has such a one. */
export const isInPage = (url: unknown): boolean => /^data:/.test(String(url));

/** GIFs of one point, each of its own colour. */
const PICTURES = ['Iovh', 'C9ki'].map(
  (color) => `data:image/gif;base64,R0lGODdhAQABAIAAA${color}gAAACwAAAAAAQABAAACAkQBADs=`,
);

/**
 * A fifth of a second of a quiet tone: the head of a WAV file (4,000 bytes a second, 8 bits, one channel) and four
 * bytes of silence, then one wave of 6 bytes (667 Hz) again and again. An MSX that cannot play it shows the whole
 * address in a message, so it is no longer.
 */
const SOUND =
  'data:audio/wav;base64,UklGRkYDAABXQVZFZm10IBAAAAABAAEAoA8AAKAPAAABAAgAZGF0YSIDAACAgICA' +
  new Array(134).join('iIiIeHh4');

/** @param trigger the action of a picture that is on screen; empty: MSX knows none */
export const checkSlides = (trigger: string): JsonObject => ({
  template: { type: 'separate', layout: '0,0,3,3' },
  items: PICTURES.map((url): Json => ({
    action: `image:${url}`,
    properties: trigger ? { 'image:trigger': trigger } : {},
  })),
});

export const playCheckSound = ({ executeAction }: Pick<PageTools, 'executeAction'>): void =>
  executeAction(`audio:${SOUND}`);

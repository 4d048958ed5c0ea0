import type { Fields } from '../makapix/fieldsOf.js';
import { fieldsOf } from '../makapix/fieldsOf.js';

/** A slideshow, or a video or sound. */
export interface Shown {
  url: string;
  isPaused: boolean;
  /** How many are in its list; NaN where MSX does not say. */
  size: number;
}

/** What a command can turn, as far as MSX has said. A slideshow is in front of the other. */
export interface OnScreen {
  /** The TV shows something else than MSX, or nothing. */
  isAway: boolean;
  slider: Shown | null;
  video: Shown | null;
}

export const NOTHING_SHOWN: OnScreen = { isAway: false, slider: null, video: null };

/** TVXVideoState.PLAYING, of slideshows as well. */
const PLAYING = 2;

const AWAY: Record<string, boolean> = {
  'app:suspend': true,
  'app:sleep': true,
  'app:resume': false,
  'app:awake': false,
};

/** What is in front. */
export const inFront = ({ slider, video }: OnScreen): Shown | null => slider || video;

/**
 * @param type of the event, as MSX says it
 * @param event with all that came with it
 */
export function afterEvent(before: OnScreen, type: string, event: Fields): OnScreen {
  const away = AWAY[type];
  if (away !== undefined) return { ...before, isAway: away };
  const [kind, what] = type.split(':');
  if (kind !== 'slider' && kind !== 'video') return before;
  const info = fieldsOf(event.info);
  let shown = before[kind];
  switch (what) {
    case 'load':
      shown = {
        url: String(info.url),
        // A picture that was opened alone stands still (Attached Data Examples).
        isPaused: kind === 'slider' && info.state !== PLAYING,
        size: Number(info.listSize ?? NaN),
      };
      break;
    case 'stop':
      shown = null;
      break;
    case 'play':
    case 'pause':
      // It was there before this page was.
      shown = { ...(shown || { url: '', size: NaN }), isPaused: what === 'pause' };
      break;
    case 'position':
      shown = shown || { url: '', size: NaN, isPaused: false };
  }
  return { ...before, isAway: false, [kind]: shown };
}

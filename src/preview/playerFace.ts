import { entryOf, type Face } from './playback.js';
import type { PlayerDesk } from './playerDesk.js';

/** How long the controls stay. guess(player-controls): MSX says "several seconds". */
const CONTROLS_SHOWN_MS = 5_000;

/** Where the player is: in front, with its controls or without, or behind the menu. */
export interface PlayerFace {
  foreground(): boolean;
  controls(): boolean;
  /** Comes to the front, with the controls. */
  show(): void;
  /** Takes the controls away; what plays stays in front. */
  hide(): void;
  /** Goes behind the menu or a slideshow, and plays on. */
  behind(): void;
  /** Comes to the front without controls. */
  uncover(): void;
}

export function createPlayerFace({ playback, redraw, trigger }: PlayerDesk): PlayerFace & { end(): void } {
  let timer = 0;

  /** guess(face-triggers): first the one that names the place, then `active` or `inactive`. */
  function turnTo(to: Face): void {
    window.clearTimeout(timer);
    if (to === 'controls') timer = window.setTimeout(() => turnTo('full'), CONTROLS_SHOWN_MS);
    if (playback.face === to || !entryOf(playback)) return;
    playback.face = to;
    redraw();
    trigger(to === 'controls' ? 'player' : to === 'full' ? 'foreground' : 'background');
    trigger(to === 'behind' ? 'inactive' : 'active');
  }

  return {
    foreground: () => playback.face !== 'behind' && playback.entries.length > 0,
    controls: () => playback.face === 'controls',
    show: () => turnTo('controls'),
    hide: () => {
      if (playback.face === 'controls') turnTo('full');
    },
    behind: () => turnTo('behind'),
    uncover: () => turnTo('full'),
    /** Behind everything without a word: nothing is played any more. */
    end: () => {
      window.clearTimeout(timer);
      playback.face = 'behind';
    },
  };
}

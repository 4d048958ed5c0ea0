import { entryOf, NOTHING_SET } from './playback.js';
import type { PlayerDesk } from './playerDesk.js';

/** What actions set for what is played, at run time; `default` takes it back. */
export interface PlayerSettings {
  setTrigger(key: string, action: string): void;
  setLabel(label: string): void;
  setBackground(url: string): void;
  /** `control:action`. */
  setControlAction(action: string): void;
  /** Forgets all but the triggers. */
  reset(): void;
}

export function createPlayerSettings({ playback, redraw, draw, drawBackground }: PlayerDesk): PlayerSettings {
  const set = (what: 'label' | 'background' | 'control', value: string) => {
    playback.custom = { ...playback.custom, [what]: value === 'default' ? null : value };
  };
  return {
    setTrigger: (key, action) => {
      if (entryOf(playback)) playback.triggers.set(key, action);
    },
    setLabel: (label) => {
      set('label', label);
      redraw();
    },
    setBackground: (url) => {
      set('background', url);
      drawBackground();
    },
    setControlAction: (action) => set('control', action),
    reset: () => {
      playback.custom = NOTHING_SET;
      drawBackground();
      draw();
    },
  };
}

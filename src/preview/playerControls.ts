import { durationOf, positionOf, speedOf } from './playback.js';
import { PAUSED, PLAYING } from './playbackStates.js';
import type { PlayerDesk } from './playerDesk.js';
import type { Playable } from './pretendToPlay.js';

/** The knobs of what is played: nothing happens where nothing is. */
export interface PlayerControls {
  play(on: boolean): void;
  playing(): boolean;
  position(): number;
  duration(): number;
  seekTo(seconds: number): void;
  restart(): void;
  /** What plays comes to its end, as if the time had passed. */
  toEnd(): void;
  speed(): number;
  setSpeed(speed: number): void;
  setVolume(level: number, muted: boolean): void;
  volume(): { level: number; muted: boolean };
}

/** Begins or goes on playing; a browser may not want to before somebody has pressed a key. */
export function resume({ app, playback, changeState }: PlayerDesk, playable: Playable): void {
  const promise = playable.play();
  if (promise)
    promise.catch((error: unknown) => {
      if (playable !== playback.media) return;
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!refused) return; // the element's own error event says it better
      changeState(PAUSED);
      app.toast('warn', 'The browser plays nothing before a key was pressed here: press Enter.');
    });
}

export function createPlayerControls(desk: PlayerDesk): PlayerControls {
  const { app, playback, announce } = desk;
  const jump = (media: Playable, to: number) => {
    media.currentTime = to;
    playback.lastPosition = to;
  };
  return {
    play: (on) => {
      if (!playback.media) return;
      if (on) resume(desk, playback.media);
      else playback.media.pause();
    },
    playing: () => playback.state === PLAYING,
    position: () => positionOf(playback),
    duration: () => durationOf(playback),
    seekTo: (position) => {
      if (!playback.media) return;
      const to = Math.max(0, Math.min(position, durationOf(playback) || position));
      announce('seek', { position: to });
      jump(playback.media, to);
      desk.redraw();
    },
    restart: () => {
      if (!playback.media) return;
      announce('restart', {});
      jump(playback.media, 0);
      resume(desk, playback.media);
    },
    toEnd: () => {
      if (playback.media) playback.media.currentTime = durationOf(playback);
    },
    speed: () => speedOf(playback),
    setSpeed: (speed) => {
      if (!playback.media) return;
      announce('speed', { speed });
      playback.media.playbackRate = speed;
    },
    setVolume: (newLevel, muted) => {
      const level = Math.max(0, Math.min(100, newLevel));
      playback.level = level;
      playback.muted = muted;
      if (playback.media) {
        playback.media.volume = level / 100;
        playback.media.muted = muted;
      }
      app.send({ event: 'video:volume', volume: level, muted });
      app.toast('info', muted ? 'Volume: muted' : `Volume: ${level}`);
    },
    volume: () => ({ level: playback.level, muted: playback.muted }),
  };
}

import type { App } from './app.js';
import type { Fields } from './fields.js';
import type { MediaEntry } from './media.js';
import { entryOf, type PlayerState, playerState, propertyOf, stateData } from './playback.js';
import { PLAYING } from './playbackStates.js';
import { createPlayerButtons, type PlayerButtons } from './playerButtons.js';
import { createPlayerControls, type PlayerControls } from './playerControls.js';
import { createPlayerDesk } from './playerDesk.js';
import { createPlayerFace, type PlayerFace } from './playerFace.js';
import type { PlayerPage } from './createPlayerPage.js';
import { createPlayerRow } from './createPlayerRow.js';
import { createPlayerSettings, type PlayerSettings } from './playerSettings.js';
import type { Resolve } from './resolve.js';
import { attachedVideo, videoInfo } from './videoInfo.js';

/** Videos and audios, one after the other. */
export interface Player extends PlayerFace, PlayerControls, PlayerButtons, PlayerSettings {
  /** `front`: it takes the screen. Without, it stays in front or behind as it is. */
  start(entries: MediaEntry[], at: number, front: boolean): void;
  active(): boolean;
  /** What the back key does to a player in front. */
  back(): void;
  /** What the OK key does to it. */
  enter(): void;
  /** As for the slideshow, and `current`. `auto`: it comes no further to the front. False for an unknown target. */
  goTo(target: string, auto: boolean): boolean;
  stop(): void;
  /** Gives the focus to the item of what is played, where it stands on a page. */
  sync(): void;
  /** The ticks of `trigger:10t` begin again. */
  restartTicks(): void;
  /** The player page that plays; null for a video or an audio. */
  page(): PlayerPage | null;
  /** The video info of the attached data, null when nothing is played. */
  attached(): Fields | null;
  state(): PlayerState | null;
}

/** @param stopped is told when the last video or audio is gone */
export function createPlayer(app: App, resolve: Resolve, stopped: () => void): Player {
  const desk = createPlayerDesk(app, resolve);
  const face = createPlayerFace(desk);
  const controls = createPlayerControls(desk);
  const { playback } = desk;
  const row = createPlayerRow(desk, face, resolve, stopped);
  const current = () => entryOf(playback);
  return {
    ...face,
    ...controls,
    ...createPlayerButtons(desk),
    ...createPlayerSettings(desk),
    start: (entries, at, front) => {
      if (!entries.length) return;
      const wasInFront = current() !== undefined && playback.face !== 'behind';
      playback.entries = entries;
      playback.at = at;
      row.begin();
      if (current() && (front || wasInFront)) face.show();
    },
    active: () => playback.entries.length > 0,
    back: () => {
      face.behind();
      desk.trigger('back');
    },
    enter: () => {
      const action = playback.custom.control ?? propertyOf(playback, 'control:action');
      if (face.controls()) {
        face.show();
        controls.play(playback.state !== PLAYING);
      } else if (action && action !== 'default') desk.run([action]);
      else face.show();
    },
    goTo: row.goTo,
    stop: row.stop,
    page: () => desk.stage.loadedPage(),
    sync: () => current()?.select?.(),
    restartTicks: desk.restartTicks,
    attached: () => {
      const entry = current();
      if (!entry) return null;
      return attachedVideo(
        videoInfo(entry, playback),
        stateData(playback),
        controls.volume(),
        playback.face !== 'behind',
      );
    },
    state: () => playerState(playback),
  };
}

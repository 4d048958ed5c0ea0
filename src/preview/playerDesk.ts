import { type App, BY_APP } from './app.js';
import { videoEventFor } from './attachedAge.js';
import { drawPlayerBar } from './drawPlayerBar.js';
import { type Fields, merge, textOf } from './fields.js';
import {
  createPlayback,
  durationOf,
  entryOf,
  labelOf,
  type Playback,
  positionOf,
  stateData,
} from './playback.js';
import { PAUSED, PLAYING } from './playbackStates.js';
import { createPlayerStage, type PlayerStage } from './playerStage.js';
import type { Resolve } from './resolve.js';
import { videoInfo } from './videoInfo.js';

const TICK_MS = 1_000;

/** What all parts of the player work on, and what each of them may have to say. */
export interface PlayerDesk {
  app: App;
  stage: PlayerStage;
  playback: Playback;
  /** An event for the plugin. `before`: the state that it comes out of, else the one of now. */
  announce: (event: string, extra: Fields, before?: Fields) => void;
  run: (actions: string[]) => void;
  trigger: (key: string) => void;
  changeState: (to: number) => void;
  /** The ticks of `trigger:10t` begin again. */
  restartTicks: () => void;
  stopTicks: () => void;
  draw: () => void;
  /** The same, where more than the time is different. */
  redraw: () => void;
  drawBackground: () => void;
}

export function createPlayerDesk(app: App, resolve: Resolve): PlayerDesk {
  const stage = createPlayerStage(app, resolve);
  const playback = createPlayback(app.settings.msxVersion);
  let ticks = 0;
  let ticker = 0;

  /** Trigger actions have no data of their own (special/extended-properties). */
  const run = (actions: string[]) => actions.forEach((action) => app.execute(action, null, BY_APP));
  const trigger = (key: string) => run(playback.triggers.take(key));
  const stopTicks = () => window.clearInterval(ticker);

  /** guess(event-order): the order of events and triggers is not said; here an event comes before its triggers. */
  function announce(event: string, extra: Fields, before = stateData(playback)): void {
    const said = merge({ event: `video:${event}` }, extra, { data: before });
    app.send(videoEventFor(said, app.settings.msxVersion));
  }

  function draw(): void {
    const entry = entryOf(playback);
    const { face, state } = playback;
    stage.show(entry?.kind ?? null, face !== 'behind');
    drawPlayerBar(
      entry && face !== 'full'
        ? {
            icon: state === PLAYING ? 'play-arrow' : state === PAUSED ? 'pause' : 'sync',
            label: labelOf(playback, entry),
            number: entry.number,
            count: entry.count,
            positionS: positionOf(playback),
            durationS: durationOf(playback),
            large: face !== 'behind',
          }
        : null,
    );
  }

  function redraw(): void {
    draw();
    app.changed();
  }

  function changeState(to: number): void {
    if (playback.state === to) return;
    const name = to === PLAYING ? 'play' : 'pause';
    announce(name, {});
    playback.state = to;
    playback.ended = false;
    stopTicks();
    // guess(player-ticks): a tick is a second of playing; the first, after one second, is number 0.
    if (to === PLAYING) ticker = window.setInterval(() => trigger(`${ticks++}t`), TICK_MS);
    trigger(name);
    redraw();
  }

  return {
    app,
    stage,
    playback,
    announce,
    run,
    trigger,
    changeState,
    restartTicks: () => {
      ticks = 0;
    },
    stopTicks,
    draw,
    redraw,
    /** A background is an audio's only (content/content-item-object). */
    drawBackground: () => {
      const entry = entryOf(playback);
      const own = entry?.kind === 'audio' ? textOf(videoInfo(entry, playback).background) : '';
      if (entry) stage.background(playback.custom.background ?? own);
    },
  };
}

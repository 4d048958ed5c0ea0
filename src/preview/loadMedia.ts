import { type Fields, fieldsOf } from './fields.js';
import type { MediaEntry } from './media.js';
import { durationOf, type Playback, urlOf } from './playback.js';
import { PAUSED, PLAYING, STOPPED } from './playbackStates.js';
import { resume } from './playerControls.js';
import type { PlayerDesk } from './playerDesk.js';
import type { Playable } from './pretendToPlay.js';
import { createTriggers, dueTriggers } from './triggers.js';
import { propertiesOf, videoInfo } from './videoInfo.js';

/** How it may end. */
interface Ends {
  complete: () => void;
  failed: (why: string) => void;
}

/** Loads the current entry and plays it. `before`: the state of what was played until then. */
export function loadMedia(desk: PlayerDesk, entry: MediaEntry, before: Fields, ends: Ends): void {
  const { app, playback, stage } = desk;
  const mine = playback.turn;
  const properties = fieldsOf(propertiesOf(entry, playback.resolved));
  playback.triggers = createTriggers(properties, app.settings.msxVersion);
  playback.lastPosition = 0;
  desk.restartTicks();
  desk.announce('load', { info: videoInfo(entry, playback) }, before);
  entry.select?.();
  desk.trigger('load');
  if (mine !== playback.turn) return;
  stage.clear();
  playback.state = STOPPED;
  playback.ended = false;
  const page = pageOf(playback, entry);
  const created = page === null ? stage.media(entry.kind) : stage.page(page);
  playback.media = created;
  created.volume = playback.level / 100;
  created.muted = playback.muted;
  if (page === null) desk.drawBackground();
  attach(desk, created, () => ends.failed(urlOf(playback, entry)), ends.complete);
  if (page === null) created.src = app.secured(urlOf(playback, entry), 'media');
  resume(desk, created);
  desk.redraw();
}

/** The address of a player page, which a resolve request may find, too; null for a video or an audio. */
function pageOf(playback: Playback, entry: MediaEntry): string | null {
  const url = urlOf(playback, entry);
  if (entry.how === 'plugin') return url;
  return /^plugin:/.test(url) ? url.slice('plugin:'.length) : null;
}

/** Follows what the element says, as long as it is the one that is played. */
function attach(desk: PlayerDesk, playable: Playable, failed: () => void, complete: () => void): void {
  const { playback, trigger } = desk;
  const mine = playback.turn;
  let started = false;
  const live = (name: string, act: () => void) =>
    playable.addEventListener(name, () => {
      if (mine === playback.turn) act();
    });
  const passed = () => {
    const from = playback.lastPosition;
    playback.lastPosition = playable.currentTime;
    dueTriggers(playback.triggers.keys(), from, playback.lastPosition, durationOf(playback)).forEach(trigger);
  };
  live('loadedmetadata', () => {
    trigger('ready');
    desk.redraw();
  });
  live('playing', () => {
    const first = !started;
    started = true;
    desk.changeState(PLAYING);
    if (first) trigger('start');
  });
  live('pause', () => {
    if (!playable.ended) desk.changeState(PAUSED);
  });
  live('timeupdate', () => {
    passed();
    if (mine === playback.turn) desk.draw();
  });
  live('ended', () => {
    passed();
    playback.ended = true;
    desk.stopTicks();
    trigger('end');
    if (mine === playback.turn) complete(); // else the trigger has loaded something else
  });
  live('error', failed);
}

import { loadMedia } from './loadMedia.js';
import { endPlayback, entryOf, propertyOf, stateData, turnPlayback } from './playback.js';
import type { PlayerDesk } from './playerDesk.js';
import type { createPlayerFace } from './playerFace.js';
import type { Resolve } from './resolve.js';
import { rowTarget } from './rowTarget.js';

/** What is played next, and when it is over. */
interface PlayerRow {
  /** Loads the current entry. */
  begin: () => void;
  goTo: (target: string, auto: boolean) => boolean;
  stop: () => void;
}

export function createPlayerRow(
  desk: PlayerDesk,
  face: ReturnType<typeof createPlayerFace>,
  resolve: Resolve,
  stopped: () => void,
): PlayerRow {
  const { app, playback } = desk;

  /** guess(media-failed): MSX has a message for a file that cannot be played; that it ejects then is not said. */
  function failed(why: string): void {
    app.toast('error', `${entryOf(playback)?.kind === 'audio' ? 'Audio' : 'Video'} not available: ${why}`);
    stop();
  }

  /** guess(complete-at-run-time): set at run time it runs after the default, as others run after the item's own. */
  function complete(): void {
    const own = playback.triggers.has('complete');
    const actions = playback.triggers.take('complete');
    if (!own) next();
    desk.run(actions);
  }

  function begin(): void {
    const entry = entryOf(playback);
    if (!entry) return;
    const before = stateData(playback);
    desk.stopTicks();
    turnPlayback(playback, app.settings.msxVersion);
    const mine = playback.turn;
    if (entry.how !== 'resolve') loadMedia(desk, entry, before, { complete, failed });
    else
      resolve(entry.address, (found) => {
        if (mine !== playback.turn) return;
        if (typeof found === 'string') failed(found);
        else {
          playback.resolved = found;
          loadMedia(desk, entry, before, { complete, failed });
        }
      });
    desk.redraw();
  }

  /** An item that follows shows its controls where the player is in front, unless `control:load` keeps them away. */
  function goTo(target: string, auto: boolean): boolean {
    const index = rowTarget(target, playback.entries, playback.at);
    if (!playback.entries[index]) return false;
    playback.at = index;
    begin();
    const silent = auto && propertyOf(playback, 'control:load') === 'silent';
    // guess(player-next): without `auto` it comes to the front
    if (entryOf(playback) && (auto ? playback.face !== 'behind' && !silent : true)) face.show();
    return true;
  }

  /**
   * What the default of `trigger:complete` does: on to the next item, or the end.
   * guess(playlist-end): a list that plays by itself ends with its last item.
   * guess(random-order): a random one is any other, again and again, and the list never ends.
   */
  function next(): void {
    const random = app.settings.randomPlayback && playback.entries.length > 1;
    if (!goTo(random ? 'random' : 'after', true)) stop();
  }

  function stop(): void {
    if (!entryOf(playback)) return;
    desk.announce('stop', {});
    desk.stopTicks();
    const actions = playback.triggers.take('stop');
    endPlayback(playback, app.settings.msxVersion);
    face.end();
    desk.stage.clear();
    desk.draw();
    stopped();
    desk.run(actions);
    app.changed();
  }

  return { begin, goTo, stop };
}

import { type App, BY_APP } from './app.js';
import { type Fields, fieldsOf, merge, textOf } from './fields.js';
import { videoEventFor } from './attachedAge.js';
import type { MediaEntry } from './media.js';
import { drawPlayerBar } from './drawPlayerBar.js';
import { createPlayerStage } from './playerStage.js';
import { PAUSED, PLAYING, STOPPED } from './playbackStates.js';
import type { Playable } from './pretendToPlay.js';
import type { Resolve, Resolved } from './resolve.js';
import { plainText } from './richText.js';
import { rowTarget } from './rowTarget.js';
import { createTriggers, dueTriggers, type Triggers } from './triggers.js';
import { attachedVideo, propertiesOf, videoInfo } from './videoInfo.js';

/** How long the controls stay. guess(player-controls): MSX says "several seconds". */
const CONTROLS_SHOWN_MS = 5_000;

const TICK_MS = 1_000;

export interface PlayerState {
  type: 'video' | 'audio';
  url: string;
  label: string;
  state: 'stopped' | 'playing' | 'paused';
  /** Seconds. */
  position: number;
  duration: number;
  index: number;
  count: number;
  /** It is what the screen shows; else it goes on behind the menu. */
  foreground: boolean;
  /** The controls lie over it. */
  controls: boolean;
}

/** Videos and audios, one after the other. */
export interface Player {
  /** `front`: it takes the screen. Without, it stays in front or behind as it is. */
  start(entries: MediaEntry[], at: number, front: boolean): void;
  active(): boolean;
  foreground(): boolean;
  /** Comes to the front, with the controls. */
  show(): void;
  /** Takes the controls away; what plays stays in front. */
  hide(): void;
  /** Goes behind the menu or a slideshow, and plays on. */
  behind(): void;
  /** Comes to the front without controls. */
  uncover(): void;
  /** What the back key does to a player in front. */
  back(): void;
  /** What the OK key does to it. */
  enter(): void;
  controls(): boolean;
  /** As for the slideshow, and `current`. `auto`: it comes no further to the front. False for an unknown target. */
  goTo(target: string, auto: boolean): boolean;
  /** What the default of `trigger:complete` does: on to the next item, or the end. */
  next(): void;
  play(on: boolean): void;
  playing(): boolean;
  position(): number;
  duration(): number;
  seekTo(seconds: number): void;
  restart(): void;
  speed(): number;
  setSpeed(speed: number): void;
  setVolume(level: number, muted: boolean): void;
  volume(): { level: number; muted: boolean };
  stop(): void;
  setTrigger(key: string, action: string): void;
  setLabel(label: string): void;
  setBackground(url: string): void;
  /** `control:action` at run time. */
  setControlAction(action: string): void;
  /** Forgets what was set at run time. */
  reset(): void;
  /** Gives the focus to the item of what is played, where it stands on a page. */
  sync(): void;
  /** The ticks of `trigger:10t` begin again. */
  restartTicks(): void;
  /** The video info of the attached data, null when nothing is played. */
  attached(): Fields | null;
  state(): PlayerState | null;
}

const STATE_NAMES: Record<number, PlayerState['state']> = {
  [STOPPED]: 'stopped',
  [PLAYING]: 'playing',
  [PAUSED]: 'paused',
};

/** Behind the menu, in front with the controls over it, in front alone. */
type Face = 'behind' | 'controls' | 'full';

/** @param stopped is told when the last video or audio is gone */
export function createPlayer(app: App, resolve: Resolve, stopped: () => void): Player {
  const stage = createPlayerStage(app, resolve);
  const noTriggers = () => createTriggers({}, app.settings.msxVersion);
  let entries: MediaEntry[] = [];
  let at = 0;
  let resolved: Resolved | null = null;
  let media: Playable | null = null;
  let state = STOPPED;
  let ended = false;
  let started = false;
  let face: Face = 'behind';
  let faceTimer = 0;
  let turn = 0;
  let lastPosition = 0;
  let ticks = 0;
  let ticker = 0;
  let customLabel: string | null = null;
  let customBackground: string | null = null;
  let customControl: string | null = null;
  let triggers: Triggers = noTriggers();
  let level = 100;
  let muted = false;

  const current = (): MediaEntry | undefined => entries[at];
  const seconds = (value: number | undefined) => (value !== undefined && isFinite(value) ? value : 0);
  const info = (entry: MediaEntry) => videoInfo(entry, { resolved, customLabel, customBackground });
  const property = (name: string) => {
    const entry = current();
    return entry ? textOf(fieldsOf(propertiesOf(entry, resolved))[name]) : '';
  };

  /** The state of the attached data, and of every video event ("before this event occurred"). */
  function data(): Fields {
    return {
      state,
      position: seconds(media?.currentTime),
      duration: seconds(media?.duration),
      speed: media ? media.playbackRate : 1,
      ended,
    };
  }

  /** guess(event-order): the order of events and triggers is not said; here an event comes before its triggers. */
  function announce(event: string, extra: Fields, before: Fields): void {
    app.send(
      videoEventFor(merge({ event: `video:${event}` }, extra, { data: before }), app.settings.msxVersion),
    );
  }

  /** Trigger actions have no data of their own (special/extended-properties). */
  function run(actions: string[]): void {
    actions.forEach((action) => app.execute(action, null, BY_APP));
  }

  const trigger = (key: string) => run(triggers.take(key));

  function changeState(to: number): void {
    if (state === to) return;
    announce(to === PLAYING ? 'play' : 'pause', {}, data());
    state = to;
    ended = false;
    window.clearInterval(ticker);
    if (to === PLAYING) ticker = window.setInterval(tick, TICK_MS);
    trigger(to === PLAYING ? 'play' : 'pause');
    draw();
    app.changed();
  }

  /** guess(player-ticks): a tick is a second of playing; the first, after one second, is number 0. */
  function tick(): void {
    trigger(`${ticks++}t`);
  }

  function draw(): void {
    const entry = current();
    stage.show(entry?.kind ?? null, face !== 'behind');
    drawPlayerBar(
      entry && face !== 'full'
        ? {
            icon: state === PLAYING ? 'play' : state === PAUSED ? 'pause' : 'sync',
            label: customLabel ?? textOf(info(entry).label),
            number: entry.number,
            count: entry.count,
            positionS: seconds(media?.currentTime),
            durationS: seconds(media?.duration),
            large: face !== 'behind',
          }
        : null,
    );
  }

  /** guess(face-triggers): first the one that names the place, then `active` or `inactive`. */
  function turnTo(to: Face): void {
    window.clearTimeout(faceTimer);
    if (to === 'controls') faceTimer = window.setTimeout(() => turnTo('full'), CONTROLS_SHOWN_MS);
    if (face === to || !current()) return;
    face = to;
    draw();
    app.changed();
    trigger(to === 'controls' ? 'player' : to === 'full' ? 'foreground' : 'background');
    trigger(to === 'behind' ? 'inactive' : 'active');
  }

  /** guess(media-failed): MSX has a message for a file that cannot be played; that it ejects then is not said. */
  function failed(why: string): void {
    app.toast('error', `${current()?.kind === 'audio' ? 'Audio' : 'Video'} not available: ${why}`);
    stop();
  }

  /** guess(complete-at-run-time): set at run time it runs after the default, as others run after the item's own. */
  function complete(): void {
    const own = triggers.has('complete');
    const actions = triggers.take('complete');
    if (!own) next();
    run(actions);
  }

  function attach(playable: Playable, mine: number): void {
    const live = (name: string, act: () => void) =>
      playable.addEventListener(name, () => {
        if (mine === turn) act();
      });
    const passed = (now: number) => {
      const due = dueTriggers(triggers.keys(), lastPosition, now, seconds(playable.duration));
      lastPosition = now;
      due.forEach(trigger);
    };
    live('loadedmetadata', () => {
      trigger('ready');
      draw();
      app.changed();
    });
    live('playing', () => {
      const first = !started;
      started = true;
      changeState(PLAYING);
      if (first) trigger('start');
    });
    live('pause', () => {
      if (!playable.ended) changeState(PAUSED);
    });
    live('timeupdate', () => {
      passed(playable.currentTime);
      if (mine === turn) draw();
    });
    live('ended', () => {
      passed(playable.currentTime);
      ended = true;
      window.clearInterval(ticker);
      trigger('end');
      if (mine === turn) complete(); // else the trigger has loaded something else
    });
    live('error', () => failed(resolved?.url ?? current()?.address ?? ''));
  }

  function load(entry: MediaEntry, before: Fields): void {
    const mine = turn;
    triggers = createTriggers(fieldsOf(propertiesOf(entry, resolved)), app.settings.msxVersion);
    started = false;
    lastPosition = 0;
    ticks = 0;
    announce('load', { info: info(entry) }, before);
    entry.select?.();
    trigger('load');
    if (mine !== turn) return;
    stage.clear();
    state = STOPPED;
    ended = false;
    const url = resolved?.url ?? entry.address;
    // a resolve request may find a player page, too
    const page = entry.how === 'plugin' ? url : /^plugin:/.test(url) ? url.slice('plugin:'.length) : null;
    if (page !== null) {
      media = null;
      stage.page(page);
      changeState(PLAYING);
    } else {
      const created = stage.media(entry.kind);
      media = created;
      created.volume = level / 100;
      created.muted = muted;
      drawBackground();
      attach(created, mine);
      created.src = app.secured(url, 'media');
      resume(created);
    }
    draw();
    app.changed();
  }

  function begin(): void {
    const entry = current();
    if (!entry) return;
    const mine = ++turn;
    const before = data();
    if (media) media.pause();
    window.clearInterval(ticker);
    resolved = null;
    reset();
    triggers = noTriggers();
    if (entry.how !== 'resolve') load(entry, before);
    else
      resolve(entry.address, (found) => {
        if (mine !== turn) return;
        if (typeof found === 'string') {
          failed(found);
          return;
        }
        resolved = found;
        load(entry, before);
      });
    draw();
    app.changed();
  }

  /** A background is an audio's only (content/content-item-object). */
  function drawBackground(): void {
    const entry = current();
    if (entry)
      stage.background(customBackground ?? (entry.kind === 'audio' ? textOf(info(entry).background) : ''));
  }

  function resume(playable: Playable): void {
    const promise = playable.play();
    if (promise)
      promise.catch((error: unknown) => {
        if (playable !== media) return;
        const refused = error instanceof DOMException && error.name === 'NotAllowedError';
        if (!refused) return; // the element's own error event says it better
        changeState(PAUSED);
        app.toast('warn', 'The browser plays nothing before a key was pressed here: press Enter.');
      });
  }

  /** An item that follows shows its controls where the player is in front, unless `control:load` keeps them away. */
  function goTo(target: string, auto: boolean): boolean {
    const index = rowTarget(target, entries, at);
    if (!entries[index]) return false;
    at = index;
    begin();
    const silent = auto && property('control:load') === 'silent';
    // guess(player-next): without `auto` it comes to the front
    if (current() && (auto ? face !== 'behind' && !silent : true)) turnTo('controls');
    return true;
  }

  /**
   * guess(playlist-end): a list that plays by itself ends with its last item.
   * guess(random-order): a random one is any other, again and again, and the list never ends.
   */
  function next(): void {
    const random = app.settings.randomPlayback && entries.length > 1;
    if (!goTo(random ? 'random' : 'after', true)) stop();
  }

  function stop(): void {
    if (!current()) return;
    announce('stop', {}, data());
    turn++;
    window.clearInterval(ticker);
    window.clearTimeout(faceTimer);
    if (media) {
      media.pause();
      media.src = '';
    }
    const actions = triggers.take('stop');
    media = null;
    entries = [];
    state = STOPPED;
    face = 'behind';
    triggers = noTriggers();
    stage.clear();
    draw();
    stopped();
    run(actions);
    app.changed();
  }

  function seekTo(position: number): void {
    if (!media) return;
    const to = Math.max(0, Math.min(position, seconds(media.duration) || position));
    announce('seek', { position: to }, data());
    media.currentTime = to;
    lastPosition = to;
    draw();
    app.changed();
  }

  function reset(): void {
    customLabel = null;
    customBackground = null;
    customControl = null;
  }

  return {
    start: (list, index, front) => {
      if (!list.length) return;
      const wasInFront = current() !== undefined && face !== 'behind';
      entries = list;
      at = index;
      begin();
      if (current() && (front || wasInFront)) turnTo('controls');
    },
    active: () => entries.length > 0,
    foreground: () => face !== 'behind' && entries.length > 0,
    show: () => turnTo('controls'),
    hide: () => {
      if (face === 'controls') turnTo('full');
    },
    behind: () => turnTo('behind'),
    uncover: () => turnTo('full'),
    back: () => {
      turnTo('behind');
      trigger('back');
    },
    enter: () => {
      const action = customControl ?? property('control:action');
      if (face === 'controls') {
        turnTo('controls');
        if (media && state === PLAYING) media.pause();
        else if (media) resume(media);
      } else if (action && action !== 'default') run([action]);
      else turnTo('controls');
    },
    controls: () => face === 'controls',
    goTo,
    next,
    play: (on) => {
      if (!media) return;
      if (on) resume(media);
      else media.pause();
    },
    playing: () => state === PLAYING,
    position: () => seconds(media?.currentTime),
    duration: () => seconds(media?.duration),
    seekTo,
    restart: () => {
      if (!media) return;
      announce('restart', {}, data());
      media.currentTime = 0;
      lastPosition = 0;
      resume(media);
    },
    speed: () => (media ? media.playbackRate : 1),
    setSpeed: (speed) => {
      if (!media) return;
      announce('speed', { speed }, data());
      media.playbackRate = speed;
    },
    setVolume: (newLevel, newMuted) => {
      level = Math.max(0, Math.min(100, newLevel));
      muted = newMuted;
      if (media) {
        media.volume = level / 100;
        media.muted = muted;
      }
      app.send({ event: 'video:volume', volume: level, muted });
      app.toast('info', muted ? 'Volume: muted' : `Volume: ${level}`);
    },
    volume: () => ({ level, muted }),
    stop,
    setTrigger: (key, action) => {
      if (current()) triggers.set(key, action);
    },
    setLabel: (label) => {
      customLabel = label === 'default' ? null : label;
      draw();
      app.changed();
    },
    setBackground: (background) => {
      customBackground = background === 'default' ? null : background;
      drawBackground();
    },
    setControlAction: (action) => {
      customControl = action === 'default' ? null : action;
    },
    reset: () => {
      reset();
      drawBackground();
      draw();
    },
    sync: () => current()?.select?.(),
    restartTicks: () => {
      ticks = 0;
    },
    attached: () => {
      const entry = current();
      return entry ? attachedVideo(info(entry), data(), { level, muted }, face !== 'behind') : null;
    },
    state: () => {
      const entry = current();
      if (!entry) return null;
      return {
        type: entry.kind === 'audio' ? 'audio' : 'video',
        url: resolved?.url ?? entry.address,
        label: plainText(customLabel ?? textOf(info(entry).label)),
        state: STATE_NAMES[state] ?? 'stopped',
        position: seconds(media?.currentTime),
        duration: seconds(media?.duration),
        index: entry.index,
        count: entry.count,
        foreground: face !== 'behind',
        controls: face === 'controls',
      };
    },
  };
}

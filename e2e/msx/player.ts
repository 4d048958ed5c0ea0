import { type App, BY_APP } from './app.js';
import { byId, clear, cssUrl, element, toggleClass } from './dom.js';
import { type Fields, fieldsOf, merge, textOf, textOrNull } from './fields.js';
import { iconHtml } from './icons.js';
import { titleOf } from './item-element.js';
import type { MediaEntry } from './media.js';
import { drawPlayerBar } from './player-bar.js';
import { plainText } from './rich-text.js';
import { rowTarget } from './row-target.js';
import { type Playable, pretendToPlay } from './pretended-media.js';
import { PRETENDED_S } from './settings.js';
import { PAUSED, PLAYING, type Resolve, STOPPED } from './slideshow.js';
import { dueTriggers } from './triggers.js';

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
}

/** Videos and audios, one after the other. */
export interface Player {
  start(entries: MediaEntry[], at: number): void;
  active(): boolean;
  foreground(): boolean;
  show(on: boolean): void;
  /** As for the slideshow, and `current`. False for an unknown target. */
  goTo(target: string): boolean;
  play(on: boolean): void;
  playing(): boolean;
  seekBy(seconds: number): void;
  seekTo(seconds: number): void;
  restart(): void;
  setSpeed(speed: number): void;
  setVolume(level: number, muted: boolean): void;
  volume(): { level: number; muted: boolean };
  stop(): void;
  setTrigger(key: string, action: string): void;
  setLabel(label: string): void;
  setBackground(url: string): void;
  /** The video info of the attached data, null when nothing is played. */
  attached(): Fields | null;
  state(): PlayerState | null;
}

const STATE_NAMES: Record<number, PlayerState['state']> = {
  [STOPPED]: 'stopped',
  [PLAYING]: 'playing',
  [PAUSED]: 'paused',
};

export function createPlayer(app: App, resolve: Resolve): Player {
  const layer = byId('player');
  let entries: MediaEntry[] = [];
  let at = 0;
  let url = '';
  let media: Playable | null = null;
  let state = STOPPED;
  let ended = false;
  let started = false;
  let inFront = false;
  let turn = 0;
  let lastPosition = 0;
  let customLabel: string | null = null;
  let customBackground: string | null = null;
  let triggers: Record<string, string> = {};
  let level = 100;
  let muted = false;

  const current = (): MediaEntry | undefined => entries[at];
  const seconds = (value: number | undefined) => (value !== undefined && isFinite(value) ? value : 0);

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

  function info(entry: MediaEntry): Fields {
    return {
      id: textOrNull(entry.fields.id),
      index: entry.index,
      number: entry.number,
      count: entry.count,
      listIndex: entry.listIndex,
      listSize: entry.listSize,
      type: entry.kind,
      url: url || entry.address,
      label: labelOf(entry),
      background: textOrNull(entry.fields.background),
      customLabel,
      customBackground,
      properties: entry.fields.properties ?? null,
    };
  }

  function labelOf(entry: MediaEntry): string | null {
    return textOrNull(entry.fields.playerLabel) ?? textOrNull(titleOf(entry.fields));
  }

  function trigger(key: string): void {
    const action = triggers[key];
    if (!action) return;
    const entry = current();
    if (action.indexOf('shot:') === 0) {
      const rest = merge(triggers) as Record<string, string>;
      triggers = {};
      Object.keys(rest).forEach((other) => {
        if (other !== key) triggers[other] = rest[other] ?? '';
      });
    }
    app.execute(
      action.replace(/^shot:/, ''),
      null,
      entry ? { from: 'app', item: entry.fields, pane: null } : BY_APP,
    );
  }

  function announce(event: string, extra: Fields = {}): void {
    app.send(merge({ event: `video:${event}` }, extra, { data: data() }));
  }

  function changeState(to: number): void {
    if (state === to) return;
    announce(to === PLAYING ? 'play' : 'pause');
    state = to;
    ended = false;
    trigger(to === PLAYING ? 'play' : 'pause');
    draw();
    app.changed();
  }

  function draw(): void {
    const entry = current();
    layer.style.display = entry ? 'block' : 'none';
    toggleClass(document.body, 'player-foreground', entry !== undefined && inFront);
    toggleClass(layer, 'audio', entry?.kind === 'audio');
    drawPlayerBar(
      entry
        ? {
            icon: state === PLAYING ? 'play' : state === PAUSED ? 'pause' : 'sync',
            label: customLabel ?? labelOf(entry) ?? url,
            number: entry.number,
            count: entry.count,
            positionS: seconds(media?.currentTime),
            durationS: seconds(media?.duration),
            large: inFront,
          }
        : null,
    );
  }

  /** The file cannot be played: MSX says so and ejects. */
  function failed(why: string): void {
    app.toast('error', `${current()?.kind === 'audio' ? 'Audio' : 'Video'} not available: ${why}`);
    stop();
  }

  function attach(element_: Playable, mine: number): void {
    const live = (act: () => void) => () => {
      if (mine === turn) act();
    };
    const passed = (now: number) => {
      dueTriggers(Object.keys(triggers), lastPosition, now, seconds(element_.duration)).forEach(trigger);
      lastPosition = now;
    };
    element_.addEventListener(
      'loadedmetadata',
      live(() => {
        trigger('ready');
        draw();
        app.changed();
      }),
    );
    element_.addEventListener(
      'playing',
      live(() => {
        const first = !started;
        started = true;
        changeState(PLAYING);
        if (first) trigger('start');
      }),
    );
    element_.addEventListener(
      'pause',
      live(() => {
        if (!element_.ended) changeState(PAUSED);
      }),
    );
    element_.addEventListener(
      'timeupdate',
      live(() => {
        passed(element_.currentTime);
        if (mine === turn) draw();
      }),
    );
    element_.addEventListener(
      'ended',
      live(() => {
        passed(element_.currentTime);
        ended = true;
        trigger('end');
        if (mine !== turn) return; // the trigger has loaded something else
        if (triggers.complete) trigger('complete');
        else if (!goTo(app.settings.randomPlayback && entries.length > 1 ? 'random' : 'after')) stop();
      }),
    );
    element_.addEventListener(
      'error',
      live(() => failed(url)),
    );
  }

  function begin(): void {
    const entry = current();
    if (!entry) return;
    const mine = ++turn;
    const before = data();
    if (media) media.pause();
    url = entry.how === 'resolve' ? '' : entry.address;
    customLabel = null;
    customBackground = null;
    triggers = {};
    const properties = fieldsOf(entry.fields.properties);
    Object.keys(properties).forEach((key) => {
      if (key.indexOf('trigger:') === 0) triggers[key.slice('trigger:'.length)] = textOf(properties[key]);
    });
    const load = () => {
      started = false;
      lastPosition = 0;
      app.send({ event: 'video:load', info: info(entry), data: before });
      trigger('load');
      if (mine !== turn) return;
      clear(layer);
      state = STOPPED;
      ended = false;
      if (entry.how === 'plugin') {
        const frame = element('player-page', '', 'iframe') as HTMLIFrameElement;
        frame.src = url;
        layer.appendChild(frame);
        media = null;
        changeState(PLAYING);
        app.toast('warn', 'MSX host shows player pages, but does not control them.');
      } else {
        const created = createMedia(entry.kind);
        media = created;
        created.volume = level / 100;
        created.muted = muted;
        if (entry.kind === 'audio') layer.appendChild(element('audio-cover', iconHtml('music')));
        drawBackground(entry);
        attach(created, mine);
        created.src = url;
        resume(created);
      }
      draw();
      app.changed();
    };
    if (entry.how !== 'resolve') load();
    else
      resolve(entry.address, (found, message) => {
        if (mine !== turn) return;
        if (found === null) {
          failed(message);
          return;
        }
        url = found;
        load();
      });
    draw();
    app.changed();
  }

  function createMedia(kind: MediaEntry['kind']): Playable {
    const real = document.createElement(kind === 'audio' ? 'audio' : 'video');
    const missing = typeof (real as Partial<HTMLMediaElement>).play !== 'function';
    const { pretendedMediaS } = app.settings;
    if (missing && pretendedMediaS === 0)
      app.toast('warn', 'This browser plays no media: MSX host pretends to.');
    if (missing || pretendedMediaS > 0) return pretendToPlay(pretendedMediaS || PRETENDED_S);
    real.setAttribute('playsinline', '');
    layer.appendChild(real);
    return real;
  }

  function drawBackground(entry: MediaEntry): void {
    const background = customBackground ?? textOf(entry.fields.background);
    layer.style.backgroundImage = background ? cssUrl(background) : '';
    toggleClass(layer, 'has-background', background !== '');
  }

  function resume(element_: Playable): void {
    const promise = element_.play();
    if (promise)
      promise.catch((error: unknown) => {
        if (element_ !== media) return;
        const refused = error instanceof DOMException && error.name === 'NotAllowedError';
        if (!refused) return; // the element's own error event says it better
        changeState(PAUSED);
        app.toast('warn', 'The browser plays nothing before a key was pressed here: press Enter.');
      });
  }

  function goTo(target: string): boolean {
    const index = rowTarget(target, entries, at);
    if (!entries[index]) return false;
    at = index;
    begin();
    return true;
  }

  function stop(): void {
    if (!current()) return;
    announce('stop');
    turn++;
    if (media) {
      media.pause();
      media.src = '';
    }
    const action = triggers.stop;
    media = null;
    entries = [];
    state = STOPPED;
    inFront = false;
    triggers = {};
    clear(layer);
    draw();
    if (action) app.execute(action, null, BY_APP);
    app.changed();
  }

  function seekTo(position: number): void {
    if (!media) return;
    const to = Math.max(0, Math.min(position, seconds(media.duration) || position));
    announce('seek', { position: to });
    media.currentTime = to;
    lastPosition = to;
    draw();
    app.changed();
  }

  return {
    start: (list, index) => {
      if (!list.length) return;
      entries = list;
      at = index;
      inFront = true;
      begin();
    },
    active: () => entries.length > 0,
    foreground: () => inFront && entries.length > 0,
    show: (on) => {
      if (!current() || inFront === on) return;
      inFront = on;
      trigger(on ? 'foreground' : 'background');
      trigger(on ? 'active' : 'inactive');
      draw();
      app.changed();
    },
    goTo,
    play: (on) => {
      if (!media) return;
      if (on) resume(media);
      else media.pause();
    },
    playing: () => state === PLAYING,
    seekBy: (by) => seekTo(seconds(media?.currentTime) + by),
    seekTo,
    restart: () => {
      if (!media) return;
      announce('restart');
      media.currentTime = 0;
      lastPosition = 0;
      resume(media);
    },
    setSpeed: (speed) => {
      if (!media) return;
      announce('speed', { speed });
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
      triggers[key] = action;
    },
    setLabel: (label) => {
      customLabel = label === 'default' ? null : label;
      draw();
    },
    setBackground: (background) => {
      customBackground = background === 'default' ? null : background === 'none' ? '' : background;
      const entry = current();
      if (entry) drawBackground(entry);
    },
    attached: () => {
      const entry = current();
      if (!entry) return null;
      return {
        info: info(entry),
        data: data(),
        resume: {
          key: null,
          context: null,
          count: 0,
          resuming: false,
          position: null,
          progress: -1,
          duration: -1,
        },
        volume: { type: 'player', level, muted },
        scene: inFront ? 'foreground' : 'background',
      };
    },
    state: () => {
      const entry = current();
      if (!entry) return null;
      return {
        type: entry.kind === 'audio' ? 'audio' : 'video',
        url: url || entry.address,
        label: plainText(customLabel ?? labelOf(entry) ?? ''),
        state: STATE_NAMES[state] ?? 'stopped',
        position: seconds(media?.currentTime),
        duration: seconds(media?.duration),
        index: entry.index,
        count: entry.count,
        foreground: inFront,
      };
    },
  };
}

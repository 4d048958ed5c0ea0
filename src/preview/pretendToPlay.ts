import { createListeners } from './createListeners.js';
import { createMediaClock } from './createMediaClock.js';

/** The part of a media element that the player uses. */
export interface Playable {
  currentTime: number;
  readonly duration: number;
  playbackRate: number;
  volume: number;
  muted: boolean;
  readonly ended: boolean;
  src: string;
  /** A promise in newer browsers, nothing in older ones. */
  play(): Promise<void> | undefined;
  pause(): void;
  addEventListener(name: string, listener: () => void): void;
}

/** How often a real element says that time passes. */
const TICK_MS = 250;

/** The file that is to be played. */
interface Source {
  url(): string;
  /** It was asked for, and is there. */
  isThere(): boolean;
  /** Asks for another one; `''` for none. */
  load(url: string): void;
}

/** @param answered is told what came of a file, unless another one is wanted meanwhile */
function createSource(answered: (isThere: boolean) => void): Source {
  let url = '';
  let isThere = false;
  return {
    url: () => url,
    isThere: () => isThere,
    load: (wanted) => {
      url = wanted;
      isThere = false;
      if (!wanted) return;
      const request = new XMLHttpRequest();
      const settle = (found: boolean) => {
        if (url !== wanted) return;
        isThere = found;
        answered(found);
      };
      request.open('GET', wanted, true);
      request.onload = () => settle(request.status === 200 || request.status === 206);
      request.onerror = () => settle(false);
      request.send();
    },
  };
}

/**
 * What stands for <audio> and <video> in an engine that has neither (WebKit 538 in the lab), and in tests that
 * let minutes pass: it asks for the file, then only counts the time, and sends the same events.
 */
export function pretendToPlay(durationS: number): Playable {
  const listeners = createListeners();
  const clock = createMediaClock(durationS, () => new Date().getTime());
  let timer = 0;
  let ended = false;
  let wanted = false;
  const source = createSource((isThere) => {
    listeners.tell(isThere ? 'loadedmetadata' : 'error');
    run();
  });

  function stop(): void {
    clock.stop();
    window.clearInterval(timer);
  }

  function run(): void {
    if (!source.isThere() || !wanted || clock.isRunning()) return;
    if (ended) clock.moveTo(0);
    ended = false;
    clock.start();
    timer = window.setInterval(tick, TICK_MS);
    listeners.tell('playing');
  }

  function tick(): void {
    listeners.tell('timeupdate');
    if (clock.position() < durationS || !clock.isRunning()) return;
    stop();
    wanted = false;
    ended = true;
    listeners.tell('ended');
  }

  return {
    volume: 1,
    muted: false,
    get currentTime() {
      return clock.position();
    },
    set currentTime(to) {
      clock.moveTo(to);
      ended = false;
    },
    get duration() {
      return source.isThere() ? durationS : NaN;
    },
    get playbackRate() {
      return clock.rate();
    },
    set playbackRate(to) {
      clock.setRate(to);
    },
    get ended() {
      return ended;
    },
    get src() {
      return source.url();
    },
    set src(to) {
      stop();
      source.load(to);
    },
    play: () => {
      wanted = true;
      run();
      return undefined;
    },
    pause: () => {
      wanted = false;
      if (!clock.isRunning()) return;
      stop();
      listeners.tell('pause');
    },
    addEventListener: (name, listener) => listeners.add(name, listener),
  };
}

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

/**
 * A clip that only counts the time, for browsers without a media player (WebKit 538 in the lab) and for tests
 * that let minutes pass. It never fails, whatever its `src` is.
 */
export function pretendToPlay(durationS: number): Playable {
  const listeners: Record<string, (() => void)[] | undefined> = {};
  const tell = (name: string) => (listeners[name] ?? []).forEach((listener) => listener());
  let position = 0;
  let since = 0;
  let timer = 0;
  let rate = 1;
  let ended = false;
  let address = '';
  const now = () => new Date().getTime();
  const settle = () => {
    if (timer) position = Math.min(durationS, position + ((now() - since) / 1000) * rate);
    since = now();
  };
  const stop = () => {
    settle();
    window.clearInterval(timer);
    timer = 0;
  };
  const tick = () => {
    settle();
    tell('timeupdate');
    if (position < durationS || !timer) return;
    stop();
    ended = true;
    tell('ended');
  };
  return {
    volume: 1,
    muted: false,
    get currentTime() {
      settle();
      return position;
    },
    set currentTime(to) {
      settle();
      position = to;
      ended = false;
    },
    get duration() {
      return durationS;
    },
    get playbackRate() {
      return rate;
    },
    set playbackRate(to) {
      settle();
      rate = to;
    },
    get ended() {
      return ended;
    },
    get src() {
      return address;
    },
    set src(to) {
      address = to;
      window.setTimeout(() => tell('loadedmetadata'), 0);
    },
    play: () => {
      if (timer) return undefined;
      if (ended) position = 0;
      ended = false;
      since = now();
      timer = window.setInterval(tick, TICK_MS);
      window.setTimeout(() => tell('playing'), 0);
      return undefined;
    },
    pause: () => {
      if (!timer) return;
      stop();
      tell('pause');
    },
    addEventListener: (name, listener) => {
      listeners[name] = (listeners[name] ?? []).concat([listener]);
    },
  };
}

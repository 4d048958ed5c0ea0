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
 * What stands for <audio> and <video> in an engine that has neither (WebKit 538 in the lab), and in tests that
 * let minutes pass: it asks for the file, then only counts the time, and sends the same events.
 */
export function pretendToPlay(durationS: number): Playable {
  const listeners: Record<string, (() => void)[] | undefined> = {};
  const tell = (name: string) => (listeners[name] ?? []).forEach((listener) => listener());
  let position = 0;
  let since = 0;
  let timer = 0;
  let rate = 1;
  let ended = false;
  let loaded = false;
  let wanted = false;
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
  const run = () => {
    if (!loaded || !wanted || timer) return;
    if (ended) position = 0;
    ended = false;
    since = now();
    timer = window.setInterval(tick, TICK_MS);
    tell('playing');
  };
  const ask = (url: string) => {
    const request = new XMLHttpRequest();
    request.open('GET', url, true);
    request.onload = () => {
      if (address !== url) return;
      loaded = request.status === 200 || request.status === 206;
      tell(loaded ? 'loadedmetadata' : 'error');
      run();
    };
    request.onerror = () => {
      if (address === url) tell('error');
    };
    request.send();
  };
  const tick = () => {
    settle();
    tell('timeupdate');
    if (position < durationS || !timer) return;
    stop();
    wanted = false;
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
      return loaded ? durationS : NaN;
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
      stop();
      address = to;
      loaded = false;
      if (to) ask(to);
    },
    play: () => {
      wanted = true;
      run();
      return undefined;
    },
    pause: () => {
      wanted = false;
      if (!timer) return;
      stop();
      tell('pause');
    },
    addEventListener: (name, listener) => {
      listeners[name] = (listeners[name] ?? []).concat([listener]);
    },
  };
}

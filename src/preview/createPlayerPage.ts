import { type App, BY_APP } from './app.js';
import type { AskedPage } from './askPlayerPage.js';
import { createListeners } from './createListeners.js';
import { createOpenRequests } from './createOpenRequests.js';
import { element } from './dom.js';
import { type Fields, fieldsOf, isFields, merge, textOf } from './fields.js';
import { PAUSED, PLAYING, STOPPED } from './playbackStates.js';
import type { Playable } from './pretendToPlay.js';
import { kindOf } from './protocol.js';

const MESSAGE_TYPE = 'videoPlugin';
const RESPONSE = 'response:';
const COMMIT = 'player:commit:';

/** The picture that a player page is told to fill, in pixels. */
const SIZE = { width: 1280, height: 720 };

/** guess(mute-page): a page without MSX's library says nothing; this long after it was loaded it counts as playing. */
const MUTE_AFTER_MS = 1_000;

/** The page behind `video:plugin:` and `audio:plugin:`, which plays by itself and says how far it is. */
export interface PlayerPage extends Playable, AskedPage {
  frame: HTMLElement;
  /** `handleEvent` and `handleData` of the page; lost before it is ready. */
  tell(data: Fields): void;
  /** Nothing of what the page says counts any more. */
  close(): void;
}

/** What the page says of itself (plugins/plugin-api-reference, TVXVideoPlugin). */
interface Said {
  state: number;
  position: number;
  duration: number;
  speed: number;
  ended: boolean;
}

/**
 * The app's side of the window protocol with a player page. The page decides when it plays and when it has ended;
 * what is asked of it counts at once, as it does on a TV.
 */
export function createPlayerPage(app: App, url: string): PlayerPage {
  const frame = element('player-page', '', 'iframe') as HTMLIFrameElement;
  const listeners = createListeners();
  const asked = createOpenRequests();
  let said: Said = { state: STOPPED, position: 0, duration: 0, speed: 1, ended: false };
  let sound = { volume: 100, muted: false };
  let isReady = false;

  function post(message: Fields): void {
    frame.contentWindow?.postMessage(merge({ type: MESSAGE_TYPE }, message), '*');
  }

  function ask(wish: Fields): void {
    if (isReady) post(wish);
  }

  function turnTo(state: number): void {
    if (said.state === state) return;
    said = { ...said, state };
    if (state === PLAYING) listeners.tell('playing');
    if (state === PAUSED) listeners.tell('pause');
  }

  function follow(message: Fields): void {
    const before = said;
    const number = (name: keyof Said, old: number) => {
      const value = message[name];
      return typeof value === 'number' && isFinite(value) ? value : old;
    };
    const ended = message.ended === true;
    said = {
      state: before.state,
      position: number('position', before.position),
      duration: number('duration', before.duration),
      speed: number('speed', before.speed),
      ended,
    };
    if (before.duration === 0 && said.duration > 0) listeners.tell('loadedmetadata');
    turnTo(number('state', before.state));
    if (said.position !== before.position) listeners.tell('timeupdate');
    if (ended && !before.ended) listeners.tell('ended');
  }

  function receive(message: Fields): void {
    const action = textOf(message.action);
    const data = fieldsOf(message.data);
    const wanted = action.slice(COMMIT.length);
    if (!action) follow(message);
    else if (action === 'plugin:init') {
      isReady = true;
      post(merge({ init: 1, volume: sound.volume, muted: sound.muted }, SIZE));
    } else if (action.indexOf(RESPONSE) === 0)
      asked.settle(action.slice(RESPONSE.length), message.data ?? null);
    else if (action.indexOf(COMMIT) === 0 && textOf(data.requestId))
      app.answer(wanted, (found) => post({ data: merge({ [kindOf(wanted)]: null }, found, { data }) }));
    else app.execute(action, message.data ?? null, BY_APP);
  }

  function hear({ source, data }: MessageEvent<unknown>): void {
    const own = frame.contentWindow !== null && source === frame.contentWindow;
    if (own && isFields(data) && data.type === MESSAGE_TYPE && data.target === 'app') receive(data);
  }

  window.addEventListener('message', hear);
  frame.setAttribute('title', 'Player page');
  frame.onload = () =>
    window.setTimeout(() => {
      if (!isReady) turnTo(PLAYING);
    }, MUTE_AFTER_MS);
  frame.src = url;

  return {
    frame,
    get currentTime() {
      return said.position;
    },
    set currentTime(position) {
      said = { ...said, position };
      ask({ position });
    },
    get duration() {
      return said.duration;
    },
    get playbackRate() {
      return said.speed;
    },
    set playbackRate(speed) {
      said = { ...said, speed };
      ask({ speed });
    },
    get volume() {
      return sound.volume / 100;
    },
    set volume(volume) {
      sound = { ...sound, volume: volume * 100 };
      ask({ volume: sound.volume });
    },
    get muted() {
      return sound.muted;
    },
    set muted(muted) {
      sound = { ...sound, muted };
      ask({ muted });
    },
    get ended() {
      return said.ended;
    },
    src: url,
    play: () => {
      if (!isReady) return undefined; // it begins by itself
      ask({ state: PLAYING });
      turnTo(PLAYING);
      return undefined;
    },
    pause: () => {
      ask({ state: PAUSED });
      if (said.state === PLAYING) turnTo(PAUSED);
    },
    addEventListener: (name, listener) => listeners.add(name, listener),
    request: (dataId, data, done) =>
      post({ data: { requestId: asked.add(dataId, url, done), dataId, data: data ?? null } }),
    tell: (data) => ask({ data }),
    close: () => window.removeEventListener('message', hear),
  };
}

import { fieldsOf, type Fields } from '../makapix/fieldsOf.js';
import { isObject } from '../msx/json.js';

/** What goes to the topic `playback`. @wire */
interface PlaybackPayload {
  state: 'playing' | 'paused' | 'stopped';
  /** In seconds. */
  position: number | null;
  duration: number | null;
  /** In the playlist; the first is 0. */
  index: number | null;
  /** Without its query, which may hold what is nobody's business. */
  url: string | null;
  post_id: number | null;
}

interface PlaybackOptions {
  /** The answer of MSX to `video`. */
  requestData: (dataId: string) => Promise<unknown>;
  say: (payload: string) => void;
  setTimer: (run: () => void, ms: number) => () => void;
}

const LOOK_EVERY_MS = 10_000;
/** TVXVideoState */
const STATES: Record<number, PlaybackPayload['state']> = { 2: 'playing', 3: 'paused' };

const CHANGES = /^video:(?:load|play|pause|seek|restart)$/;

const STOPPED: PlaybackPayload = {
  state: 'stopped',
  position: null,
  duration: null,
  index: null,
  url: null,
  post_id: null,
};

/** @param given as MSX has it, which is a number, or the same as a text */
function numberOf(given: unknown): number | null {
  const number = Number(given ?? NaN);
  return isFinite(number) ? number : null;
}

function payloadOf(answer: unknown): PlaybackPayload {
  const { info: item, data: track } = fieldsOf(answer);
  const info = fieldsOf(item);
  const data = fieldsOf(track);
  const state = STATES[Number(data.state)];
  if (!isObject(item) || !state) return STOPPED;
  return {
    state,
    position: numberOf(data.position),
    duration: numberOf(data.duration),
    index: numberOf(info.listIndex),
    url: String(info.url).split(/[?#]/)[0]!,
    post_id: numberOf(fieldsOf(info.properties)['makapix:post_id']),
  };
}

/** Says how far a video or a sound is: when that changes, and every 10 s while it plays. @returns hears MSX's events */
export function createPlayback({ requestData, say, setTimer }: PlaybackOptions): (event: Fields) => void {
  let stopTimer: () => void = () => undefined;
  /** What MSX says late is of before. */
  let count = 0;

  const tell = (payload: PlaybackPayload): void => {
    say(JSON.stringify(payload));
    if (payload.state === 'playing') stopTimer = setTimer(look, LOOK_EVERY_MS);
  };
  const look = (): void => {
    const mine = ++count;
    stopTimer();
    requestData('video').then(
      (answer) => {
        if (mine === count) tell(payloadOf(answer));
      },
      () => undefined, // what MSX does not say now it says at the next change
    );
  };

  return ({ event }) => {
    if (CHANGES.test(String(event))) look();
    if (event !== 'video:stop') return;
    count++;
    stopTimer();
    tell(STOPPED);
  };
}

import { fieldsOf } from '../makapix/fieldsOf.js';
import { afterJump, isBetter, JUMP_MS, timeAt, type Stretch } from './clockStretch.js';

/**
 * True time on a TV whose clock may be wrong. Every moment is a place on the monotonic clock; what true time
 * that is may become known later. The monotonic clock itself is good only as long as the device does not
 * sleep, so the time line is cut into stretches wherever the device clock jumps against it.
 */
export interface Clock {
  /**
   * The `Date` header of an answer of our own host: the best reference there is.
   * `sentAtMs` and `receivedAtMs` are `Date.now()` at the request and at its answer. Call it as soon as the
   * answer is there. Samples that cannot be (a header that is no date, a clock that jumped meanwhile) and
   * answers that come from a cache (they can only be too old) are left out.
   */
  addServerDate: (sample: { dateHeader: string | null; sentAtMs: number; receivedAtMs: number }) => void;
  /** `info.time` of MSX, or an `app:time` event: MSX's own correction of the device clock, `offset` in ms. */
  addMsxTime: (time: unknown) => void;
  /** Looks whether the device clock has jumped; the reporter calls it often. */
  check: () => void;
  /** MSX said `app:time`: what was measured before has to be measured again, and may be replaced. */
  distrust: () => void;
  /** Milliseconds on a clock that only goes forward; its zero means nothing. */
  monotonicMs: () => number;
  /** True time in ms since 1970 of a moment on the monotonic clock; null where it is unknown. */
  at: (monotonicMs: number) => number | null;
  /** True time now in ms since 1970; null where it is unknown. */
  now: () => number | null;
  state: () => ClockState;
}

export interface ClockState {
  /** True time minus device clock; null where the true time is unknown. */
  offsetMs: number | null;
  /** What the time is taken from: our host, MSX, the device clock (later than this build), or nothing. */
  source: ClockSource;
  /** How often it had to be measured again. */
  jumps: number;
}

export type ClockSource = 'server' | 'msx' | 'device' | 'none';

interface ClockOptions {
  /** The day of the build, ms since 1970: a device clock that is earlier is wrong. */
  builtAtMs: number;
  /** The device clock jumped: measure again (an HTTP answer for `addServerDate`, `info` for `addMsxTime`). */
  onJump?: () => void;
  /** `Date.now`, for tests. */
  wallMs?: () => number;
  /** `performance.now`, for tests. */
  monotonicMs?: () => number;
}

/** The `Date` header has whole seconds: the true time is up to one second later (RFC 9110, 5.6.7). */
const DATE_RESOLUTION_MS = 1000;
/** An answer that took longer than this says too little about the time. */
const MAX_ROUND_TRIP_MS = 20_000;
/** How well MSX knows the time is not documented. */
const MSX_ERROR_MS = 5000;

function monotonicOf(wallMs: () => number): () => number {
  if (typeof performance !== 'undefined' && typeof performance.now === 'function')
    return () => performance.now();
  // No performance.now: the device clock, made to never go back.
  let last = wallMs();
  let total = 0;
  return () => {
    const wall = wallMs();
    total += Math.max(0, wall - last);
    last = wall;
    return total;
  };
}

/**
 * @returns a clock; nothing runs by itself: `check` looks for jumps.
 * @example createClock({ builtAtMs: 1_700_000_000_000 }).now() // ms since 1970; null where the time is not known
 */
export function createClock(options: ClockOptions): Clock {
  const wallMs = options.wallMs ?? (() => Date.now());
  const monotonicMs = options.monotonicMs ?? monotonicOf(wallMs);
  const first: Stretch = {
    fromMs: -Infinity,
    deviceAnchor: wallMs() - monotonicMs(),
    anchor: null,
    errorMs: Infinity,
    source: 'none',
  };
  const stretches = [first];
  let current = first;
  let jumps = 0;

  function measureAgain(): void {
    jumps++;
    options.onJump?.();
  }

  function check(): void {
    const nowMs = monotonicMs();
    const deviceAnchor = wallMs() - nowMs;
    const jump = deviceAnchor - current.deviceAnchor;
    if (Math.abs(jump) < JUMP_MS) return;
    current = afterJump(current, nowMs, deviceAnchor, jump);
    stretches.push(current);
    measureAgain();
  }

  function learn(anchor: number, errorMs: number, source: 'server' | 'msx'): void {
    if (anchor + monotonicMs() < options.builtAtMs) return;
    if (!isBetter(current, anchor, errorMs, source)) return;
    current.anchor = anchor;
    current.errorMs = errorMs;
    current.source = source;
  }

  const at = (atMs: number): number | null => timeAt(stretches, atMs, options.builtAtMs);

  return {
    addServerDate: ({ dateHeader, sentAtMs, receivedAtMs }) => {
      check();
      const dateMs = dateHeader === null ? NaN : Date.parse(dateHeader);
      const roundTripMs = receivedAtMs - sentAtMs;
      if (isNaN(dateMs) || !(roundTripMs >= 0 && roundTripMs <= MAX_ROUND_TRIP_MS)) return;
      const errorMs = (DATE_RESOLUTION_MS + roundTripMs) / 2;
      learn(dateMs + errorMs - receivedAtMs + current.deviceAnchor, errorMs, 'server');
    },
    addMsxTime: (time) => {
      check();
      const { offset } = fieldsOf(time);
      if (typeof offset === 'number' && isFinite(offset))
        learn(current.deviceAnchor + offset, MSX_ERROR_MS, 'msx');
    },
    check,
    distrust: () => {
      check();
      current.errorMs = Infinity;
      measureAgain();
    },
    monotonicMs,
    at,
    now: () => at(monotonicMs()),
    state: () => {
      const { anchor, deviceAnchor, source } = current;
      if (anchor !== null) return { offsetMs: Math.round(anchor - deviceAnchor), source, jumps };
      return at(monotonicMs()) === null
        ? { offsetMs: null, source: 'none', jumps }
        : { offsetMs: 0, source: 'device', jumps };
    },
  };
}

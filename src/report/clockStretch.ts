/** A device clock that moves this much against the monotonic one has been set, or the device has slept. */
export const JUMP_MS = 2000;

/** From one jump of the device clock to the next. Anchor = time minus monotonic time. */
export interface Stretch {
  fromMs: number;
  deviceAnchor: number;
  anchor: number | null;
  errorMs: number;
  source: 'server' | 'msx' | 'none';
}

/**
 * The stretch after a jump, before anything is measured again. Where the device clock now agrees with what
 * was known, it has been set right: what was known goes on. A jump forward that leads elsewhere is a device
 * that slept, with its monotonic clock stopped: the device clock was as wrong before as it is now. A jump
 * back is a device clock that somebody set.
 */
export function afterJump(before: Stretch, fromMs: number, deviceAnchor: number, jump: number): Stretch {
  const { anchor, source } = before;
  const goesOn = jump < 0 || Math.abs(deviceAnchor - (anchor || 0)) < JUMP_MS + before.errorMs;
  return {
    fromMs,
    deviceAnchor,
    anchor: anchor === null || goesOn ? anchor : anchor + jump,
    source,
    // Anything that is measured from now on is better.
    errorMs: Infinity,
  };
}

/** Whether a new measurement takes the place of what a stretch knows. */
export function isBetter(known: Stretch, anchor: number, errorMs: number, source: 'server' | 'msx'): boolean {
  if (known.anchor === null || known.errorMs === Infinity) return true;
  if (source !== known.source) return source === 'server';
  if (source === 'msx') return true;
  const laterBy = anchor - known.anchor;
  // Two answers of one host disagree only if one came from a cache, and that one is the older.
  if (Math.abs(laterBy) > errorMs + known.errorMs) return laterBy > 0;
  return errorMs < known.errorMs;
}

/**
 * True time in ms since 1970 of a moment on the monotonic clock; null where it is unknown.
 *
 * @param stretches in order
 * @param builtAtMs a device clock that is earlier is wrong
 */
export function timeAt(stretches: Stretch[], atMs: number, builtAtMs: number): number | null {
  let found = 0;
  stretches.forEach(({ fromMs }, index) => {
    if (fromMs <= atMs) found = index;
  });
  // A device clock that is set right (what makes a wrong one jump) also tells the time before it was.
  const [known] = stretches
    .slice(found)
    .filter(({ anchor, deviceAnchor }) => anchor !== null || atMs + deviceAnchor >= builtAtMs);
  return known ? atMs + (known.anchor ?? known.deviceAnchor) : null;
}

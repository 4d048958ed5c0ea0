/** Where a video or sound was left. @wire */
export interface Position {
  /** In seconds. */
  position: number;
  /** In seconds; 0 where it is not known. */
  duration: number;
  /** When, in milliseconds since 1970. */
  leftAtMs: number;
}

/** By what it is kept: an ID, or an address. */
export type Positions = { [key: string]: Position };

/** Nobody misses less. */
const BEGUN_S = 10;
/** What is left then are the credits. */
const FINISHED = 0.95;

const without = (positions: Positions, key: string): Positions => {
  const rest: Positions = {};
  Object.keys(positions).forEach((one) => {
    if (one !== key) rest[one] = positions[one]!;
  });
  return rest;
};

/** Whether it is neither at its beginning nor at its end. */
const isWorthIt = ({ position, duration }: Position): boolean =>
  position >= BEGUN_S && (duration <= 0 || position < duration * FINISHED);

/**
 * @param left null: it ended
 * @param most so many are kept; the oldest go
 */
export function updatePositions(
  positions: Positions,
  key: string,
  left: Position | null,
  most: number,
): Positions {
  const others = without(positions, key);
  if (!left || !isWorthIt(left)) return others;
  const next = { ...others, [key]: left };
  const byAge = Object.keys(next).sort((one, other) => next[one]!.leftAtMs - next[other]!.leftAtMs);
  return byAge.slice(0, Math.max(0, byAge.length - most)).reduce(without, next);
}

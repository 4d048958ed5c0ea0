/** guess(full-rotation): a "full" rotation is the one between right and left, upside down. */
const TURNS: Record<string, number> = {
  'right': 90,
  'left': -90,
  'full': 180,
  'full-right': 180,
  'full-left': -180,
};

/**
 * The rotation after `slider:rotate:VALUE`, in degrees from 0 to 270: a word turns on, a number is absolute
 * (special/internal-actions). Null for what is neither, or not divisible by 90.
 */
export function rotationAfter(value: string, now: number): number | null {
  const turn = Object.prototype.hasOwnProperty.call(TURNS, value) ? TURNS[value] : undefined;
  const to = value === 'reset' ? 0 : turn !== undefined ? now + turn : value === '' ? NaN : Number(value);
  return isNaN(to) || to % 90 !== 0 ? null : ((to % 360) + 360) % 360;
}

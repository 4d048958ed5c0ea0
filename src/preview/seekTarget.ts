/**
 * The position that `player:seek:VALUE` means, in seconds: `10` and `10%` from the start, with a sign from where it
 * is (special/internal-actions). Null for no such value.
 */
export function seekTarget(value: string, positionS: number, durationS: number): number | null {
  const found = /^([+-]?)(\d+(?:\.\d+)?)(%?)$/.exec(value);
  if (!found) return null;
  const seconds = found[3] ? (Number(found[2]) / 100) * durationS : Number(found[2]);
  if (!found[1]) return seconds;
  return positionS + (found[1] === '-' ? -seconds : seconds);
}

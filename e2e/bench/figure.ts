/** One measured figure beside its baseline, from the same run. */
export interface Figure {
  benchmark: string;
  /** The engine, with `6×` behind it where its CPU was throttled; `build` for what needs no engine. */
  engine: string;
  what: string;
  value: number;
  unit: 'ms' | 'µs' | 'KB' | 'MB';
  baseline: string;
  baselineValue: number;
  /** What the goal is about: value divided by baseline, value less baseline, or the value itself. */
  goal: { of: 'ratio' | 'difference' | 'value'; atMost: number } | null;
}

export const ratioOf = ({ value, baselineValue }: Figure): number => value / baselineValue;

/** null where there is no goal. */
export function isMet(figure: Figure): boolean | null {
  const { goal } = figure;
  if (!goal) return null;
  const { value, baselineValue } = figure;
  const judged = { ratio: ratioOf(figure), difference: value - baselineValue, value }[goal.of];
  return judged <= goal.atMost;
}

/** The middle of a list of measurements; of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

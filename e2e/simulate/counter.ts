/** How often something happened, by the tenth of a second. */
export interface Counter {
  count(atMs: number): void;
  /** Forgets what was before; the rates below count from here. */
  reset(atMs: number): void;
  rates(untilMs: number): Rates;
}

export interface Rates {
  total: number;
  /** The most in any second, wherever it begins (to a tenth). */
  peakPerS: number;
  /** The most in a tenth of a second. */
  peakPerTenth: number;
  meanPerS: number;
}

const BIN_MS = 100;
const BINS_PER_S = 10;

export function createCounter(): Counter {
  let fromMs = 0;
  let bins: number[] = [];

  return {
    count: (atMs) => {
      const bin = Math.floor((atMs - fromMs) / BIN_MS);
      while (bins.length <= bin) bins.push(0);
      bins[bin]!++;
    },
    reset: (atMs) => {
      fromMs = atMs;
      bins = [];
    },
    rates: (untilMs) => {
      let total = 0;
      let peakPerTenth = 0;
      let peakPerS = 0;
      let lastSecond = 0;
      bins.forEach((count, bin) => {
        total += count;
        lastSecond += count - (bins[bin - BINS_PER_S] ?? 0);
        peakPerTenth = Math.max(peakPerTenth, count);
        peakPerS = Math.max(peakPerS, lastSecond);
      });
      const seconds = (untilMs - fromMs) / 1000;
      return { total, peakPerS, peakPerTenth, meanPerS: seconds > 0 ? total / seconds : 0 };
    },
  };
}

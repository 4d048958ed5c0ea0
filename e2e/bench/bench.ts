import type { Engine } from '../engines/findEngine.js';
import type { Figure } from './figure.js';

/** Where a benchmark is measured. */
export interface Bed {
  engine: Engine;
  /** What the table calls it. */
  name: string;
  /** 1 = as fast as this machine is. */
  throttle: number;
  /** The page of the benchmarks, bundled. */
  script: string;
  page: string;
  library: string;
  /** How long the memory is watched. */
  days: number;
  /** Whether what grows in it is printed, by constructor; Chromium alone can tell. */
  heap: boolean;
}

/** What is measured in an engine; it brings its baseline with it, in the same run. */
export type Bench = (bed: Bed) => Promise<Figure[]>;

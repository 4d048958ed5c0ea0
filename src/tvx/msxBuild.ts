/** The N of MSX's version 0.1.N, by which it learned what it can do; NaN where it is not known. */
export const msxBuild = (version: unknown): number => Number(/^0\.1\.(\d+)/.exec(String(version))?.[1]);

/** Milliseconds on a clock that only goes forward, as fine as the engine gives it. */
export const now: () => number =
  typeof performance !== 'undefined' && typeof performance.now === 'function'
    ? () => performance.now()
    : () => Date.now();

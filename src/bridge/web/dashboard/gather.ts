/**
 * Makes one run of many requests for it.
 * @param soonMs a run begins so long after the first request: requests come in crowds
 * @param pauseMs and so long after the run before it, or later
 * @returns asks for a run
 */
export function gather(run: () => void, soonMs: number, pauseMs: number): () => void {
  let isPlanned = false;
  let lastAtMs = -Infinity;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(
      () => {
        isPlanned = false;
        lastAtMs = performance.now();
        run();
      },
      Math.max(soonMs, lastAtMs + pauseMs - performance.now()),
    );
  };
}

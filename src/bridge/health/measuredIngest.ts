import type { Ingest } from '../ingest/createIngest.js';
import type { Metrics } from './createMetrics.js';

/** An ingest that counts what it takes. @param clocks of the views, and one that nobody sets, both in ms */
export const measuredIngest = (
  ingest: Ingest,
  metrics: Metrics,
  { now, monotonicMs }: { now: () => number; monotonicMs: () => number },
): Ingest => ({
  ...ingest,
  async ingest(message) {
    const beganMs = monotonicMs();
    const ingested = await ingest.ingest(message);
    metrics.ingested(ingested, (monotonicMs() - beganMs) / 1000, now());
    return ingested;
  },
});

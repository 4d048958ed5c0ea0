import type { Health } from './health/addHealthRoutes.js';
import { createMetrics } from './health/createMetrics.js';
import { createReadiness } from './health/createReadiness.js';
import { healthStore } from './storage/healthStore.js';
import type { Database } from './storage/sql.js';

declare const __VERSION__: string;

/** What a worker works with at the moment. */
interface WorkerState {
  /** Null while it is waited for. */
  database: Database | null;
  /** Whether the broker has granted everything. */
  isConnected: boolean;
}

/** What tells how a worker is: its database takes what is written, and its broker is there. */
export function workerHealth(state: WorkerState, onFault: (sentence: string) => void): Health {
  const store = () => (state.database ? healthStore(state.database) : null);
  const readiness = createReadiness(
    {
      database: {
        failure: 'database-away',
        look: async () => {
          const known = store();
          await known?.write();
          return known ? null : 'database-away';
        },
      },
      broker: { failure: 'broker-away', look: () => (state.isConnected ? null : 'broker-away') },
    },
    { monotonicMs: () => performance.now(), onFault },
  );
  return {
    readiness,
    metrics: createMetrics({ version: __VERSION__, store, readiness, waitingViews: null }),
  };
}

import { access, constants } from 'node:fs/promises';
import type { Health } from './health/addHealthRoutes.js';
import { createMetrics } from './health/createMetrics.js';
import { createReadiness } from './health/createReadiness.js';
import { healthStore } from './storage/healthStore.js';
import type { Database } from './storage/sql.js';

declare const __VERSION__: string;

interface Parts {
  database: Database;
  /** The media folder; null = the sample gallery, which is read before anything else. */
  library: { isComplete(): boolean; folder: string } | null;
  /** What is wrong with the broker; null = nothing. */
  brokerFault: () => 'broker-closed' | 'broker-away' | null;
  /** Whether the media folder is not that of the other bridges; absent = there are none. */
  differs?: (() => boolean) | undefined;
  /** How many views wait in all TVs. */
  waitingViews: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  onFault: (sentence: string) => void;
}

/** What tells how a bridge is: its database takes what is written, its folder is read, its broker accepts. */
export function bridgeHealth(parts: Parts): Health {
  const { database, library, brokerFault, differs, waitingViews, monotonicMs, onFault } = parts;
  const store = healthStore(database);
  const readiness = createReadiness(
    {
      database: {
        failure: 'database-away',
        look: async () => {
          await store.write();
          return null;
        },
      },
      library: {
        failure: 'library-gone',
        look: async () => {
          if (!library) return null;
          await access(library.folder, constants.R_OK | constants.X_OK);
          return library.isComplete() ? null : 'library-unread';
        },
      },
      ...(differs && {
        others: {
          failure: 'library-differs',
          isNotice: true,
          look: () => (differs() ? 'library-differs' : null),
        },
      }),
      broker: { failure: 'broker-closed', look: brokerFault },
    },
    { monotonicMs, onFault },
  );
  return {
    readiness,
    metrics: createMetrics({ version: __VERSION__, store: () => store, readiness, waitingViews }),
  };
}

import { WebSocket } from 'ws';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { openSocket } from '../../src/mqtt/openSocket.js';
import { createClock } from '../../src/report/createClock.js';
import { createReporter } from '../../src/report/createReporter.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import type { ReporterSnapshot } from '../../src/report/reporterSnapshot.js';
import type { ReportTiming } from '../../src/report/reportTiming.js';
import { DEFAULT_VIEW_SETTINGS, type ViewSettings } from '../../src/report/viewSettings.js';
import { slideOf } from './slideOf.js';

/** What reports on a TV, in this process, with a real connection; what it stores it has in memory. */
export interface StageTv {
  playerKey: string;
  /** This post is on screen, for long enough to be a view. */
  show(postId: number): void;
  snapshot(): ReporterSnapshot;
  stop(): void;
}

/** @param url of the broker */
export function startTv(
  url: string,
  deviceId: string,
  views: Partial<ViewSettings> = {},
  timing: Partial<ReportTiming> = {},
): StageTv {
  Object.assign(globalThis, { WebSocket }); // what the reporter finds in a browser
  const playerKey = playerKeyOf(deviceId);
  const reporter = createReporter(
    {
      playerKey,
      firmwareVersion: 'stage',
      broker: { url },
      views: { ...DEFAULT_VIEW_SETTINGS, minDwellMs: 0, ...views },
      timing,
      requestData: () => Promise.reject(new Error('no MSX')),
      log: () => undefined, // what goes wrong is what these tests are about, and in the snapshot
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    },
    { openConnection: openSocket, ladder: () => [createMemoryKv()], random: Math.random },
  );
  reporter.start();
  return {
    playerKey,
    show: (postId) => reporter.handleData(slideOf(postId)),
    snapshot: () => reporter.snapshot(),
    stop: () => reporter.stop(),
  };
}

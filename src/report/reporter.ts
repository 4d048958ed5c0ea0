import type { Log } from '../tvx/notice.js';
import type { Clock } from './clock.js';
import type { ReportTiming, ViewSettings } from './settings.js';
import type { ReporterSnapshot } from './snapshot.js';

export interface ReporterOptions {
  /** UUID of the MQTT topics, also client id and default user name. */
  playerKey: string;
  firmwareVersion: string;
  broker: { url: string; username?: string; password?: string };
  views: ViewSettings;
  /** Only tests and benchmarks need it. */
  timing?: Partial<ReportTiming>;
  /** TVX requestData: resolves with the answer's value (`info`, `slider`, `video`) or rejects. */
  requestData(dataId: string): Promise<unknown>;
  log: Log;
  clock: Clock;
  /** `location.protocol === 'https:'`: such a page cannot use `ws:`. */
  pageIsSecure: boolean;
}

export interface Reporter {
  /** Opens the storage and connects. What `handleEvent` was told before is not lost. */
  start(): void;
  /** An event of MSX as it is, or one of the plugin's own: see src/report/screen-event.ts. */
  handleEvent(event: unknown): void;
  /** A commit of MSX (`handleData`), e.g. `{ slider: {…} }` from `interaction:commit:slider`. */
  handleData(data: unknown): void;
  snapshot(): ReporterSnapshot;
  /** Says `offline` and disconnects. `start` begins again. */
  stop(): void;
}

/** @returns a reporter that does nothing by itself until `start`. */
export function createReporter(options: ReporterOptions): Reporter {
  throw new Error(`reporting to ${options.broker.url} is not built yet`);
}

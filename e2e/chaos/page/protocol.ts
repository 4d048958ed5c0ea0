import type { ReportTiming } from '../../../src/report/timing.js';
import type { ReporterSnapshot } from '../../../src/report/snapshot.js';
import type { ViewSettings } from '../../../src/report/settings.js';
import type { Intent } from '../../../src/makapix/view.js';

export interface ChaosSetup {
  playerKey: string;
  url: string;
  views: Partial<ViewSettings>;
  timing: Partial<ReportTiming>;
}

/** What a page of the plugin can be asked to do. */
export interface ChaosPage {
  begin: (setup: ChaosSetup) => void;
  /** A picture that can be seen. */
  show: (postId: number, intent: Intent) => void;
  snapshot: () => ReporterSnapshot;
  /** The posts whose views are in the storage, as another page would see it. */
  stored: () => Promise<number[]>;
}

/** What the run tells the shell, the page that the browser opens: it holds the plugin's pages in frames. */
export type Order =
  | { id: number; frame: string; do: 'open' | 'reload' | 'close' }
  | { id: number; frame: string; do: 'call'; method: keyof ChaosPage; args: unknown[] };

/** What the shell answers when it is done. */
export interface Report {
  id: number;
  value?: unknown;
  error?: string;
}

declare global {
  interface Window {
    chaos?: ChaosPage;
  }
}

import type { ReportTiming } from '../../../src/report/reportTiming.js';
import type { ReporterSnapshot } from '../../../src/report/reporterSnapshot.js';
import type { ViewSettings } from '../../../src/report/viewSettings.js';
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
  /** The posts whose views are in IndexedDB, as another page would see it. */
  stored: () => Promise<number[]>;
  /** The posts whose views are in localStorage. */
  storedInTexts: () => number[];
}

/** What the run tells the shell, the page that the browser opens: it holds the plugin's pages in frames. */
export type Order =
  | { id: number; frame: string; do: 'open' | 'reload' | 'close' }
  | { id: number; frame: string; do: 'call'; method: keyof ChaosPage; args: unknown[] };

/** What the shell answers when it is done; and, unasked, what a page heard from the server. */
export type Report =
  { id: number; value: unknown } | { id: number; error: string } | { heard: string; atMs: number };

declare global {
  interface Window {
    /** Of a page of the plugin. */
    chaos?: ChaosPage;
    /** Of the shell: a page has heard an ack. */
    heard?: (ack: string) => void;
  }
}

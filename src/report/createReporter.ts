import { fieldsOf } from '../makapix/fieldsOf.js';
import { openSocket } from '../mqtt/openSocket.js';
import type { Loose, TvxData, TvxInfo } from '../tvx/tvxGlobals.js';
import { brokerAddress } from './brokerAddress.js';
import { createLife } from './createLife.js';
import { createOutbox } from './createOutbox.js';
import { createScreen } from './createScreen.js';
import { createUplink } from './createUplink.js';
import { isOut } from './deliveryState.js';
import { kvLadder } from './kvLadder.js';
import { readMsxReport, readScreenEvent, readSlideReport, readTrackReport } from './readScreenEvent.js';
import type { ReporterEdges, ReporterOptions } from './reporterOptions.js';
import type { ReporterSnapshot } from './reporterSnapshot.js';
import { DEFAULT_TIMING, type ReportTiming } from './reportTiming.js';
import { takeSnapshot } from './takeSnapshot.js';
import { watchPage } from './watchPage.js';

export interface Reporter {
  /** Opens the storage and connects. What `handleEvent` was told before is not lost. */
  start(): void;
  /** An event of MSX as it is, or one of the plugin's own: see screenEvent.ts. */
  handleEvent(event: unknown): void;
  /**
   * What MSX handed over (`handleData`), e.g. `{ slider: {…} }` from `interaction:commit:slider`, or `{ video: {…} }`; or
   * what it answered to whoever asked for `{ info: {…} }`: at the start, and when the clock has jumped.
   */
  handleData(data: unknown): void;
  snapshot(): ReporterSnapshot;
  /** Says `offline` and disconnects. `start` begins again, and so does a page that the browser brings back. */
  stop(): void;
}

const REAL_EDGES: ReporterEdges = {
  openConnection: openSocket,
  ladder: kvLadder,
  random: () => Math.random(),
};

/**
 * @returns a reporter that sends nothing until `start`.
 * @since MSX 0.1.82
 * @example createReporter({ …, requestData: tvx.requestData }).start()
 */
export function createReporter(options: ReporterOptions, edges: ReporterEdges = REAL_EDGES): Reporter {
  const { views, clock, log, requestData } = options;
  const urls = ([] as string[]).concat(options.broker.url);
  const timing: ReportTiming = { ...DEFAULT_TIMING, ...options.timing };
  const page = edges.random().toString(36).slice(2, 10);

  const outbox = createOutbox({
    page,
    ladder: edges.ladder(),
    broker: brokerAddress(urls[0]!),
    maxQueued: views.maxQueued,
    log,
    isBusy: () => isOut(uplink.sender.state()),
    changed: () => life.refresh(),
  });
  const uplink = createUplink({ options, edges, timing, page, outbox, urls });
  const life = createLife({ ...uplink, outbox, clock, beatMs: timing.leaseBeatMs, log });
  const screen = createScreen({
    rules: views,
    clock,
    log,
    requestData,
    viewed: ({ facts, shownAtMs }) =>
      outbox.add({ facts, shownAtMs: clock.at(shownAtMs), page, placeMs: shownAtMs, rounds: 0 }),
    showing: (postId) => uplink.presence.tell({ type: 'current', postId }),
  });

  let watchesPage = false;
  function start(): void {
    if (!watchesPage)
      watchPage({
        visible: (isVisible) => screen.tell({ type: isVisible ? 'page:visible' : 'page:hidden' }),
        closing: life.stop,
        restored: life.start,
      });
    watchesPage = true;
    life.start();
  }

  return {
    start,
    handleEvent: (given) => {
      const event = readScreenEvent(given);
      life.lookAtClock();
      if (!event) return;
      if (event.type === 'app:time') {
        clock.distrust();
        clock.addMsxTime(event);
      }
      screen.tell(event);
      life.hear(event);
    },
    handleData: (data) => {
      const { slider, video, info }: Loose<TvxData> = fieldsOf(data);
      if (slider) screen.tell(readSlideReport('slider:visible', slider));
      if (video) screen.tell(readTrackReport('video:told', video));
      if (info) {
        const { time }: Loose<TvxInfo> = fieldsOf(info);
        clock.addMsxTime(time);
        screen.tell(readMsxReport(info));
      }
    },
    stop: life.stop,
    snapshot: () => takeSnapshot({ ...uplink, urls, phase: life.phase(), outbox, clock }),
  };
}

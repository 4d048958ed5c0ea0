import { ATTEMPTS_PER_MINUTE } from '../../src/bridge/limits/attemptLimit.js';
import { VIEW_INTERVAL_MS } from '../stage/makapix/answerView.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import { createFinding, type Finding } from './finding.js';
import { createFleet, settle, type Fleet, type Without } from './fleet.js';
import type { SimulateSettings } from './simulateSettings.js';

/** The slideshows run for so long before the broker goes. */
const STEADY_MS = 30_000;
/** … and go on for so long when it is back. */
const AFTER_MS = 60_000;
/** An outbox that never gets empty is given up. */
const LONGEST_MS = 3_600_000;

interface Slideshows {
  /** `aligned`: all of them were started at one moment, and turn the picture together. */
  start: 'aligned' | 'spread';
  without: Without;
}

/** Slideshows on all TVs; the broker goes, the views wait, the broker is back, and everybody has some to send. */
export async function views(settings: SimulateSettings, { start, without }: Slideshows): Promise<Finding> {
  const { acceptsPerS, backlog, outageS, dwellS } = settings;
  const fleet = createFleet(settings, without);
  const { events, broker, server, tvs, tally } = fleet;
  const left = without.pacing ? 'no pacing' : without.jitter ? 'no jitter' : 'as it is';
  const { finding, row, fact, limit } = createFinding(
    `slideshows of ${dwellS} s, broker gone for ${outageS} s`,
    `${left}, ${start}`,
    !without.pacing && !without.jitter,
  );
  await settle(fleet);
  const slideshows = startSlideshows(fleet, dwellS * 1000, start);

  const fromMs = events.nowMs() + dwellS * 1000;
  await events.run(fromMs);
  for (const counter of [server.views, server.statuses, server.acks]) counter.reset(fromMs);
  await events.run(fromMs + STEADY_MS);
  row('views, before', server.views.rates(events.nowMs()));
  row('status, before', server.statuses.rates(events.nowMs()));

  broker.setLimits({ acceptsPerS, backlog, attemptsPerMinute: ATTEMPTS_PER_MINUTE });
  const backAtMs = events.nowMs() + outageS * 1000;
  broker.stop();
  for (const tv of tvs) events.at(events.nowMs(), () => tv.lost());
  await events.run(backAtMs);
  fact('waiting when the broker is back', tally.waiting, 'views');
  for (const counter of [server.views, server.statuses, server.acks]) counter.reset(backAtMs);
  broker.start();
  await events.run(backAtMs + AFTER_MS);
  const watchedMs = events.nowMs();
  row('views, after', server.views.rates(watchedMs));
  row('acks, after', server.acks.rates(watchedMs));
  row('status, after', server.statuses.rates(watchedMs));
  fact(`connected ${AFTER_MS / 1000} s later`, tally.connected, 'TVs');
  fact(`waiting ${AFTER_MS / 1000} s later`, tally.waiting, 'views');

  slideshows.end();
  await events.run(backAtMs + LONGEST_MS, () => tally.waiting === 0 && slideshows.areOver());
  fact('nothing waits any more, the slideshows being over', (events.nowMs() - backAtMs) / 1000, 's');
  fact('refused as too fast, sent again', server.outcomes.rate_limited ?? 0, 'views');

  const gapMs = server.shortestViewGapMs();
  limit(
    'from one view of a TV to the next, at the server',
    'player-status.md, Rate Limiting: 1 per 5 seconds and player',
    `≥ ${VIEW_INTERVAL_MS / 1000} s`,
    `${(gapMs / 1000).toFixed(2)} s`,
    gapMs >= VIEW_INTERVAL_MS,
  );
  const shown = slideshows.shown();
  const recorded = tvs.reduce((sum, tv) => sum + tv.recorded().length, 0);
  const each = tvs.reduce((sum, tv) => sum + new Set(tv.recorded()).size, 0);
  fact('recorded again: no answer, and forgotten', server.forgotten(), 'views');
  limit(
    'views that were seen, and are recorded',
    'player-status.md, Offline Handling and Duplicate Detection; but for those that the server had forgotten',
    `${shown}, once each`,
    `${each}, ${recorded - each - server.forgotten()} of them twice`,
    each === shown && recorded === each + server.forgotten() && tally.waiting === 0,
  );
  return finding;
}

function startSlideshows({ events, tvs, world }: Fleet, dwellMs: number, start: Slideshows['start']) {
  const beginMs = events.nowMs();
  let areRunning = true;
  /** Pictures that are on screen, and not yet for long enough. */
  let pending = 0;
  let shown = 0;
  for (const tv of tvs) {
    let postId = 0;
    const turn = (): void => {
      if (!areRunning) return;
      const current = ++postId;
      tv.show(current);
      pending++;
      events.at(events.nowMs() + DEFAULT_VIEW_SETTINGS.minDwellMs, () => {
        pending--;
        shown++;
        tv.viewed();
      });
      events.at(events.nowMs() + dwellMs, turn);
    };
    events.at(beginMs + (start === 'spread' ? world.next() * dwellMs : 0), turn);
  }
  return {
    /** No more pictures; the last one is seen to the end. */
    end: () => {
      areRunning = false;
    },
    areOver: () => !areRunning && pending === 0,
    /** Pictures that were on screen for long enough. */
    shown: () => shown,
  };
}

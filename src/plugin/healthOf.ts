import { fieldsOf } from '../makapix/fieldsOf.js';
import type { Health } from '../makapix/health.js';
import { engineName } from './engineName.js';
import type { Known } from './plugin.js';

/** The longest name of an engine that tells anything. */
const LONGEST_ENGINE = 40;

/** When the page began, by the clock's own monotonic time. */
let begunMs: number | null = null;

/** Of the TVX library, which says it beside its functions. */
const libraryVersion = (): string | null => {
  const { VERSION } = fieldsOf((window as { TVXSettings?: unknown }).TVXSettings);
  return typeof VERSION === 'string' ? VERSION : null;
};

/** How this TV is, as the broker is told; null as long as it reports nothing. */
export function healthOf({ reporter, clock, about }: Known): Health | null {
  if (!reporter || !clock) return null;
  const { views, oldestAtMs, storage, clock: time } = reporter.snapshot();
  begunMs ??= clock.monotonicMs();
  return {
    waiting: views.waiting,
    unanswered: views.unanswered,
    dropped: views.dropped,
    oldestAtMs,
    storage,
    clockOffsetMs: time.offsetMs,
    clockSource: time.source,
    msxVersion: about && about.msxVersion,
    tvxVersion: libraryVersion(),
    engine: engineName(navigator.userAgent).slice(0, LONGEST_ENGINE),
    startedAtMs: clock.at(begunMs),
  };
}

import { healthText, type Health } from '../makapix/health.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Log } from '../tvx/notice.js';
import type { RemoteNotice } from './remoteCodes.js';

interface HealthOptions {
  /** How the TV is now; null = nothing is reported yet. */
  health: () => Health | null;
  /** Runs it once; what it returns takes that back. */
  setTimer: (run: () => void, ms: number) => () => void;
  log: Log<RemoteNotice>;
}

/** Publishes on the topic `health`, retained. */
type Say = (payload: string) => Promise<ConnectionFailure | null>;

/** From one look to the next. */
const LOOK_MS = 30_000;

/** A few views always wait; then it matters when there are twice as many. */
const FEW_VIEWS = 10;

/** So much of a clock matters. */
const OFFSET_STEP_MS = 60_000;

/** Some brokers end a connection over a topic that they do not know: so often in a row it is tried. */
const MOST_TRIES = 2;

/** What of a TV's health matters: it is said again when this is another. */
const essenceOf = ({ waiting, dropped, storage, clockOffsetMs, clockSource, msxVersion }: Health): string =>
  [
    waiting < FEW_VIEWS ? 0 : Math.floor(Math.log(waiting / FEW_VIEWS) / Math.LN2) + 1,
    dropped,
    storage,
    clockOffsetMs === null ? '' : Math.round(clockOffsetMs / OFFSET_STEP_MS),
    clockSource,
    msxVersion,
  ].join();

/**
 * Says how the TV is: when the broker is there, and at most twice a minute when something that matters has changed.
 * Where the broker ends the connection over it, it is given up, and nothing else with it.
 * @returns to be called for each connection, when the broker has all else that is said first
 */
export function createHealth({ health, setTimer, log }: HealthOptions): (say: Say) => void {
  let lost = 0;
  let stopTimer = (): void => undefined;

  return (say) => {
    let said: string | null = null;
    stopTimer();
    if (lost >= MOST_TRIES) return;
    const look = (): void => {
      const now = health();
      const essence = now && essenceOf(now);
      if (!now || essence === said) {
        stopTimer = setTimer(look, LOOK_MS);
        return;
      }
      said = essence;
      void say(healthText(now)).then((failure) => {
        lost = failure ? lost + 1 : 0;
        if (!failure) stopTimer = setTimer(look, LOOK_MS);
        else if (lost === MOST_TRIES)
          log({
            code: 'health-refused',
            level: 'warn',
            message: 'The broker ends the connection when the player says how it is.',
          });
      });
    };
    look();
  };
}

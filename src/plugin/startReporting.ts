import { createClock } from '../report/createClock.js';
import type { Clock } from '../report/createClock.js';
import { createReporter } from '../report/createReporter.js';
import type { Reporter } from '../report/createReporter.js';
import type { ReporterOptions } from '../report/reporterOptions.js';
import type { Keep } from '../tvx/createKeep.js';
import { choosePlayerKey } from './choosePlayerKey.js';
import type { PlayerKey } from './choosePlayerKey.js';
import { BUILT_AT_MS, VERSION } from './constants.js';
import type { Settings } from './defaultSettings.js';

interface ReportingOptions extends Pick<
  ReporterOptions,
  'requestData' | 'log' | 'pageIsSecure' | 'downlink'
> {
  settings: Settings;
  deviceId: string | null;
  keep: Keep;
  /** The device clock jumped: measure again. */
  onJump: () => void;
}

interface Reporting {
  clock: Clock;
  playerKey: PlayerKey;
  /** Not started yet; null where the configuration names no broker. */
  reporter: Reporter | null;
}

/** The reporter that the configuration wants. */
export function startReporting(options: ReportingOptions): Promise<Reporting> {
  const { settings, deviceId, keep, onJump } = options;
  const clock = createClock({ builtAtMs: BUILT_AT_MS, onJump });
  return choosePlayerKey(settings, deviceId, keep).then((playerKey) => {
    const { url } = settings.broker;
    if (!url) return { clock, playerKey, reporter: null };
    const reporter = createReporter({
      ...options,
      playerKey: playerKey.key,
      firmwareVersion: settings.firmwareVersion ?? VERSION,
      broker: { ...settings.broker, url },
      views: settings.views,
      heartbeatMs: settings.heartbeatMs,
      clock,
    });
    return { clock, playerKey, reporter };
  });
}

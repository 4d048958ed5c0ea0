import { createClock } from '../report/createClock.js';
import { createReporter } from '../report/createReporter.js';
import { choosePlayerKey } from './choosePlayerKey.js';
import { BUILT_AT_MS, VERSION } from './constants.js';
import type { First } from './firstStage.js';
import type { Loaded } from './loadConfig.js';
import type { Plugin } from './plugin.js';
import { stage } from './stages.js';

/** @returns what hears of each configuration, and begins to report with the first that says how */
export function beginReporting(first: First, plugin: Plugin): (loaded: Loaded) => void {
  const { keep, known, join, load, info } = plugin;
  const { log } = first.journal;
  let hasBegun = false;
  return ({ settings, access, isFallback }) => {
    const paired = access ? access.playerKey() : null;
    // A TV that is not paired does not know yet which player it is.
    if (hasBegun || isFallback || (access && paired === null)) return;
    hasBegun = true;
    // Where that stage cannot run the first one has said so.
    void Promise.all([first.tvx, first.identity, stage('remote').catch(() => null)])
      .then(([running, { deviceId }, remote]) =>
        choosePlayerKey(settings, deviceId, keep, paired).then((playerKey) => {
          const downlink = remote ? remote(settings, running, log) : (join(null), null);
          // The device clock jumped: measure again.
          const onJump = (): void => void (load(), info());
          const clock = createClock({ builtAtMs: BUILT_AT_MS, onJump });
          const { broker } = settings;
          const { url } = broker;
          const reporter = url
            ? createReporter({
                ...settings,
                downlink,
                requestData: (dataId) => running.requestData(dataId),
                log,
                pageIsSecure: window.location.protocol === 'https:',
                playerKey: playerKey.key,
                firmwareVersion: settings.firmwareVersion ?? VERSION,
                broker: { ...broker, url },
                clock,
                refused: access && access.refused,
              })
            : null;
          known.playerKey = playerKey;
          known.clock = clock;
          known.reporter = reporter;
          plugin.tellTime(clock);
          join(reporter);
          if (reporter) reporter.start();
        }),
      )
      .catch((error: unknown) =>
        log({
          code: 'plugin-failed',
          level: 'error',
          message: `Reporting could not start: ${String(error)}`,
        }),
      );
  };
}

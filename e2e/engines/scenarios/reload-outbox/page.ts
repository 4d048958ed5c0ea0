import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'tried' | 'restart the broker';

/** Shows three pictures without a broker, opens everything anew, and only then is there a broker. */
export const page: ScenarioPage<Act> = (lab) =>
  lab
    .openTo('Picture 1')
    .then((host) =>
      lab
        .server('tried')
        .then(() => host.press('right', 'execute'))
        .then(() => lab.server('dwell'))
        .then(() => host.press('right'))
        .then(() => lab.server('dwell'))
        .then(() => host.press('right'))
        .then(() => lab.server('dwell')),
    )
    .then(() => lab.openTo('Picture 1'))
    .then(() => lab.server('restart the broker'))
    .then(() => lab.server('viewed', 3))
    .then(() => ({}));

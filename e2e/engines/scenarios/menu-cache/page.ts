import { shows } from '../../page/openHost.js';
import { until } from '../../page/until.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'change the menu' | 'answer' | 'host away';

const OTHER_TV = { macAddress: '66:77:88:99:aa:bb' };

/** The finished menu that the page keeps, under whatever name. */
const keeps = (text: string) => (): boolean => JSON.stringify(window.localStorage).indexOf(text) >= 0;

/**
 * A first start; a second, whose menu has changed; a third, while its host is down; and then another TV, which must not
 * get what was kept for the first.
 */
export const page: ScenarioPage<Act> = (lab) =>
  lab
    .openTo('Songs')
    .then(() => until('a menu that is kept', keeps('Songs'), lab.patienceMs))
    .then(() => lab.server('change the menu'))
    .then(() => lab.open())
    .then((host) =>
      host.until('the menu of the last start', shows('Songs')).then(() => {
        const firstAtMs = Date.now();
        return lab
          .server('answer')
          .then(() => host.until('the menu of today', shows('News')))
          .then(() => Date.now() - firstAtMs);
      }),
    )
    .then((changedAfterMs) =>
      until('today’s menu that is kept', keeps('News'), lab.patienceMs)
        .then(() => lab.server('host away'))
        .then(() => lab.openTo('News'))
        .then((host) => host.deviceId())
        .then((deviceId) =>
          lab.open(OTHER_TV).then((host) => {
            const seen: string[] = [];
            host.msx.onChange(() => void seen.push(JSON.stringify(host.msx.state().menu)));
            return host
              .until('a menu that says what is wrong', shows('Problem'))
              .then(() => host.deviceId())
              .then((other) => ({ changedAfterMs, deviceId, other, seen: seen.join('') }));
          }),
        ),
    );

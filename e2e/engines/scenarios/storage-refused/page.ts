import { readStatus } from '../../page/readStatus.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'status page';

/** The plugin's page may not keep anything: a menu, a view and the status page must come all the same. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.openTo('Picture 1').then((host) =>
    lab
      .server('online')
      .then(() => host.press('right', 'execute'))
      .then(() => lab.server('viewed', 1))
      .then(() => host.press('back'))
      .then(() => lab.server('status page'))
      .then((action) => host.msx.execute(String(action)))
      .then(() => readStatus(host, 'right'))
      .then((text) => ({ text })),
  );

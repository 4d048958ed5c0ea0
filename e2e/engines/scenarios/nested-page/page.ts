import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'refused';

/** Three pages deep and back again, then a page that must be refused. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.openTo('To the second').then((host) =>
    host
      .press('right', 'execute')
      .then(() => host.until('the second page', shows('To the third')))
      .then(() => host.press('execute'))
      .then(() => host.until('the third page', shows('Käse')))
      .then(() => host.press('back'))
      .then(() => host.until('the second page again', shows('To the third')))
      .then(() => host.press('back'))
      .then(() => host.until('the first page again', shows('To the second')))
      .then(() => lab.server('refused'))
      .then((action) => host.msx.execute(String(action)))
      .then(() => host.until('the refusal', shows('not on a server')))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );

import { readStatus } from '../../page/readStatus.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the status page from the menu. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('Nothing here').then((host) =>
    lab
      .server('online')
      .then(() => host.press('down'))
      .then(() => readStatus(host, 'right', 'right'))
      .then((text) => host.deviceId().then((deviceId) => ({ deviceId, text }))),
  );

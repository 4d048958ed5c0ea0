import { frameText } from '../../page/frameText.js';
import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the status page from the menu. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('Nothing here').then((host) =>
    lab
      .server('online')
      .then(() => host.press('down'))
      .then(() => host.until('the status page', shows('Status of this TV')))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId, text: frameText() })),
  );

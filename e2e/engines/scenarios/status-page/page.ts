import { frameText } from '../../page/frameText.js';
import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the status page from the menu, and looks at its first two pages. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('Nothing here').then((host) => {
    const seen: string[] = [];
    const look = (): number => seen.push(frameText());
    return lab
      .server('online')
      .then(() => host.press('down'))
      .then(() => host.until('the status page', shows('Status of this TV')))
      .then(look)
      .then(() => host.press('right', 'right'))
      .then(() => host.until('its second page', () => frameText().indexOf('Reporting') >= 0))
      .then(look)
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId, text: seen.join() }));
  });

import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Goes down the menu: MSX loads what each entry links to. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('Page of own').then((host) =>
    host
      .press('down')
      .then(() => host.until('the page of a friend', shows('Page of friend')))
      .then(() => host.press('down'))
      .then(() => host.until('the page of a stranger', shows('Page of stranger')))
      .then(() => host.press('down', 'right', 'execute'))
      .then(() => lab.server('asked', 'sound.wav'))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );

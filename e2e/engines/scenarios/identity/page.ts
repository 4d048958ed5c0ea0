import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the menu, clears what the browser keeps, and opens it again: the ID must be the same. */
export const page: ScenarioPage = (lab) =>
  lab
    .open()
    .then((host) => host.until('the menu', shows('Songs')).then(() => host.deviceId()))
    .then((deviceId) => {
      window.localStorage.clear();
      return lab.server('online').then(() =>
        lab
          .open()
          .then((host) => host.until('the menu once more', shows('Songs')).then(() => host.deviceId()))
          .then((again) => ({ deviceId, again })),
      );
    });

import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the menu, clears what the browser keeps, and opens it again: the ID must be the same. */
export const page: ScenarioPage = (lab) => {
  const idOf = () => lab.openTo('Songs').then((host) => host.deviceId());
  return idOf().then((deviceId) => {
    window.localStorage.clear();
    return lab
      .server('online')
      .then(idOf)
      .then((again) => ({ deviceId, again }));
  });
};

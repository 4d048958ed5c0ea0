import type { ScenarioPage } from '../../page/scenarioPage.js';

/** MSX answers none of the plugin's questions. */
export const page: ScenarioPage = (lab) => {
  const startedAtMs = Date.now();
  return lab.openTo('Songs').then(() => {
    const menuAfterMs = Date.now() - startedAtMs;
    return lab.server('online').then(() => ({ menuAfterMs }));
  });
};

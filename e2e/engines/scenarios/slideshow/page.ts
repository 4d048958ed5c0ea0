import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'nothing on screen';

/** Opens the first picture, and lets the slideshow run through all of them, one of which is broken. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.openTo('Picture 1').then((host) =>
    lab
      .server('online')
      .then(() => host.press('right', 'execute', 'play_pause'))
      .then(() => lab.server('viewed'))
      .then(() => host.press('back'))
      .then(() => lab.server('nothing on screen'))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );

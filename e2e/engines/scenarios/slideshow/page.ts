import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the first picture, and lets the slideshow run through all of them, one of which is broken. */
export const slideshow: ScenarioPage = (lab) =>
  lab.open().then((host) =>
    host
      .until('the page of pictures', shows('Picture 1'))
      .then(() => lab.server('online'))
      .then(() => host.press('right', 'execute', 'play_pause'))
      .then(() => lab.server('viewed'))
      .then(() => host.press('back'))
      .then(() => lab.server('nothing on screen'))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );

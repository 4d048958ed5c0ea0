import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'kill the broker' | 'restart the broker';

/** Shows a picture, loses the broker, shows two more, and gets the broker back. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.openTo('Picture 1').then((host) =>
    lab
      .server('online')
      .then(() => host.press('right', 'execute'))
      .then(() => lab.server('viewed', 1))
      .then(() => lab.server('kill the broker'))
      .then(() => host.press('right'))
      .then(() => host.until('the second picture', ({ slideshow }) => slideshow?.index === 1))
      .then(() => lab.server('dwell'))
      .then(() => host.press('right'))
      .then(() => host.until('the third picture', ({ slideshow }) => slideshow?.index === 2))
      .then(() => lab.server('dwell'))
      .then(() => lab.server('restart the broker'))
      .then(() => lab.server('viewed', 3))
      .then(() => ({})),
  );

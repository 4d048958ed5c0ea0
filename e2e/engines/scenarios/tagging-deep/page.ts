import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens a page of a plain folder whose links come from a template, and a page behind it. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('An album').then((host) =>
    host
      .press('right', 'execute')
      .then(() => host.until('the album', shows('A song')))
      .then(() => host.press('execute'))
      .then(() => lab.server('asked', 'song.wav'))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );

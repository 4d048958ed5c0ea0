import { shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Opens the check, which runs by itself, and waits until it says what it found. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('Device ID').then((host) =>
    host
      .until('a picture', ({ slideshow }) => slideshow?.image === 'shown')
      .then(() => host.until('the sound', shows(' play')))
      .then(({ content, slideshow, player, toasts }) => ({
        lines: content?.items.map(({ title }) => title),
        over: [slideshow, player, toasts.length],
      })),
  );

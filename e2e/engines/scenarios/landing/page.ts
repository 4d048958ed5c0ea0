import type { ScenarioPage } from '../../page/scenarioPage.js';
import { until } from '../../page/until.js';

/** What the half beside the servers does for it. */
export type Act = 'landing page';

/** Opens the plugin's page by itself, as a person with a browser does, and reads it. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.server('landing page').then((address) => {
    const opened = window.open(String(address), 'landing');
    if (!opened) throw new Error('the engine opens no second window');
    return until(
      'the landing page',
      () => {
        const main = opened.document.querySelector('main');
        return main !== null && !main.hidden && main;
      },
      lab.patienceMs,
    ).then((main) => {
      const text = (id: string) => opened.document.getElementById(id)?.textContent ?? null;
      const box = main.getBoundingClientRect();
      const saw = {
        start: text('start'),
        text: main.textContent,
        link: main.querySelector('a')?.href ?? null,
        width: box.width,
        height: box.height,
      };
      opened.close();
      return saw;
    });
  });

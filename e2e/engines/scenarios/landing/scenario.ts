import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

const { version } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8'),
) as {
  version: string;
};

/** Opened by itself, the page says what to type into a TV. */
export const scenario: Scenario<Act> = ({ web, requestsFor }) => ({
  files: {},
  acts: { 'landing page': () => `${web.origin}/tv/plugin.html` },
  evidence: (saw) => {
    expectThat(requestsFor('plugin.html').length === 1, 'the page was opened');
    const start = `menu:request:interaction:init@${web.origin}/tv/plugin.html`;
    expectThat(saw.start === start, 'it shows the start parameter of exactly this page', saw.start);
    expectThat(String(saw.text).includes(`Version ${version}`), 'it shows its version', saw.text);
    expectThat(
      String(saw.link).startsWith('https://msx.benzac.de/') ||
        String(saw.link).startsWith('http://msx.benzac.de/'),
      'it links to MSX’s web app',
      saw.link,
    );
    expectThat(Number(saw.width) > 300 && Number(saw.height) > 300, 'it fills the window', saw);
    const config = requestsFor('plugin.config.json').length;
    expectThat(config === 0, 'it does nothing else', config);
  },
});

import { gallery } from '../../fixtures.js';
import { expectThat, expectViews, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

/**
 * A page in a sandbox may not keep anything: localStorage and IndexedDB throw, as on a TV that refuses
 * storage. The menu, the ID and the reports must not depend on them.
 */
export const scenario: Scenario<Act> = (lab) => ({
  files: gallery(1),
  config: { tagging: 'deep' },
  page: {
    headers: { 'Content-Security-Policy': 'sandbox allow-scripts' },
    // to the engines before Chromium 80, nothing is 'self' in a sandbox
    content: (html) => html.replace("script-src 'self'", `script-src ${lab.web.origin}`),
  },
  acts: {
    'status page': () => `content:request:interaction:status@${lab.web.origin}/tv/plugin.html`,
  },
  evidence: ({ text }) => {
    expectViews(lab, [101]);
    const urls = lab.requestsFor('menu.json').map(({ url }) => url);
    expectThat(urls.join().includes('device_id='), 'the menu is asked for with the ID', urls);
    expectThat(
      typeof text === 'string' && /stored in:? memory/i.test(text),
      'the storage was really refused, and the status page says so',
      text,
    );
  },
});

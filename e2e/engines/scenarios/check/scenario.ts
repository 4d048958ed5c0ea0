import { expectThat, expectViews, type Scenario } from '../../scenario.js';

const HELD_TRUE = ['The clock is right', 'WebSocket and broker answer', 'a picture is on screen'];

/** What the check brings along is shown, is no view, and ends by itself; where the engine plays no sound, it says so. */
export const scenario: Scenario = (lab) => ({
  files: {
    'menu.json': { json: { menu: [{ label: 'Check', data: 'request:interaction:check@plugin.html' }] } },
  },
  evidence: ({ lines, over }) => {
    const text = JSON.stringify(lines);
    expectThat(
      HELD_TRUE.every((line) => text.includes(line)),
      'all that is here was found good',
      lines,
    );
    expectThat(JSON.stringify(over) === '[null,null,0]', 'nothing covers the result', over);
    expectViews(lab, []);
  },
});

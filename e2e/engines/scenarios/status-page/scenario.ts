import { pageOf } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';

const PASSWORD = 'hunter2';

/** The status page says who the TV is and how the connection is, and no password. */
export const scenario: Scenario = (lab) => ({
  files: {
    'menu.json': {
      json: {
        menu: [
          { label: 'nothing', data: 'nothing.json' },
          { label: 'Status', data: 'request:interaction:status@plugin.html' },
        ],
      },
    },
    'nothing.json': pageOf('Nothing', { title: 'Nothing here' }),
  },
  config: { broker: { username: 'anna', password: PASSWORD } },
  evidence: ({ text, deviceId }) => {
    const shown = String(text);
    for (const [what, part] of [
      ['the device ID', String(deviceId)],
      ['the player key', lab.playerKey],
      ['platform and MSX version', 'Samsung Tizen / MSX 0.1.163'],
      ['the broker', lab.broker.url],
      ['the counts', '0 waiting'],
    ] as const)
      expectThat(shown.includes(part), `it shows ${what}`, shown);
    expectThat(!shown.includes(PASSWORD) && !shown.includes('anna'), 'it shows no credentials', shown);
  },
});

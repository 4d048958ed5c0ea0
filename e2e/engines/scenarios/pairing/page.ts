import { frameText } from '../../page/frameText.js';
import { shows } from '../../page/openHost.js';
import { until } from '../../page/until.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'the owner types the code' | 'the owner unpairs the TV';

/** A TV that nobody knows shows a code, goes on when it was typed, stays paired, and is unpaired again. */
export const page: ScenarioPage<Act> = (lab) =>
  lab.openTo('ABC23A').then((host) => {
    const text = frameText();
    return lab
      .server('the owner types the code')
      .then(() => host.until('the menu', shows('Songs')))
      .then(() => lab.server('online'))
      .then(() => host.deviceId())
      .then((deviceId) =>
        lab.openTo('Songs').then((again) => {
          const seen = JSON.stringify(again.msx.state());
          return (
            lab
              .server('the owner unpairs the TV')
              .then(() => lab.open())
              // MSX begins anew meanwhile, in the same frame
              .then(() => until('another code', () => frameText().indexOf('ABC23B') >= 0, lab.patienceMs))
              .then(() => ({ text, deviceId, seen, later: frameText() }))
          );
        }),
      );
  });

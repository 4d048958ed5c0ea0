import { toBase64Url } from '../../../../src/msx/base64.js';
import { startServer } from '../../../stage/startServer.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectTagged, expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

/** Pages three deep through the plugin, one with a name beyond ASCII, and back; a stranger's is refused. */
export const scenario: Scenario<Act> = async (lab) => {
  const stranger = await startServer({}, { '/page.json': pageOf('Stolen', { title: 'Stolen' }) });
  const plugin = `${lab.web.origin}/tv/plugin.html`;
  return {
    files: {
      'menu.json': menuOf('first'),
      'first.json': pageOf('First', { title: 'To the second', action: 'content:second.json>here' }),
      'second.json': pageOf(
        'Second',
        { title: 'Not this one', action: 'content:wrong.json' },
        { id: 'here', title: 'To the third', action: 'content:Käse.json' },
      ),
      'Käse.json': pageOf('Käse', { title: 'Bergkäse' }),
    },
    config: { tagging: 'deep' },
    acts: {
      refused: () =>
        `content:request:interaction:page:${toBase64Url(`${stranger.origin}/page.json`)}@${plugin}`,
    },
    evidence: ({ deviceId }) => {
      expectTagged(lab, ['first.json', 'second.json', 'Käse.json'], deviceId);
      expectThat(lab.requestsFor('wrong.json').length === 0, 'what follows ">" chooses the item');
      expectThat(stranger.arrived.length === 0, 'nobody asks a stranger for a page', stranger.arrived);
    },
    close: () => stranger.close(),
  };
};

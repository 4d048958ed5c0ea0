import { toBase64Url } from '../../../../src/msx/base64.js';
import { startServer } from '../../../stage/startServer.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';

/** Pages three deep through the plugin, one with a name beyond ASCII, and back; a stranger's is refused. */
export const nestedPage: Scenario = {
  name: 'nested-page',
  prepare: async (lab) => {
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
      actions: {
        refused: () =>
          `content:request:interaction:page:${toBase64Url(`${stranger.origin}/page.json`)}@${plugin}`,
      },
      evidence: ({ deviceId }) => {
        const query = `device_id=${encodeURIComponent(String(deviceId))}`;
        for (const file of ['first.json', 'second.json', 'Käse.json']) {
          const urls = lab.requestsFor(file).map(({ url }) => url);
          expectThat(
            urls.length > 0 && urls.every((url) => url.includes(query)),
            `every request for ${file} carries the ID`,
            urls,
          );
        }
        expectThat(lab.requestsFor('wrong.json').length === 0, 'what follows ">" chooses the item');
        expectThat(stranger.arrived.length === 0, 'nobody asks a stranger for a page', stranger.arrived);
      },
      close: () => stranger.close(),
    };
  },
};

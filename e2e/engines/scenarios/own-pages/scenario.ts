import type { Answer } from '../../../stage/startServer.js';
import { menuOf, pageOf, picture } from '../../fixtures.js';
import { expectTagged, expectThat, expectViews, type Scenario } from '../../scenario.js';

const POST = 301;
const MSX = 'http://msx.benzac.de/interaction';
const FILMS = Array.from({ length: 7 }, (_, index) => `Film ${index + 1}`);

/** A list that is given in pieces. */
const films = ({ url }: { url: string }): Answer => {
  const query = new URL(url, 'http://x').searchParams;
  const offset = Number(query.get('offset'));
  const titles = FILMS.slice(offset, offset + Number(query.get('limit')));
  return pageOf('Films', ...titles.map((title) => ({ title, action: 'info:film' })));
};

/** Documents that name MSX's own input and paging plugins: this one answers, stays, and reports what was found. */
export const scenario: Scenario = (lab) => {
  const at = (path: string): string => `${lab.web.origin}/tv/${path}`;
  const search = `${at('find')}?q={INPUT}|search|en@${MSX}/input.html`;
  const list = `${at('films')}?offset={OFFSET}&limit={LIMIT}|4@${MSX}/paging.html`;
  return {
    files: {
      'menu.json': menuOf('start'),
      'start.json': pageOf(
        'Start',
        { title: 'To the search', action: `content:request:interaction:${search}` },
        { title: 'To the list', action: `content:request:interaction:${list}` },
        { title: 'To the history', action: 'content:request:interaction:history@plugin.html' },
      ),
      'find': pageOf('Found', {
        title: 'A find',
        action: 'image:cat.png',
        properties: { 'makapix:post_id': POST },
      }),
      'films': films,
      'cat.png': picture(),
    },
    config: { tagging: 'deep' },
    evidence: ({ deviceId }) => {
      expectTagged(lab, ['find', 'films', 'cat.png'], deviceId);
      expectViews(lab, [POST]);
      expectThat(lab.requestsFor('films').length === 2, 'the list came in two pieces');
      const loaded = lab.requestsFor('plugin.html').map(({ url }) => url);
      expectThat(loaded.length === 1, 'the plugin was loaded once', loaded);
    },
  };
};

import { actions, startPlugin } from 'msx-player-plugin';
import type { RunningPlugin } from 'msx-player-plugin';

const plugin: RunningPlugin = startPlugin({
  requests: {
    // What MSX asks for first: the menu.
    'init': () => ({
      headline: 'My plugin',
      menu: [
        { label: 'Films', icon: 'movie', data: plugin.page('films.json') },
        { label: 'Search', icon: 'search', data: plugin.request('search:films.json|search|en|Find a film') },
        { label: 'Shown last', icon: 'history', data: plugin.request('history') },
      ],
    }),
    // A page of its own, by its title.
    'film:{title}': ({ title }) => ({
      headline: title,
      pages: [
        {
          items: [
            {
              type: 'button',
              layout: '0,0,4,1',
              label: 'Hello',
              action: actions.message('info', `Hello from ${title}`),
            },
          ],
        },
      ],
    }),
  },
});

// A film library in one page: shelves, a page and a playlist for each film, going on where one stopped, favourites,
// search, what was shown last. films.json is a page of MSX itself: the search looks through it, and its template
// draws the shelves.
import { actions, createResume, resumeProperties, startPlugin } from 'msx-player-plugin';
import type { ContentItem, ContentRoot, RunningPlugin } from 'msx-player-plugin';

type Film = Record<'film' | 'title' | 'text' | 'image' | 'url' | 'post', string>;

const films = () => plugin.load('films.json').then(({ items }) => items as Film[]);
const favourites = () => plugin.store.get('favourites').then((ids) => (ids ?? []) as string[]);
const begun = () => resume.all().then((all) => all.map(({ key }) => key));
/** The films of these IDs, in their order. */
const shelf = (headline: string, ids: string[]) =>
  plugin.load('films.json').then((page) => {
    const found = ids.map((id) => (page.items as Film[]).filter(({ film }) => film === id)[0]);
    const items = found.length ? found : [{ title: 'Nothing here yet' }];
    return { ...page, headline, items } as ContentRoot;
  });
const filmPage = ({ film: id, title, text, image }: Film, isLiked: boolean): ContentRoot => {
  const play = actions.playlist(plugin.request('from:{id}', { id }));
  const like = plugin.message('like:{id}', { id });
  const items: ContentItem[] = [
    { type: 'default', layout: '0,0,4,6', image, imageFiller: 'cover', enable: false },
    { type: 'space', layout: '4,0,8,4', headline: title, text },
    { type: 'button', layout: '4,4,4,1', label: 'Play', icon: 'play-arrow', action: play },
    { type: 'button', layout: '4,5,4,1', label: isLiked ? 'Unlike' : 'Like', icon: 'favorite', action: like },
  ];
  return { flag: 'film', pages: [{ items }] };
};

const plugin: RunningPlugin = startPlugin({
  requests: {
    'init': () => ({
      menu: [
        { label: 'All films', icon: 'movie', data: plugin.page('films.json') },
        { label: 'Go on', icon: 'play-circle-outline', data: plugin.request('begun') },
        { label: 'Favourites', icon: 'favorite', data: plugin.request('favourites') },
        { label: 'Search', icon: 'search', data: plugin.request('search:films.json|search|en|Find a film') },
        { label: 'Shown last', icon: 'history', data: plugin.request('history') },
      ],
    }),
    'begun': () => begun().then((ids) => shelf('Go on', ids)),
    'favourites': () => favourites().then((ids) => shelf('Favourites', ids)),
    'film:{id}': ({ id }) =>
      Promise.all([films(), favourites()]).then(([all, ids]) => {
        const [film] = all.filter((one) => one.film === id);
        if (!film) throw new Error('There is no such film.');
        return filmPage(film, ids.indexOf(id) >= 0);
      }),
    'from:{id}': ({ id }) =>
      Promise.all([films(), resume.positionOf(id)]).then(([all, left]) => ({
        template: { type: 'separate', layout: '0,0,2,4' },
        items: all.slice(all.map(({ film }) => film).indexOf(id)).map(({ film, title, url, post }) => ({
          id: film,
          playerLabel: title,
          action: actions.video(url),
          properties: { 'makapix:post_id': post, ...(film === id ? resumeProperties(left) : {}) },
        })),
      })),
  },
  messages: {
    'like:{id}': ({ id }) =>
      favourites()
        .then((ids) => (ids.indexOf(id) < 0 ? ids.concat(id) : ids.filter((one) => one !== id)))
        .then((ids) => plugin.store.set('favourites', ids))
        .then(() => plugin.showAgain('film', plugin.request('film:{id}', { id }))),
  },
});
const resume = createResume(plugin);

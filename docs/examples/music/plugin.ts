// Albums that play whole, a page that says what plays, and how often each track was begun. music.json is the server's
// own, no page of MSX: the plugin makes pages of it.
import { actions, startPlugin } from 'msx-player-plugin';
import type { ContentItem, ContentRoot, Playlist, RunningPlugin } from 'msx-player-plugin';

type Track = Record<'title' | 'url' | 'post', string>;
type Album = Record<'album' | 'title' | 'artist' | 'image', string> & { tracks: Track[] };

const albums = () => plugin.load('music.json').then((found) => found.albums as unknown as Album[]);
const counts = () => plugin.store.get('begun').then((begun) => (begun ?? {}) as Record<string, number>);
const lines = (texts: string[]): ContentRoot => ({
  pages: [
    {
      items: texts.map((headline, line): ContentItem => ({
        type: 'default',
        layout: `0,${line},12,1`,
        headline,
      })),
    },
  ],
});

const plugin: RunningPlugin = startPlugin({
  requests: {
    'init': () => ({
      headline: 'Music',
      menu: [
        { label: 'Albums', icon: 'album', data: plugin.request('albums') },
        { label: 'Playing', icon: 'music-note', data: plugin.request('playing') },
      ],
    }),
    'albums': () =>
      albums().then((all): ContentRoot => ({
        template: { type: 'separate', layout: '0,0,3,3', imageFiller: 'cover' },
        items: all.map(({ album, title, artist, image }) => ({
          title,
          titleFooter: artist,
          image,
          action: actions.playlist(plugin.request('album:{album}', { album })),
        })),
      })),
    'album:{album}': ({ album: id }) =>
      albums().then((all): Playlist => {
        const [album] = all.filter(({ album }) => album === id);
        if (!album) throw new Error('There is no such album.');
        return {
          template: { type: 'separate', layout: '0,0,3,3', background: album.image },
          items: album.tracks.map(({ title, url, post }) => ({
            playerLabel: `${title}, ${album.artist}`,
            action: actions.audio(url),
            properties: { 'makapix:post_id': post },
          })),
        };
      }),
    'playing': () =>
      Promise.all([plugin.msx.requestData('video'), counts()]).then(([{ value }, begun]) => {
        const label = value?.info?.label;
        return lines(label ? [label, `Begun ${begun[label] ?? 0} times on this TV`] : ['Nothing plays']);
      }),
  },
  events: {
    'video:load': ({ info: { label } }) => {
      if (!label) return;
      void plugin.store.change('begun', (begun) => {
        const all = (begun ?? {}) as Record<string, number>;
        return { ...all, [label]: (all[label] ?? 0) + 1 };
      });
    },
  },
});

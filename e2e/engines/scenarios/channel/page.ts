import { type Host, shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it. */
export type Act = 'command' | 'reacted' | 'not reacted';

/** Rows of a page in two pieces, with those above and below. */
const MOST_STEPS = 12;

/** Goes down until it is so. */
function down(host: Host, what: string, isSo: (host: Host) => boolean, steps = MOST_STEPS): Promise<unknown> {
  if (isSo(host) || steps === 0) return host.until(what, () => isSo(host));
  return host
    .press('down')
    .then(() => host.until('an answer', ({ busy }) => !busy))
    .then(() => down(host, what, isSo, steps - 1));
}

const itemCount = ({ msx }: Host): number => {
  const { content } = msx.state();
  return content ? content.items.length : 0;
};

/** Looks through a channel, opens, reacts, has it played, and is told by the broker to play others. */
export const page: ScenarioPage<Act> = (lab) => {
  const answers: unknown[] = [];
  const order = (type: string, payload: unknown): Promise<unknown> =>
    lab.server('command', { type, payload }).then((answer) => answers.push(answer));
  const pages: Record<string, unknown> = {};
  let toasts: string[] = [];
  return lab.openTo('To the channels').then((host) => {
    const keep = (name: string) => () => {
      const { content } = host.msx.state();
      pages[name] = content && {
        headline: content.headline,
        titles: content.items.map(({ title }) => title),
      };
    };
    const open = (title: string, dataId: string): Promise<unknown> => {
      const { pluginUrl } = {
        pluginUrl: `${window.location.protocol}//${window.location.host}/tv/plugin.html`,
      };
      host.msx.execute(`content:request:interaction:${dataId}@${pluginUrl}`);
      return host.until(title, shows(title));
    };
    return (
      lab
        .server('online')
        .then(() => host.press('right', 'execute'))
        .then(() => host.until('the channels', shows('Cats')))
        .then(keep('channels'))
        .then(() => host.press('execute'))
        .then(() => host.until('the artworks', shows('As a slideshow')))
        .then(keep('first piece'))
        .then(() => down(host, 'the second piece', (now) => itemCount(now) > 30))
        .then(keep('both pieces'))
        .then(() => host.press('back'))
        .then(() => host.until('the channels', shows('Cats')))
        .then(() => host.press('execute'))
        .then(() => host.until('the artworks again', shows('As a slideshow')))
        .then(() => host.press('down', 'options'))
        .then(() => host.until('the reaction', shows('React with')))
        .then(() => host.press('execute'))
        .then(() => lab.server('reacted'))
        // MSX asks for one action at a time.
        .then(() => host.until('that it is sent', ({ busy, allToasts }) => !busy && allToasts.length > 0))
        .then(() => host.press('down', 'execute'))
        .then(() => lab.server('not reacted'))
        .then(() => host.until('that it is taken back', ({ allToasts }) => allToasts.length > 1))
        .then(() => host.press('back'))
        .then(() => host.until('no panel', ({ panel }) => panel === null))
        .then(() => host.press('execute'))
        .then(() => host.until('the picture', ({ slideshow }) => slideshow?.image === 'shown'))
        .then(() => lab.server('viewed', 1))
        .then(() => host.press('back'))
        .then(() => host.until('the page', ({ slideshow }) => slideshow === null))
        .then(() => host.press('up', 'execute'))
        .then(() => host.until('the slideshow', ({ slideshow }) => slideshow?.image === 'shown'))
        .then(() => lab.server('viewed', 2))
        .then(() => host.press('back'))
        .then(() => host.until('the page', ({ slideshow }) => slideshow === null))
        .then(() => open('Nothing is in this channel yet.', 'channel:promoted'))
        .then(() => open('There is no such artist.', 'channel:by_user:nobody'))
        .then(() => open('There is no such channel', 'channel:nonsense'))
        .then(() =>
          order('play_channel', { channel_name: 'by_user', user_sqid: 'gb', user_handle: 'artist' }),
        )
        .then(() => lab.server('viewed', 3))
        .then(() => {
          host.msx.setting('randomPlayback', '1');
        })
        .then(() =>
          order('play_playset', {
            playset_name: 'mine',
            channels: [
              { type: 'user', identifier: 'gb' },
              { type: 'hashtag', identifier: 'cats' },
            ],
          }),
        )
        .then(() => lab.server('viewed', 4))
        .then(() => order('play_channel', { channel_name: 'promoted' }))
        .then(() => (toasts = host.msx.state().allToasts.map(({ text }) => text)))
        .then(() => ({ answers, pages, toasts, userAgent: navigator.userAgent }))
    );
  });
};

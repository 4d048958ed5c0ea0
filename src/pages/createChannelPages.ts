import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import { actedOn } from './actedOn.js';
import type { ChannelOptions } from './channelOptions.js';
import { channelList, channelSlides } from './channelPage.js';
import { createArtworkPages, NO_CHANNEL } from './createArtworkPages.js';
import { documentAction, showAgain } from './pageActions.js';
import type { PageTools } from './pageTools.js';

/** A slideshow cannot grow: as many as a server gives at once, of ten channels. */
const MOST_SLIDES = 500;

const FLAG = 'msx-player-channels';

/**
 * The requests `channels`, `channel:…` and `channel-slides:…`, and what the buttons of these pages ask for.
 * @returns the answer to a request; null where it is not for these pages
 */
export function createChannelPages<Rest>(
  tools: PageTools,
  options: ChannelOptions<Rest>,
): (dataId: string) => Promise<JsonObject> | null {
  const { source, offered, reaction, isRandom, failed } = options;

  const nameOf = (spec: string): string => {
    const own = offered.filter(({ channel }) => channel === spec)[0];
    const found = source.begin(spec);
    return plainText((own && own.label) ?? (found ? found.name : spec), tools.build);
  };
  const artworks = createArtworkPages(tools, options, nameOf);

  const list = (): JsonObject =>
    channelList(
      FLAG,
      offered.map(({ channel }) => ({
        label: nameOf(channel),
        action: documentAction(tools, 'content', `channel:${channel}`),
      })),
      showAgain(tools, FLAG, 'channels'),
    );

  function slides(spec: string, dataId: string): Promise<JsonObject> {
    const found = source.begin(spec);
    if (!found) return Promise.resolve(failed(NO_CHANNEL, dataId));
    return isRandom()
      .then((random) => source.more(found.rest, MOST_SLIDES, random))
      .then((piece) => {
        if ('problem' in piece) return failed(piece.problem.message, dataId);
        if (piece.artworks.length === 0) return failed('Nothing is in this channel yet.', dataId);
        return channelSlides(piece.artworks);
      });
  }

  const react = (postId: number, isTakenBack: boolean): Promise<JsonObject> =>
    source
      .react(postId, reaction ?? '', isTakenBack)
      .then((fault) =>
        actedOn(
          tools,
          fault,
          () => `success:${isTakenBack ? 'The reaction is taken back.' : 'The reaction is sent.'}`,
        ),
      );

  return (dataId) => {
    if (dataId === 'channels') return Promise.resolve(list());
    const [, word, of = ''] = /^channel-(more|slides|react|revoke):(.*)$/.exec(dataId) || [];
    if (word === 'more') return artworks.more(of);
    if (word === 'slides') return slides(of, dataId);
    return word ? react(Number(of), word === 'revoke') : artworks.page(dataId);
  };
}

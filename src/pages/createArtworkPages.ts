import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import { actedOn } from './actedOn.js';
import type { ChannelOptions } from './channelOptions.js';
import { channelPage, reactionOptions } from './channelPage.js';
import type { Artwork } from './channelSource.js';
import { createVisits, type Visit } from './createVisits.js';
import { busyAction, documentAction, NOTHING, quietAction, showAgain } from './pageActions.js';
import type { PageProblem, PageTools } from './pageTools.js';

/** What of a channel is shown. */
interface Opened<Rest> {
  artworks: Artwork[];
  /** What is still to come; null: nothing was asked for. */
  rest: Rest[] | null;
  isAsking: boolean;
}

/** Four rows: what is on the screen, and what comes next. */
const MOST_IN_A_PIECE = 24;

export const NO_CHANNEL = 'There is no such channel.';

/**
 * Pages of artworks that grow, for the requests `channel:…`.
 * @param nameOf the name of a channel, as MSX shows it
 */
export function createArtworkPages<Rest>(
  tools: PageTools,
  { source, reaction, failed }: ChannelOptions<Rest>,
  nameOf: (spec: string) => string,
) {
  type Open = Visit<Opened<Rest>>;
  const visits = createVisits<Opened<Rest>>(tools, 'channel', () => ({
    artworks: [],
    rest: null,
    isAsking: false,
  }));

  const optionsOf = (postId: number): JsonObject | null =>
    reaction === null
      ? null
      : reactionOptions(
          plainText(reaction, tools.build),
          busyAction(tools, `channel-react:${postId}`),
          busyAction(tools, `channel-revoke:${postId}`),
        );

  function load({ state, text }: Open): Promise<PageProblem | null> {
    const found = source.begin(text);
    const rest = state.rest || (found && found.rest);
    if (!rest) return Promise.resolve({ problem: { message: NO_CHANNEL } });
    state.isAsking = true;
    return source.more(rest, MOST_IN_A_PIECE).then((piece) => {
      state.isAsking = false;
      if ('problem' in piece) return piece;
      state.artworks = state.artworks.concat(piece.artworks);
      state.rest = piece.rest;
      return null;
    });
  }

  function document({ id, flag, text, state: { artworks, rest } }: Open): JsonObject {
    const dataId = `channel-more:${id}`;
    return channelPage({
      flag,
      headline: nameOf(text),
      artworks,
      optionsOf,
      again: showAgain(tools, flag, `channel:${text}`),
      slideshow: documentAction(tools, 'slideshow', `channel-slides:${text}`),
      more:
        rest && rest.length ? { quiet: quietAction(tools, dataId), busy: busyAction(tools, dataId) } : null,
    });
  }

  return {
    /** @returns null where the request is for no page of artworks */
    page: (dataId: string): Promise<JsonObject> | null => {
      const visit = visits.of(dataId);
      if (!visit || visit.state.rest) return visit && Promise.resolve(document(visit));
      return load(visit).then((fault) => (fault ? failed(fault.problem.message, dataId) : document(visit)));
    },
    /** What the button at the end of a page asks for. */
    more: (id: string): Promise<JsonObject> => {
      const visit = visits.find(id);
      if (!visit || !visit.state.rest) return Promise.resolve(actionAnswer('reload:content'));
      if (visit.state.isAsking || !visit.state.rest.length) return Promise.resolve(actionAnswer(NOTHING));
      return load(visit).then((fault) => actedOn(tools, fault, () => visits.showAgain(visit)));
    },
  };
}

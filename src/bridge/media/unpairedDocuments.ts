import type { JsonObject } from '../../msx/json.js';

/** Why a TV gets no document. */
type Reason = 'expired' | 'unpaired';

const WORDS: Record<Reason, { headline: string; text: string }> = {
  unpaired: {
    headline: 'This TV is not paired',
    text: 'Whoever runs the bridge has to let it in first. Start again: a code is shown then, which is typed into the dashboard of the bridge.',
  },
  expired: {
    headline: 'This page has expired',
    text: 'Its address was good for a day. Start again, and it gets a new one.',
  },
};

/** What a TV is shown in the place of a page that is not for it. The start leads to pairing, by the plugin. */
export const unpairedPage = (reason: Reason): JsonObject => ({
  type: 'pages',
  cache: false,
  reuse: false,
  headline: WORDS[reason].headline,
  pages: [
    {
      items: [
        { type: 'space', layout: '0,0,12,2', ...WORDS[reason] },
        { type: 'button', layout: '0,2,4,1', icon: 'refresh', label: 'Start again', action: 'reload' },
      ],
    },
  ],
});

/** The same in the place of a menu. */
export const unpairedMenu = (reason: Reason): JsonObject => ({
  headline: WORDS[reason].headline,
  menu: [{ icon: 'visibility-off', label: 'Not paired', data: unpairedPage(reason) }],
});

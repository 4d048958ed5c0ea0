// What a TV shows until its owner has typed a code at the server.
import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';

/** What is to be shown. Times are those of the TV's own clock, ms since 1970. */
export type PairingState =
  | {
      code: string;
      /** When there will be another one. */
      untilMs: number;
      /** Where it is typed, and a picture of that address; null = the server does not say. */
      dashboardUrl: string | null;
      qrUrl: string | null;
    }
  | {
      /** What the server does, without its name. */
      message: string;
      /** When it is asked again. */
      untilMs: number;
    };

/** For `replace`, of the menu and of its page. */
export const PAIRING_FLAG = 'msx-player-pairing';

/** MSX has no letters of this size, and all of its engines have pictures made of them. */
const pictureOf = (code: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${code.length * 50} 80"><text y="68" fill="#fff" font-family="monospace" font-weight="bold" font-size="80">${code}</text></svg>`,
  )}`;

/** As a person types it into a browser. */
const typed = (url: string): string => url.replace(/^http:\/\//, '').replace(/\/?[?#].*$|\/$/, '');

/**
 * @param until when there will be another code, or the server is asked again, for people
 * @param host the server's name
 * @param renew the action that asks for another code
 */
export function pairingPage(
  state: PairingState,
  until: string,
  host: string,
  build: number,
  renew: string,
): JsonObject {
  const space = (layout: string, headline: string, text: string): JsonObject => ({
    type: 'space',
    layout,
    headline: plainText(headline, build),
    text,
  });
  const items: JsonObject[] =
    'code' in state
      ? [
          space(
            '0,0,8,2',
            typed(state.dashboardUrl ?? host),
            `Open this address on a phone or a computer${state.qrUrl ? ', or point its camera at the picture' : ''}, and type this code:`,
          ),
          { type: 'space', layout: '0,2,8,2', image: pictureOf(state.code), imageFiller: 'fit' },
          space('0,4,8,1', state.code, `Good until ${until}. Then another one comes.`),
        ].concat(
          state.qrUrl ? [{ type: 'space', layout: '8,0,4,4', image: state.qrUrl, imageFiller: 'fit' }] : [],
        )
      : [space('0,0,8,4', `${host} ${state.message}.`, `{br}It is asked again at ${until}.`)];
  return {
    flag: PAIRING_FLAG,
    headline: 'Pair this TV',
    important: true,
    cache: false,
    reuse: false,
    restore: false,
    pages: [
      {
        items: items.concat({
          type: 'button',
          layout: '0,5,4,1',
          icon: 'refresh',
          label: 'code' in state ? 'Another code' : 'Try again',
          action: renew,
          focus: true,
        }),
      },
    ],
  };
}

/** The menu of a TV that has no other yet. @param page the request for the page */
export const pairingMenu = (page: string): JsonObject => ({
  flag: PAIRING_FLAG,
  headline: 'Welcome',
  menu: [{ icon: 'link', label: 'Pair this TV', data: page }],
});

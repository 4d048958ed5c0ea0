import { tag } from '../msx/tag.js';
import type { JsonObject } from '../msx/json.js';
import { withDeviceId } from '../msx/deviceId.js';
import { originOf, resolveUrl, secureUrl } from '../msx/url.js';
import type { About } from '../tvx/about.js';
import type { Identity } from '../tvx/deviceId.js';
import type { Log } from '../tvx/notice.js';
import type { BegunRequest } from '../tvx/get.js';
import type { PluginNotice } from './codes.js';
import { fetchDocument, menuProblem } from './fetchDocument.js';
import type { Fetched } from './fetchDocument.js';
import { fillPlaceholders } from './placeholders.js';
import type { BegunMenu } from './headStart.js';
import type { Settings } from './settings.js';

/** Before that MSX may not know such an action, and would show a warning for each picture (Internal Actions). */
const TRIGGERS_SINCE = 160;
/**
 * MSX hands over what is on screen, for items that say what they are; and loads this plugin again where another one
 * has taken its place (Internal Actions).
 */
const handOver = (what: string, dataId: HandedOver, pluginUrl: string) =>
  `execute:service:${what}:silent:request:interaction:${dataId}@${pluginUrl}`;
/** The requests by which it does. */
export type HandedOver = 'slide' | 'track';

export interface DocumentsOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  settings: Settings;
  /** How old MSX is, and under which address it knows the page. */
  about: About;
  /** What the TV gets in the place of a document: the answer to `dataId`. */
  failed: (problem: PluginNotice, dataId: string) => JsonObject;
  /** Every answer of a host, for the clock. */
  onAnswer: (fetched: Fetched) => void;
  log: Log;
  /** The answer to requestData("info"), for placeholders in addresses; null if MSX does not give one soon. */
  info: () => Promise<unknown>;
  /**
   * Keeps the address of the menu, as it is asked for, for the next start; empty where it is not on the page's own
   * origin, which alone may have the device ID whatever the next configuration says.
   */
  rememberMenu: (address: string) => void;
}

export interface Documents {
  /** @param early what was asked for before the configuration was there; taken where the address is the same */
  loadMenu: (deviceId: string | null, early: BegunMenu | null) => Promise<Fetched>;
  /** The menu, or one that says what is wrong. */
  menu: (fetched: Fetched, identity: Identity) => JsonObject;
  /**
   * The document at `url`, or one that says what is wrong.
   * @param dataId the request that names it
   */
  page: (url: string, dataId: string, identity: Identity) => Promise<JsonObject>;
}

/** Fetches documents for one configuration and one TV, and tags them. Nothing here is ever rejected. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { pageUrl, settings, about, failed, onAnswer } = options;
  const pluginUrl = about.pluginUrl ?? pageUrl;
  /** As MSX does it: where the page is on https, documents are. */
  const secure = (url: string) => secureUrl(url, /^https:/i.test(pageUrl));
  const configured = resolveUrl(pageUrl, settings.menu);
  const menuUrl = secure(configured);
  const allowed = settings.origins.concat(
    [originOf(pageUrl), originOf(configured), originOf(menuUrl)].filter((origin) => origin !== null),
  );
  const mayTag = (origin: string) => allowed.indexOf(origin) >= 0;
  const mayFetch = (url: string) => {
    const origin = originOf(url);
    return origin !== null && mayTag(origin);
  };

  /** As it is asked for: placeholders filled, with MSX's version, and with the device ID where it may have it. */
  const addressOf = (url: string, deviceId: string | null): Promise<string> =>
    (url.indexOf('{') < 0
      ? Promise.resolve(url)
      : options.info().then((info) => fillPlaceholders(url, info))
    ).then((filled) => {
      const [address] = filled.split('#') as [string];
      const tagged =
        deviceId !== null && settings.tagging !== 'off' && mayFetch(url)
          ? withDeviceId(address, encodeURIComponent(deviceId))
          : address;
      return about.msxVersion
        ? `${tagged}${tagged.indexOf('?') < 0 ? '?' : '&'}v=${about.msxVersion}`
        : tagged;
    });
  const triggers =
    about.build < TRIGGERS_SINCE
      ? null
      : {
          if: 'makapix:post_id',
          slide: handOver('slider', 'slide', pluginUrl),
          track: handOver('video', 'track', pluginUrl),
        };
  const load = (address: string, begun?: BegunRequest): Promise<Fetched> =>
    fetchDocument(address, begun).then((fetched) => {
      onAnswer(fetched);
      return fetched;
    });

  const finish = (fetched: Fetched, { deviceId }: Identity, dataId: string): JsonObject => {
    if ('problem' in fetched) return failed(fetched.problem, dataId);
    return tag(fetched.document, {
      deviceId,
      mayTag,
      pluginUrl,
      pageUrl,
      documentUrl: fetched.url,
      mode: settings.tagging,
      tagImages: settings.tagImages,
      triggers,
    }) as JsonObject;
  };

  return {
    loadMenu: (deviceId, early) =>
      addressOf(menuUrl, deviceId).then((address) => {
        options.rememberMenu(originOf(address) === originOf(pageUrl) ? address : '');
        return load(address, early?.address === address ? early.begun : undefined);
      }),

    menu: (fetched, identity) => {
      const problem = 'problem' in fetched ? null : menuProblem(fetched.document, menuUrl);
      if ('url' in fetched && originOf(fetched.url) !== originOf(menuUrl))
        options.log({
          code: 'menu-redirected',
          level: 'warn',
          message: `The menu comes from ${originOf(fetched.url) ?? fetched.url}; ${originOf(menuUrl) ?? menuUrl} was asked, with the device ID.`,
          remedy: 'Write the new address under "menu".',
        });
      return problem ? failed(problem, 'init') : finish(fetched, identity, 'init');
    },

    page: (url, dataId, identity) => {
      if (!mayFetch(url))
        return Promise.resolve(
          failed(
            {
              code: 'page-refused',
              level: 'error',
              message: `The page ${url} is not on a server that this plugin may ask.`,
              remedy: 'If it is yours, add its origin to "origins".',
            },
            dataId,
          ),
        );
      return addressOf(secure(url), identity.deviceId)
        .then((address) => load(address))
        .then((fetched) => finish(fetched, identity, dataId));
    },
  };
}

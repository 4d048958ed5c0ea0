import { createTagger } from '../msx/createTagger.js';
import type { JsonObject } from '../msx/json.js';
import type { Triggers } from '../msx/withTriggers.js';
import { originOf, resolveUrl, secureUrl, withQuery } from '../msx/url.js';
import type { About } from '../tvx/about.js';
import type { Log } from '../tvx/notice.js';
import type { BegunRequest, HttpAnswer } from '../tvx/get.js';
import type { PluginNotice } from './pluginCodes.js';
import { fetchDocument, menuProblem } from './fetchDocument.js';
import type { Fetched } from './fetchDocument.js';
import { fillPlaceholders } from './fillPlaceholders.js';
import type { BegunMenu } from './headStart.js';
import type { Settings } from './defaultSettings.js';

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

const triggersFor = ({ build }: About, pluginUrl: string): Triggers | null =>
  build < TRIGGERS_SINCE
    ? null
    : {
        if: 'makapix:post_id',
        slide: handOver('slider', 'slide', pluginUrl),
        track: handOver('video', 'track', pluginUrl),
      };

interface DocumentsOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  settings: Settings;
  /** How old MSX is, and under which address it knows the page. */
  about: About;
  deviceId: string | null;
  /** What the TV gets in the place of a document: the answer to `dataId`. */
  failed: (problem: PluginNotice, dataId: string) => JsonObject;
  /** Every answer of a host, for the clock. */
  onAnswer: (answer: HttpAnswer) => void;
  log: Log<PluginNotice>;
  /** The answer to requestData("info"), for placeholders in addresses; null if MSX does not give one soon. */
  info: () => Promise<unknown>;
  /**
   * Keeps the address of the menu, as it is asked for, for the next start; empty where it is not on the page's own
   * origin, which alone may have the device ID whatever the next configuration says.
   */
  rememberMenu: (address: string) => void;
}

export interface Documents {
  /**
   * The menu, or one that says what is wrong.
   * @param early what was asked for before the configuration was there; taken where the address is the same
   */
  menu: (early: BegunMenu | null) => Promise<JsonObject>;
  /**
   * The document at `url`, or one that says what is wrong.
   * @param dataId the request that names it
   */
  page: (url: string, dataId: string) => Promise<JsonObject>;
}

/** Fetches documents for one configuration and one TV, and tags them. Nothing here is ever rejected. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { pageUrl, settings, about, failed } = options;
  const pluginUrl = about.pluginUrl ?? pageUrl;
  /** As MSX does it: where the page is on https, documents are. */
  const secure = (url: string) => secureUrl(url, /^https:/i.test(pageUrl));
  const configured = resolveUrl(pageUrl, settings.menu);
  const menuUrl = secure(configured);
  const allowed = settings.origins.concat(
    [pageUrl, configured, menuUrl].map(originOf).filter((origin) => origin !== null),
  );
  const { mayCarry, tagged, tagDocument } = createTagger({
    deviceId: options.deviceId,
    mayTag: (origin) => allowed.indexOf(origin) >= 0,
    pluginUrl,
    pageUrl,
    mode: settings.tagging,
    tagImages: settings.tagImages,
    triggers: triggersFor(about, pluginUrl),
  });

  /** As it is asked for: placeholders filled, with MSX's version, and with the device ID where it may have it. */
  const addressOf = (url: string): Promise<string> =>
    (url.indexOf('{') < 0
      ? Promise.resolve(url)
      : options.info().then((info) => fillPlaceholders(url, info))
    ).then((filled) => {
      const address = tagged(filled.split('#')[0]!);
      return about.msxVersion ? withQuery(address, `v=${about.msxVersion}`) : address;
    });
  const load = (address: string, begun?: BegunRequest): Promise<Fetched> =>
    fetchDocument(address, begun).then((fetched) => {
      if (fetched.answer) options.onAnswer(fetched.answer);
      return fetched;
    });
  const finish = (fetched: Fetched, dataId: string): JsonObject =>
    'problem' in fetched
      ? failed(fetched.problem, dataId)
      : (tagDocument(fetched.document, fetched.url) as JsonObject);

  const finishMenu = (fetched: Fetched): JsonObject => {
    const problem = 'url' in fetched && menuProblem(fetched.document, menuUrl);
    if ('url' in fetched && originOf(fetched.url) !== originOf(menuUrl))
      options.log({
        code: 'menu-redirected',
        level: 'warn',
        message: `The menu comes from ${originOf(fetched.url) ?? fetched.url}; ${originOf(menuUrl) ?? menuUrl} was asked, with the device ID.`,
        remedy: 'Write the new address under "menu".',
      });
    return problem ? failed(problem, 'init') : finish(fetched, 'init');
  };

  return {
    menu: (early) =>
      addressOf(menuUrl).then((address) => {
        options.rememberMenu(originOf(address) === originOf(pageUrl) ? address : '');
        return load(address, early?.address === address ? early.begun : undefined).then(finishMenu);
      }),

    page: (url, dataId) =>
      mayCarry(url)
        ? addressOf(secure(url))
            .then((address) => load(address))
            .then((fetched) => finish(fetched, dataId))
        : Promise.resolve(
            failed(
              {
                code: 'page-refused',
                level: 'error',
                message: `The page ${url} is not on a server that this plugin may ask.`,
                remedy: 'If it is yours, add its origin to "origins".',
              },
              dataId,
            ),
          ),
  };
}

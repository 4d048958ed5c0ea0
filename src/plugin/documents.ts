import { tag } from '../msx/tag.js';
import type { JsonObject } from '../msx/json.js';
import { withDeviceId } from '../msx/deviceId.js';
import { originOf, resolveUrl } from '../msx/url.js';
import type { About } from '../tvx/about.js';
import type { Identity } from '../tvx/deviceId.js';
import type { BegunRequest } from '../tvx/get.js';
import type { PluginNotice } from './codes.js';
import { fetchDocument, menuProblem } from './fetchDocument.js';
import type { Fetched } from './fetchDocument.js';
import { fillPlaceholders } from './placeholders.js';
import type { BegunMenu } from './headStart.js';
import type { Settings } from './settings.js';

/** MSX hands the slide to the plugin when it is really visible, for items that say what they are. */
const VISIBLE_TRIGGER = { if: 'makapix:post_id', action: 'interaction:commit:slider' };
/** Before that MSX may not know this action, and would show a warning for each picture (Internal Actions). */
const TRIGGERS_SINCE = 160;

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
   * @param info for placeholders in the address
   */
  page: (
    url: string,
    dataId: string,
    identity: Identity,
    info: () => Promise<unknown>,
  ) => Promise<JsonObject>;
}

/** Fetches documents for one configuration and one TV, and tags them. Nothing here is ever rejected. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { pageUrl, settings, about, failed, onAnswer } = options;
  const menuUrl = resolveUrl(pageUrl, settings.menu);
  const allowed = settings.origins.concat(
    [originOf(pageUrl), originOf(menuUrl)].filter((origin) => origin !== null),
  );
  const mayTag = (origin: string) => allowed.indexOf(origin) >= 0;
  const mayFetch = (url: string) => {
    const origin = originOf(url);
    return origin !== null && mayTag(origin);
  };

  const addressOf = (url: string, deviceId: string | null): string =>
    deviceId !== null && settings.tagging !== 'off' && mayFetch(url)
      ? withDeviceId(url, encodeURIComponent(deviceId))
      : url;
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
      pluginUrl: about.pluginUrl ?? pageUrl,
      pageUrl,
      documentUrl: fetched.url,
      mode: settings.tagging,
      tagImages: settings.tagImages,
      ...(about.build < TRIGGERS_SINCE ? {} : { visibleTrigger: VISIBLE_TRIGGER }),
    }) as JsonObject;
  };

  return {
    loadMenu: (deviceId, early) => {
      const address = addressOf(menuUrl, deviceId);
      options.rememberMenu(originOf(address) === originOf(pageUrl) ? address : '');
      return load(address, early?.address === address ? early.begun : undefined);
    },

    menu: (fetched, identity) => {
      const problem = 'problem' in fetched ? null : menuProblem(fetched.document, menuUrl);
      return problem ? failed(problem, 'init') : finish(fetched, identity, 'init');
    },

    page: (url, dataId, identity, info) => {
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
      const address =
        url.indexOf('{') < 0 ? Promise.resolve(url) : info().then((answer) => fillPlaceholders(url, answer));
      return address
        .then((filled) => load(addressOf(filled, identity.deviceId)))
        .then((fetched) => finish(fetched, identity, dataId));
    },
  };
}

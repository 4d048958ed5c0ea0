import { tag, PAGE_REQUEST } from '../msx/tag.js';
import type { JsonObject } from '../msx/json.js';
import { fromBase64 } from '../msx/base64.js';
import { withDeviceId } from '../msx/deviceId.js';
import { originOf, resolveUrl } from '../msx/url.js';
import type { Identity } from '../tvx/deviceId.js';
import type { BegunRequest } from '../tvx/get.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './codes.js';
import { fetchDocument, menuProblem } from './fetchDocument.js';
import type { Fetched } from './fetchDocument.js';
import { fillPlaceholders } from './placeholders.js';
import { problemDocument } from './problemDocument.js';
import type { BegunMenu } from './headStart.js';
import type { Settings } from './settings.js';

/** MSX hands the slide to the plugin when it is really visible, for items that say what they are. */
const VISIBLE_TRIGGER = { if: 'makapix:post_id', action: 'interaction:commit:slider' };

export interface DocumentsOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  settings: Settings;
  log: Log;
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
   * The document that a request `page:…` names, or one that says what is wrong.
   * @param info for placeholders in the address
   */
  page: (request: string, identity: Identity, info: () => Promise<unknown>) => Promise<JsonObject>;
}

/** Fetches documents for one configuration and one TV, and tags them. Nothing here is ever rejected. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { pageUrl, settings, log, onAnswer } = options;
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

  const failed = (problem: PluginNotice): JsonObject => {
    log(problem);
    return problemDocument(problem);
  };

  const finish = (fetched: Fetched, { deviceId }: Identity): JsonObject => {
    if ('problem' in fetched) return failed(fetched.problem);
    return tag(fetched.document, {
      deviceId,
      mayTag,
      pluginUrl: pageUrl,
      documentUrl: fetched.url,
      mode: settings.tagging,
      tagImages: settings.tagImages,
      visibleTrigger: VISIBLE_TRIGGER,
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
      return problem ? failed(problem) : finish(fetched, identity);
    },

    page: (request, identity, info) => {
      let url = request.slice(PAGE_REQUEST.length);
      if (url.indexOf('://') < 0)
        try {
          url = fromBase64(url);
        } catch {
          url = ''; // refused below
        }
      if (!mayFetch(url))
        return Promise.resolve(
          failed({
            code: 'page-refused',
            level: 'error',
            message: `The page ${url} is not on a server that this plugin may ask.`,
            remedy: 'If it is yours, add its origin to "origins".',
          }),
        );
      const address =
        url.indexOf('{') < 0 ? Promise.resolve(url) : info().then((answer) => fillPlaceholders(url, answer));
      return address
        .then((filled) => load(addressOf(filled, identity.deviceId)))
        .then((fetched) => finish(fetched, identity));
    },
  };
}

import { createTagger } from '../msx/createTagger.js';
import type { Tagger } from '../msx/createTagger.js';
import type { JsonObject } from '../msx/json.js';
import type { Triggers } from '../msx/withTriggers.js';
import { originOf, resolveUrl, secureUrl, withQuery } from '../msx/url.js';
import { withOwnPages } from '../pages/withOwnPages.js';
import type { About } from '../tvx/about.js';
import type { Log } from '../tvx/notice.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { Author } from './author.js';
import { authorPage } from './authorPage.js';
import type { PluginNotice } from './pluginCodes.js';
import type { Made } from './made.js';
import type { Access } from './access.js';
import { fetchDocument, menuProblem, readDocument } from './fetchDocument.js';
import type { DescribeFault, Fetched } from './fetchDocument.js';
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
  /** Every answer of a host, for the clock. */
  onAnswer: (answer: HttpAnswer) => void;
  log: Log<PluginNotice>;
  /** An address with its placeholders filled in, where MSX says soon by what. */
  fillPlaceholders: (url: string) => Promise<string>;
  describeFault: DescribeFault;
  /** What `menu` names, where it stands in the page itself; else empty. */
  menuBlock: string;
  /** Who has written pages of their own into this one; null: nobody. */
  author: Promise<Author> | null;
  /** The server that knows this TV by a token, where there is one. */
  access?: Access | undefined;
}

export interface Documents {
  /**
   * Who gets the ID from a document of this configuration: origins, `images` where those in documents do too, and what
   * of all that does not. A list that lacks one of an earlier list takes something away.
   */
  carriers: string[];
  menu: () => Promise<Made>;
  page: (url: string) => Promise<Made>;
  /** A document of any host as it was sent, for the plugin's own pages. */
  load: (url: string, withCredentials?: boolean) => Promise<Fetched>;
  tagger: Tagger;
  /** The owner's origins; some addresses of theirs may never get the ID. */
  allowed: string[];
}

/** Fetches documents for one configuration and one TV, and tags them. Nothing here is ever rejected. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { pageUrl, settings, about, menuBlock, access } = options;
  const pluginUrl = about.pluginUrl ?? pageUrl;
  /** As MSX does it: where the page is on https, documents are. */
  const secure = (url: string) => secureUrl(url, /^https:/i.test(pageUrl));
  const configured = resolveUrl(pageUrl, settings.menu);
  const menuUrl = secure(configured);
  const allowed = settings.origins.concat(
    [pageUrl, configured, menuUrl].map(originOf).filter((origin) => origin !== null),
  );
  const tagger = createTagger({
    deviceId: options.deviceId,
    mayTag: (origin) => allowed.indexOf(origin) >= 0,
    untagged: settings.untagged,
    pluginUrl,
    pageUrl,
    mode: settings.tagging,
    tagImages: settings.tagImages,
    triggers: triggersFor(about, pluginUrl),
    around: settings.ownPages && settings.tagging !== 'off' ? withOwnPages : null,
  });
  const { mayCarry } = tagger;

  /** As it is asked for: placeholders filled, with MSX's version, and with the device ID where it may have it. */
  const addressOf = (url: string): Promise<string> =>
    (url.indexOf('{') < 0 ? Promise.resolve(url) : options.fillPlaceholders(url)).then((filled) => {
      const address = tagger.tagged(filled.split('#')[0]!);
      return about.msxVersion ? withQuery(address, `v=${about.msxVersion}`) : address;
    });
  const load = (url: string, withCredentials?: boolean): Promise<Fetched> =>
    addressOf(secure(url))
      .then((address) =>
        fetchDocument(address, options.describeFault, withCredentials, access && access.beginRequest),
      )
      .then((fetched) => {
        if (fetched.answer) options.onAnswer(fetched.answer);
        return fetched;
      });
  const finish = (fetched: Fetched): Made =>
    'problem' in fetched
      ? fetched
      : { document: tagger.tagDocument(fetched.document, fetched.url) as JsonObject };

  const finishMenu = (fetched: Fetched): Made => {
    const problem = 'url' in fetched && menuProblem(fetched.document, menuUrl);
    if ('url' in fetched && originOf(fetched.url) !== originOf(menuUrl))
      options.log({
        code: 'menu-redirected',
        level: 'warn',
        message: `The menu comes from ${originOf(fetched.url) ?? fetched.url}; ${originOf(menuUrl) ?? menuUrl} was asked, with the device ID.`,
        remedy: 'Write the new address under "menu".',
      });
    return problem ? { problem } : finish(fetched);
  };

  const configuredMenu = (): Promise<Made> =>
    (menuBlock
      ? Promise.resolve(readDocument(menuBlock, menuUrl, options.describeFault, 'The menu in the page'))
      : load(menuUrl)
    ).then(finishMenu);

  const menu = (): Promise<Made> =>
    __AUTHORED__ && options.author
      ? authorPage(options.author, { tagger, pluginUrl }, 'init').then((made) => made ?? configuredMenu())
      : configuredMenu();

  return {
    load,
    tagger,
    allowed,
    carriers:
      options.deviceId === null || settings.tagging === 'off'
        ? []
        : allowed.concat(settings.tagImages ? 'images' : [], settings.untagged.join()),

    menu: () => (access ? access.menu(menu) : menu()),

    page: (url) =>
      mayCarry(url)
        ? load(url).then(finish)
        : Promise.resolve({
            problem: {
              code: 'page-refused',
              level: 'error',
              message: `The page ${url} is not on a server that this plugin may ask.`,
              remedy: 'If it is yours, add its origin to "origins".',
            },
          }),
  };
}

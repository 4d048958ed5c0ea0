import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import { readPageRequest, type PageKind } from '../msx/pageRequest.js';
import type { RanRequest } from '../msx/ranRequest.js';
import { REPLACE_SINCE } from '../msx/replaceSince.js';
import type { About } from '../tvx/about.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { Log } from '../tvx/notice.js';
import type { Author } from './author.js';
import { authorPage } from './authorPage.js';
import type { PluginNotice } from './pluginCodes.js';
import { createDocuments } from './createDocuments.js';
import type { HandedOver } from './createDocuments.js';
import type { Made } from './made.js';
import { createMenu } from './createMenu.js';
import type { Begun } from './createMenu.js';
import type { DescribeFault } from './fetchDocument.js';
import type { KeptMenu } from './keptMenu.js';
import type { Loaded } from './loadConfig.js';

interface HandlerOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  /** The menu that stands in the page itself; empty where it does not. */
  menuBlock: string;
  /** Called for each `init`: the file may have changed. */
  load: () => Promise<Loaded>;
  /** Called with what came of it. */
  onBegun: (begun: Begun) => void;
  identity: Promise<Identity>;
  /** What MSX is; as much of it as it says soon. */
  about: Promise<About>;
  /** For the next start; null: nothing. */
  keepMenu: (menu: KeptMenu | null) => void;
  /** An address with its placeholders filled in, where MSX says soon by what. */
  fillPlaceholders: (url: string) => Promise<string>;
  describeFault: DescribeFault;
  /** Who has written pages of their own into this one; null: nobody. */
  author: Promise<Author> | null;
  /** A page of the plugin itself; null where there is none of this name. */
  ownPage: (dataId: string) => Promise<JsonObject | null>;
  log: Log<PluginNotice>;
  /** A problem in the place of the document that was asked for by `dataId`. */
  problemPage: (problem: PluginNotice, kind: PageKind | null, dataId: string) => Promise<JsonObject>;
  /** Has MSX ask for `init` in the place of the menu of this flag. */
  replace: (flag: string) => void;
  /** What a trigger hands over: the slide, or the track. */
  handedOver: (data: unknown) => void;
  /** Runs an action in MSX. */
  execute: (action: string) => void;
  onAnswer: (answer: HttpAnswer) => void;
}

/** A list of actions that ran hands over nothing. */
const HANDED_OVER: string[] = ['slide', 'track', 'ran'] satisfies (HandedOver | RanRequest)[];

/** `execute:` wants an action. Whether a plugin has to wrap it, as a server has, is not said (Server Actions). */
const NOTHING_TO_DO = {
  action: '[]',
  response: { status: 200, text: 'OK', message: null, data: { action: '[]' } },
};

/** Answers MSX's requests. */
export function createHandler(options: HandlerOptions) {
  const { identity, log } = options;
  let build = NaN;
  void options.about.then((about) => (build = about.build));
  const toast = ({ message }: PluginNotice): void => options.execute(`warn:${plainText(message, build)}`);

  const failed = (problem: PluginNotice, dataId: string): Promise<JsonObject> => {
    log(problem);
    const kind = dataId === 'init' ? 'menu' : (readPageRequest(dataId)?.kind ?? null);
    if (kind === 'playlist' || kind === 'slideshow') toast(problem);
    return options.problemPage(problem, kind, dataId);
  };
  const present = (made: Made, dataId: string): Promise<JsonObject> =>
    'problem' in made ? failed(made.problem, dataId) : Promise.resolve(made.document);

  const menu = createMenu({
    begin: () =>
      Promise.all([options.load(), options.about, identity]).then(([loaded, about, { deviceId }]) => {
        const documents = createDocuments({ ...options, ...loaded, about, deviceId });
        const begun = { ...loaded, deviceId, documents };
        options.onBegun(begun);
        return begun;
      }),
    keepMenu: options.keepMenu,
    present: (made) => present(made, 'init'),
    replace: (flag) => {
      if (build >= REPLACE_SINCE) options.replace(flag);
    },
    log,
    toast,
  });

  const ownPage = (dataId: string): Promise<JsonObject> =>
    options
      .ownPage(dataId)
      .then(
        (document) =>
          document ??
          failed(
            { code: 'request-unknown', level: 'warn', message: `The plugin has nothing called "${dataId}".` },
            dataId,
          ),
      );
  const documentFor = (dataId: string, data: unknown): Promise<JsonObject> => {
    if (HANDED_OVER.indexOf(dataId) >= 0) {
      options.handedOver(data);
      return Promise.resolve(NOTHING_TO_DO);
    }
    if (dataId === 'init') return menu.init();
    const asked = readPageRequest(dataId);
    if (asked)
      return menu
        .begun()
        .then(({ documents }) => documents.page(asked.url))
        .then((made) => present(made, dataId));
    const { author } = options;
    if (__AUTHORED__ && author)
      return Promise.all([menu.begun(), options.about])
        .then(([{ documents }, { pluginUrl }]) =>
          authorPage(
            author,
            { tagger: documents.tagger, pluginUrl: pluginUrl ?? options.pageUrl },
            dataId,
            data,
          ),
        )
        .then((made) => {
          // its name does not say whether a page was wanted, and a playlist cannot show why it is empty
          if (made && 'problem' in made) toast(made.problem);
          return made ? present(made, dataId) : ownPage(dataId);
        });
    return ownPage(dataId);
  };

  return {
    /** Every request gets an answer: MSX would show nothing for 30 s otherwise. */
    answer: (dataId: string, data: unknown, callback: (document: JsonObject) => void): Promise<void> =>
      documentFor(dataId, data)
        .catch((error: unknown) =>
          failed(
            {
              code: 'plugin-failed',
              level: 'error',
              message: `The plugin failed at "${dataId}": ${String(error)}`,
            },
            dataId,
          ),
        )
        .then(callback),
    refreshMenu: menu.refresh,
    begun: menu.begun,
  };
}

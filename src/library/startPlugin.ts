import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { createRequest } from '../msx/build/createRequest.js';
import type { MakeRequest, PluginRequest } from '../msx/build/createRequest.js';
import { createRouter } from '../msx/build/createRouter.js';
import type { Routes } from '../msx/build/createRouter.js';
import type { ValuesArgument } from '../msx/build/dataId.js';
import { plainText } from '../msx/plainText.js';
import { REPLACE_SINCE } from '../msx/replaceSince.js';
import type { AttachedData } from '../msx/types/attachedData.js';
import type { ActionText } from '../msx/types/actionText.js';
import { pageRequest } from '../msx/pageRequest.js';
import { resolveUrl } from '../msx/url.js';
import type { VideoData } from '../msx/types/playback.js';
import type { Author, AuthorContext } from '../plugin/author.js';
import type { PluginNotice } from '../plugin/pluginCodes.js';
import type { About } from '../tvx/about.js';
import type { Keep } from '../tvx/createKeep.js';
import { createMsx } from '../tvx/createMsx.js';
import type { Msx } from '../tvx/createMsx.js';
import { handleCommits } from '../tvx/handleCommits.js';
import type { CommitHandlers } from '../tvx/handleCommits.js';
import { handleEvents } from '../tvx/handleEvents.js';
import type { EventHandlers } from '../tvx/handleEvents.js';
import { answerInTime } from '../tvx/handleRequests.js';
import type { RequestAnswer } from '../tvx/handleRequests.js';
import type { Log, Notice } from '../tvx/notice.js';
import { createJsonStore } from './createJsonStore.js';
import type { JsonStore } from './createJsonStore.js';

/** A page, or a promise of one; what is thrown becomes a page that says so. */
type Page = RequestAnswer | Promise<RequestAnswer>;

/** The action that is to be run then, if any; or a promise of it. */
type Heard = ActionText | null | undefined | Promise<ActionText | null | undefined>;

/** What a plugin has beside identity, tagging, reporting and the pages that are in it anyway. */
export interface PluginOptions<Request extends string, Message extends string> {
  /**
   * Pages by their requests: `{ 'film:{id}': ({ id }) => … }`. `init` is the menu, in the place of the one that the
   * configuration names; a request of the plugin's own, such as `history`, is replaced likewise. Links are tagged.
   */
  requests?: Routes<Request, Page>;
  /**
   * What `plugin.message(…)` says when it is run: `{ 'like:{id}': ({ id }) => … }`; an action that is returned is run.
   * What is thrown is shown as a warning.
   */
  messages?: Routes<Message, Heard>;
  events?: EventHandlers;
  /** What is handed over otherwise: `interaction:commit`, with data, or `interaction:commit:slider` and the like. */
  commits?: CommitHandlers;
}

/**
 * What a plugin's pages are made with. What is no promise is there once MSX asks for the first page; before, it throws.
 */
export interface RunningPlugin {
  /** Writes requests to this plugin; they stand wherever an address may. */
  request: MakeRequest;
  /**
   * Writes the request for a document of a server's, which the plugin fetches and tags.
   * @param url absolute, or relative to the page
   */
  page: (url: string) => PluginRequest;
  /** Writes an action that says this to this plugin, which MSX loads again where another one has taken its place. */
  message: <Pattern extends string>(pattern: Pattern, ...values: ValuesArgument<Pattern>) => ActionText;
  /**
   * Writes the action that shows a content page of this plugin anew, by its `flag`; MSX before 0.1.144 loads it again,
   * whichever it is.
   */
  showAgain: (flag: string, request: PluginRequest) => ActionText;
  /**
   * A document of a server, which gets the device ID where it may have it.
   * @throws (rejects) with a sentence for the person at the TV; where nothing catches it, the page shows that
   */
  load: (url: string) => Promise<JsonObject>;
  readonly msx: Msx;
  readonly about: About;
  /** null: MSX gives none, and none was kept. */
  readonly deviceId: string | null;
  /** Texts and values that survive a restart; also before the first page. */
  keep: Keep;
  store: JsonStore;
  /** Tells each event of MSX, also before the first page. */
  listen: (listener: (event: Record<string, unknown>) => void) => void;
  /** How far the video or the sound that plays is; null: none does. `createResume(plugin)` asks for it. */
  askVideo: () => Promise<VideoData | null>;
  /** Into MSX's log, and onto the status page. */
  log: Log<Notice>;
}

/** What an error says beside its message: a sentence that says what to do, such as that of `load`. @wire */
interface Told {
  remedy?: unknown;
}

let author: Author | null = null;

/** For the page's build: what `startPlugin` was called with. @internal */
export function startedAuthor(): Author {
  if (!author) throw new Error('The module of the plugin does not call startPlugin');
  return author;
}

function problemOf(error: unknown, dataId: string): PluginNotice {
  const { message, remedy } = Object(error) as { message?: unknown } & Told;
  return {
    code: 'request-failed',
    level: 'error',
    message: `"${dataId}" failed: ${String(message ?? error)}`,
    remedy: typeof remedy === 'string' ? remedy : '',
  };
}

function createAuthor<Request extends string, Message extends string>(
  { requests, messages, commits }: PluginOptions<Request, Message>,
  listeners: ((event: Record<string, unknown>) => void)[],
  begin: Author['begin'],
): Author {
  const pageOf = createRouter<Request, Page>(requests ?? ({} as Routes<Request, Page>));
  const heardBy = createRouter(messages ?? ({} as Routes<Message, Heard>));
  let context: AuthorContext | null = null;
  /** Never rejected. @returns what MSX is to run */
  const hear = (
    handle: (data: AttachedData) => Heard,
    dataId: string,
    data: AttachedData,
  ): Promise<ActionText> =>
    answerInTime(() => handle(data), dataId).then(
      (action): ActionText => action ?? '[]',
      (error: unknown): ActionText => {
        const problem = problemOf(error, dataId);
        context?.log(problem);
        return `warn:${plainText(problem.message, context?.about.build ?? NaN)}`;
      },
    );
  return {
    begin: (given) => {
      context = given;
      begin(given);
    },
    answer: (dataId, data) => {
      const page = pageOf(dataId);
      if (!page) {
        const handle = heardBy(dataId);
        return handle
          ? hear(handle, dataId, data ?? {}).then((action) => ({ document: actionAnswer(action) }))
          : Promise.resolve(null);
      }
      return answerInTime(() => page(data ?? {}), dataId).then(
        (document) => ({ document: document as unknown as JsonObject }),
        (error: unknown) => ({ problem: problemOf(error, dataId) }),
      );
    },
    handleEvent: (event) => listeners.forEach((listener) => listener(event)),
    handleData: handleCommits(commits ?? {}),
  };
}

/**
 * A plugin with pages of its own: identity, tagging, reporting, search, history and the rest are in it as in
 * `plugin.html`. It runs in the page that `buildPlugin` (`msx-player-plugin/build`) makes of the module that calls this,
 * at its top, once.
 * @since MSX 0.1.82
 * @example
 *   const plugin: RunningPlugin = startPlugin({ requests: { init: () => ({ menu: [{ label: 'Films', data: plugin.request('films') }] }) } });
 */
export function startPlugin<Request extends string, Message extends string>(
  options: PluginOptions<Request, Message>,
): RunningPlugin {
  if (author) throw new Error('startPlugin has been called already: a page is one plugin');
  let context: AuthorContext | null = null;
  let begin: (given: AuthorContext) => void;
  const begun = new Promise<AuthorContext>((resolve) => (begin = resolve));
  let msx: Msx | null = null;
  const listeners = [handleEvents(options.events ?? {})];
  author = createAuthor(options, listeners, (given) => {
    context = given;
    begin(given);
  });
  const known = (): AuthorContext => {
    if (!context) throw new Error('The plugin is not ready: use this in what answers a request, not before');
    return context;
  };
  const keep: Keep = {
    read: (name) => begun.then((there) => there.keep.read(name)),
    write: (name, text) => begun.then((there) => there.keep.write(name, text)),
  };
  const ofMsx = (): Msx => {
    const { globals, tvx } = known();
    return (msx ??= createMsx(globals, tvx));
  };
  return {
    request: (pattern, ...values) => createRequest(known().pluginUrl)(pattern, ...values),
    page: (url) =>
      `request:interaction:${pageRequest(resolveUrl(known().pluginUrl, url))}@${known().pluginUrl}`,
    message: (pattern, ...values) =>
      `execute:service:${createRequest(known().pluginUrl)(pattern, ...values)}`,
    showAgain: (flag, request) =>
      known().about.build >= REPLACE_SINCE ? `replace:content:${flag}:${request}` : 'reload:content',
    load: (url) =>
      begun
        .then((there) => there.load(url))
        .then((fetched) => {
          if ('document' in fetched) return fetched.document;
          const error: Error & Told = new Error(fetched.problem.message);
          error.remedy = fetched.problem.remedy;
          throw error;
        }),
    get msx() {
      return ofMsx();
    },
    get about() {
      return known().about;
    },
    get deviceId() {
      return known().deviceId;
    },
    keep,
    store: createJsonStore(keep),
    listen: (listener) => void listeners.push(listener),
    askVideo: () =>
      begun.then(() => ofMsx().requestData('video:data')).then(({ value }) => value?.data ?? null),
    log: (notice) => known().log(notice),
  };
}

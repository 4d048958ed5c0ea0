import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import { readPageRequest } from '../msx/pageRequest.js';
import type { About } from '../tvx/about.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './pluginCodes.js';
import { createDocuments } from './createDocuments.js';
import type { Documents, HandedOver } from './createDocuments.js';
import type { BegunMenu } from './headStart.js';
import { PROBLEM_FLAG, problemDocument } from './problemDocument.js';
import type { Retry } from './retryAction.js';
import type { Settings } from './defaultSettings.js';

interface HandlerOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  /** Called for each `init`: the file may have changed. */
  loadSettings: () => Promise<Settings>;
  identity: Promise<Identity>;
  /** What MSX is; as much of it as it says soon. */
  about: Promise<About>;
  /** The menu that was asked for at the address of the last start. */
  begunMenu: BegunMenu | null;
  rememberMenu: (address: string) => void;
  /** The answer to requestData("info"), null if MSX does not give one soon. */
  info: () => Promise<unknown>;
  /** The status page. */
  status: () => Promise<JsonObject>;
  log: Log<PluginNotice>;
  retry: Retry;
  /** What a trigger hands over: the slide, or the track. */
  handedOver: (data: unknown) => void;
  /** Shows a line over what is on the screen. */
  toast: (text: string) => void;
  onAnswer: (answer: HttpAnswer) => void;
}

const HANDED_OVER: string[] = ['slide', 'track'] satisfies HandedOver[];

/** `execute:` wants an action. Whether a plugin has to wrap it, as a server has, is not said (Server Actions). */
const NOTHING_TO_DO = {
  action: '[]',
  response: { status: 200, text: 'OK', message: null, data: { action: '[]' } },
};

/** A menu that was asked for early is only good for the start that it was asked for. */
const EARLY_MENU_MS = 30_000;

/**
 * Answers MSX's requests. Configuration and menu are on their way before MSX asks, since the library, the
 * identity and they take their time side by side.
 */
export function createHandler(options: HandlerOptions) {
  const { identity, log } = options;
  let build = NaN;
  void options.about.then((about) => (build = about.build));
  const plain = (text: string) => plainText(text, build);

  const failed = (problem: PluginNotice, dataId: string): JsonObject => {
    log(problem);
    const kind = dataId === 'init' ? 'menu' : (readPageRequest(dataId)?.kind ?? null);
    if (kind === 'playlist' || kind === 'slideshow') options.toast(plain(problem.message));
    return problemDocument(problem, kind, (one) => options.retry(one, PROBLEM_FLAG, dataId), plain);
  };

  const begin = (): Promise<Documents> =>
    Promise.all([options.loadSettings(), options.about, identity]).then(([settings, about, { deviceId }]) =>
      createDocuments({ ...options, settings, about, deviceId, failed }),
    );

  let { begunMenu } = options;
  let documents = begin();
  let isFirst = true;

  const menu = (): Promise<JsonObject> => {
    if (!isFirst) documents = begin();
    isFirst = false;
    const early = begunMenu;
    begunMenu = null; // it is the answer to one time only
    return documents.then((known) =>
      known.menu(early && Date.now() - early.begun.sentAtMs < EARLY_MENU_MS ? early : null),
    );
  };

  const answer = (dataId: string, data: unknown): Promise<JsonObject> => {
    if (HANDED_OVER.indexOf(dataId) >= 0) {
      options.handedOver(data);
      return Promise.resolve(NOTHING_TO_DO);
    }
    if (dataId === 'init') return menu();
    if (dataId === 'status') return identity.then(options.status);
    const asked = readPageRequest(dataId);
    if (asked) return documents.then(({ page }) => page(asked.url, dataId));
    return Promise.resolve(
      failed(
        { code: 'request-unknown', level: 'warn', message: `The plugin has nothing called "${dataId}".` },
        dataId,
      ),
    );
  };

  /** Every request gets an answer: MSX would show nothing for 30 s otherwise. */
  return (dataId: string, data: unknown, callback: (document: JsonObject) => void): Promise<void> =>
    answer(dataId, data)
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
      .then(callback);
}

import { PAGE_REQUEST } from '../msx/tag.js';
import type { JsonObject } from '../msx/json.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { Identity } from '../tvx/deviceId.js';
import type { Log } from '../tvx/notice.js';
import type { PluginNotice } from './codes.js';
import { createDocuments } from './documents.js';
import type { Documents } from './documents.js';
import type { Fetched } from './fetchDocument.js';
import { problemDocument } from './problemDocument.js';
import type { Settings } from './settings.js';

export interface HandlerOptions {
  /** Address of the page with its query. */
  pageUrl: string;
  /** Called for each `init`: the file may have changed. */
  loadSettings: () => Promise<Settings>;
  identity: Promise<Identity>;
  /** The device ID of the last start, there before MSX is. */
  storedDeviceId: Promise<string | null>;
  /** The answer to requestData("info"), null if MSX does not give one soon. */
  info: () => Promise<unknown>;
  /** The status page. */
  status: () => JsonObject;
  log: Log;
  onAnswer: (answer: HttpAnswer) => void;
}

interface Session {
  documents: Promise<Documents>;
  /** A menu that is on its way, and the device ID that was sent along. */
  early: { fetched: Promise<Fetched>; deviceId: string | null; atMs: number } | null;
}

/** An early menu is only good for the start that it was fetched for. */
const EARLY_MENU_MS = 30_000;

/**
 * Answers MSX's requests. Configuration and menu are on their way before MSX asks, since the library, the
 * identity and they take their time side by side.
 */
export function createHandler(options: HandlerOptions) {
  const { pageUrl, identity, storedDeviceId, log } = options;

  const begin = (): Session => {
    const settings = options.loadSettings();
    const documents = settings.then((loaded) =>
      createDocuments({
        pageUrl,
        settings: loaded,
        log,
        onAnswer: (fetched) => {
          if (fetched.answer) options.onAnswer(fetched.answer);
        },
      }),
    );
    const started: Session = { documents, early: null };
    // A server tells its TVs apart by the ID: the menu is not asked for before there is one to send. A
    // storage that never says which it was keeps nothing waiting.
    void Promise.all([settings, documents, storedDeviceId]).then(([{ tagging }, { loadMenu }, deviceId]) => {
      if (deviceId !== null || tagging === 'off')
        started.early = { fetched: loadMenu(deviceId), deviceId, atMs: Date.now() };
    });
    return started;
  };

  let session = begin();
  let isFirst = true;

  const menu = (): Promise<JsonObject> => {
    if (!isFirst) session = begin();
    isFirst = false;
    const current = session;
    return Promise.all([current.documents, identity]).then(([{ loadMenu, menu: finish }, known]) => {
      const { early } = current;
      const isGood = early?.deviceId === known.deviceId && Date.now() - early.atMs < EARLY_MENU_MS;
      return (isGood ? early.fetched : loadMenu(known.deviceId)).then((fetched) => finish(fetched, known));
    });
  };

  const unknown = (dataId: string): JsonObject => {
    const problem: PluginNotice = {
      code: 'request-unknown',
      level: 'warn',
      message: `The plugin has nothing called "${dataId}".`,
    };
    log(problem);
    return problemDocument(problem);
  };

  const answer = (dataId: string): Promise<JsonObject> => {
    if (dataId === 'init') return menu();
    if (dataId === 'status') return identity.then(options.status);
    if (dataId.lastIndexOf(PAGE_REQUEST, 0) === 0)
      return Promise.all([session.documents, identity]).then(([{ page }, known]) =>
        page(dataId, known, options.info),
      );
    return Promise.resolve(unknown(dataId));
  };

  /** Every request gets an answer: MSX would show nothing for 30 s otherwise. */
  return (dataId: string, callback: (document: JsonObject) => void): Promise<void> =>
    answer(dataId)
      .catch((error: unknown) => {
        const problem: PluginNotice = {
          code: 'plugin-failed',
          level: 'error',
          message: `The plugin failed at "${dataId}": ${String(error)}`,
        };
        log(problem);
        return problemDocument(problem);
      })
      .then(callback);
}

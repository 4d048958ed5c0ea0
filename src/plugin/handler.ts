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

/** A menu that is on its way, and the device ID that was sent along. */
interface Early {
  fetched: Promise<Fetched>;
  deviceId: string | null;
}

interface Session {
  documents: Documents;
  early: Early | null;
}

/** An early menu is only good for the start that it was fetched for. */
const EARLY_MENU_MS = 30_000;

/**
 * Answers MSX's requests. Configuration and menu are on their way before MSX asks, since the library, the
 * identity and they take their time side by side.
 */
export function createHandler(options: HandlerOptions) {
  const { pageUrl, identity, storedDeviceId, log } = options;

  const begin = (): Promise<Session> =>
    Promise.all([options.loadSettings(), storedDeviceId]).then(([settings, deviceId]) => {
      const documents = createDocuments({
        pageUrl,
        settings,
        log,
        onAnswer: (fetched) => {
          if (fetched.answer) options.onAnswer(fetched.answer);
        },
      });
      // A server tells its TVs apart by the ID: the menu is not asked for before there is one to send.
      const early = deviceId !== null || settings.tagging === 'off';
      return { documents, early: early ? { fetched: documents.loadMenu(deviceId), deviceId } : null };
    });

  let session = begin();
  let isFirst = true;
  const startedAtMs = Date.now();

  const menu = (): Promise<JsonObject> => {
    if (!isFirst) session = begin();
    else if (Date.now() - startedAtMs > EARLY_MENU_MS)
      session = session.then(({ documents }) => ({ documents, early: null }));
    isFirst = false;
    return Promise.all([session, identity]).then(([{ documents, early }, known]) =>
      (early?.deviceId === known.deviceId ? early.fetched : documents.loadMenu(known.deviceId)).then(
        (fetched) => documents.menu(fetched, known),
      ),
    );
  };

  const unknown = (dataId: string): JsonObject => {
    const problem: PluginNotice = {
      code: 'request-unknown',
      level: 'warn',
      message: `The plugin has nothing called "${dataId}".`,
      remedy: 'It knows "init", "status" and "page:…".',
    };
    log(problem);
    return problemDocument(problem);
  };

  const answer = (dataId: string): Promise<JsonObject> => {
    if (dataId === 'init') return menu();
    if (dataId === 'status') return Promise.all([session, identity]).then(options.status);
    if (dataId.lastIndexOf(PAGE_REQUEST, 0) === 0)
      return Promise.all([session, identity]).then(([{ documents }, known]) =>
        documents.page(dataId, known, options.info),
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
          remedy: 'Please report this message to the makers of the plugin.',
        };
        log(problem);
        return problemDocument(problem);
      })
      .then(callback);
}

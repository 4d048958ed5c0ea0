// The first stage, a script in the head of the page: it starts TVX and answers MSX's first request with the menu of the
// last start. Everything else runs after that, or at once where there is no such menu.
import '../promise.js';
import { createTvx } from '../../tvx/createTvx.js';
import { beginRequest } from '../../tvx/beginRequest.js';
import { libraryAddresses, loadLibrary } from '../../tvx/loadLibrary.js';
import { configFileOf } from '../configFile.js';
import { createAudience } from '../createAudience.js';
import type { First } from '../firstStage.js';
import { createJournal } from '../createJournal.js';
import { readKeptMenu } from '../keptMenu.js';
import { pageBlock } from '../pageBlock.js';
import type { Plugin } from '../plugin.js';
import { restrict } from '../restrict.js';
import { stage } from '../stages.js';
import type { Stages } from '../stages.js';

/** The next stage does not run before MSX has had time for a picture. */
const BREAK_MS = 20;
/** Where MSX asks for no menu (the plugin was loaded by an action, or again), or gets none for so long. */
const REST_AFTER_MS = 3000;

/** What runs once MSX has its first answer. */
const REST: (keyof Stages)[] = __AUTHORED__
  ? ['documents', 'author', 'report', 'remote', 'pages']
  : ['documents', 'report', 'remote', 'pages'];

/** Closes the page to other scripts; its own stages are such, once they have become scripts. */
const close = (): void => restrict(document, libraryAddresses(window.location));

/** What the first answer does not wait for, one after the other; also where one of them cannot run. */
function runAll([next, ...others]: (keyof Stages)[], failed: (error: unknown) => void): void {
  // Whether the TV is to be paired only the configuration says, which may take longer than all that.
  if (!next)
    void stage('documents')
      .then((plugin) => plugin.begun())
      .then(close, close);
  else
    setTimeout(() => {
      void stage(next)
        .catch(failed)
        .then(() => runAll(others, failed));
    }, BREAK_MS);
}

function begin(): First {
  const journal = createJournal();
  const failed = (error: unknown): void =>
    journal.log({ code: 'plugin-failed', level: 'error', message: String(error) });
  const globals = loadLibrary(window, journal.log);
  const configFile = configFileOf(window.location.search);
  const kept = readKeptMenu(window.location);
  let isRestRunning = false;
  const runRest = (): void => {
    if (!isRestRunning) runAll(REST, failed);
    isRestRunning = true;
  };
  setTimeout(runRest, REST_AFTER_MS);

  const { tell, join } = createAudience<Plugin>(1);
  const tvx = globals.then((found) =>
    createTvx({
      globals: found,
      keep: {
        // not before it is known what was there
        write: (key, value) =>
          stage('documents').then(({ keep, storedDeviceId }) =>
            storedDeviceId.then(() => keep.write(key, value)),
          ),
      },
      storedDeviceId: kept
        ? Promise.resolve(kept.deviceId)
        : stage('documents').then(({ storedDeviceId }) => storedDeviceId),
      log: journal.log,
    }),
  );
  const first: First = {
    journal,
    globals,
    tvx,
    identity: tvx.then((running) => running.requestDeviceId()),
    configFile,
    begunConfig: kept || pageBlock('config') ? null : beginRequest(`${configFile.file}?t=${Date.now()}`),
    kept,
    join,
  };
  // Without a menu that could be shown before, it is what MSX waits for.
  if (!kept) stage(__AUTHORED__ ? 'author' : 'documents').catch(failed);

  const answer: Plugin['handleRequest'] = (dataId, data, callback) =>
    stage('documents')
      .then((running) => running.handleRequest(dataId, data, callback), failed)
      .then(runRest);
  let isAsked = false;
  void tvx.then((running) =>
    running.start({
      ready: () => journal.connect(running.log),
      handleRequest: (dataId, data, callback) => {
        if (isAsked || dataId !== 'init' || !kept) {
          void answer(dataId, data, callback);
          return;
        }
        isAsked = true;
        void first.identity.then(({ deviceId }) => {
          if (deviceId !== kept.deviceId) return answer(dataId, data, callback);
          callback(kept.document);
          tell((to) => to.refreshMenu(kept));
          runRest();
          return undefined;
        });
      },
      handleEvent: (event) => tell((to) => to.handleEvent(event)),
      handleData: (data) => tell((to) => to.handleData(data)),
    }),
  );
  return first;
}

/** null in a browser, where the page is the landing page. */
export const first = window.parent === window ? null : begin();
if (!first) void stage('landing').then(close);

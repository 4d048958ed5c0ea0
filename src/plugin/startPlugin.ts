import { createClock } from '../report/createClock.js';
import type { Reporter } from '../report/createReporter.js';
import { aboutOf } from '../tvx/about.js';
import type { About } from '../tvx/about.js';
import { isDeviceId } from '../tvx/requestDeviceId.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { BegunRequest, HttpAnswer } from '../tvx/get.js';
import { createKeep } from '../tvx/createKeep.js';
import { loadLibrary } from '../tvx/loadLibrary.js';
import { createTvx, DEVICE_ID_KEY } from '../tvx/createTvx.js';
import type { Tvx } from '../tvx/createTvx.js';
import { BUILT_AT_MS, VERSION } from './constants.js';
import { createHandler } from './createHandler.js';
import { createJournal } from './createJournal.js';
import { loadConfig } from './loadConfig.js';
import { choosePlayerKey } from './choosePlayerKey.js';
import type { HeadStartWindow, ReportingWindow } from './headStart.js';
import type { PlayerKey } from './choosePlayerKey.js';
import { retryAction } from './retryAction.js';
import type { Retry } from './retryAction.js';
import type { Settings } from './defaultSettings.js';
import { statusPage } from './statusPage.js';

/** Where MSX asks for no menu (the plugin was loaded by an action, or again), reporting starts by itself. */
const START_WITHOUT_MENU_MS = 3000;
/** MSX answers a request for `info` within milliseconds, or not at all. */
const INFO_TIMEOUT_MS = 1500;
const MOST_EARLY_EVENTS = 200;

/** The plugin inside MSX: everything that it does begins here. */
export function startPlugin(window: HeadStartWindow & ReportingWindow): void {
  const pageUrl = window.location.href.replace(/#.*$/, '');
  const journal = createJournal();
  const { log } = journal;
  const library = loadLibrary(window, log);
  const keep = createKeep(
    log,
    library.then(
      (globals) =>
        new Promise((resolve) => globals.TVXPluginTools.onReady(() => resolve(globals.TVXServices?.storage))),
    ),
  );
  const storedDeviceId = keep.read(DEVICE_ID_KEY).then((id) => (isDeviceId(id) ? id : null));

  // What the status page shows, as it becomes known.
  let settings: Settings | null = null;
  let identity: Identity | null = null;
  let about: About | null = null;
  let playerKey: PlayerKey | null = null;
  let reporter: Reporter | null = null;
  let tvx: Tvx | null = null;

  const clock = createClock({
    builtAtMs: BUILT_AT_MS,
    onJump: () => {
      void loadSettings();
      void info();
    },
  });
  const onAnswer = (answer: HttpAnswer) =>
    clock.addServerDate({
      dateHeader: answer.date,
      sentAtMs: answer.sentAtMs,
      receivedAtMs: answer.receivedAtMs,
    });
  const { configFile, config, menuKey, menu: begunMenu } = window.headStart;
  let begunConfig: BegunRequest | null | undefined = config;
  const loadSettings = () => {
    const begun = begunConfig;
    begunConfig = undefined; // it is the answer to one time only
    return loadConfig(configFile, log, onAnswer, begun).then((loaded) => {
      settings = loaded;
      return loaded;
    });
  };

  let gotIdentity: (identity: Identity) => void;
  const identityKnown = new Promise<Identity>((resolve) => (gotIdentity = resolve));
  void identityKnown.then((known) => (identity = known));
  let gotAbout: (about: About) => void;
  const aboutKnown = new Promise<About>((resolve) => (gotAbout = resolve));

  const info = (): Promise<unknown> =>
    new Promise((resolve) => {
      setTimeout(() => resolve(null), INFO_TIMEOUT_MS);
      if (tvx)
        tvx.requestData('info').then(
          (answer) => {
            about = aboutOf(answer);
            tell((to) => to.handleData({ info: answer }));
            resolve(answer);
          },
          () => resolve(null), // MSX does not answer: the caller goes on without
        );
    });

  const early: ((to: Reporter) => void)[] = [];
  const tell = (message: (to: Reporter) => void) => {
    if (reporter) message(reporter);
    else if (early.length < MOST_EARLY_EVENTS) early.push(message);
  };

  const retry: Retry = (kind, flag, dataId) =>
    retryAction(about ?? aboutOf(null), pageUrl, kind, flag, dataId);
  const answer = createHandler({
    pageUrl,
    loadSettings,
    identity: identityKnown,
    about: aboutKnown,
    begunMenu,
    rememberMenu: (address) => {
      try {
        if (!begunMenu || address !== begunMenu.address) window.localStorage.setItem(menuKey, address);
      } catch {
        return; // the next start asks for its menu later; `keep` says that nothing is stored
      }
    },
    info,
    status: () =>
      (about ? Promise.resolve() : info()).then(() =>
        statusPage({
          retry,
          version: VERSION,
          configFile: configFile.file,
          settings,
          identity,
          about,
          playerKey,
          report: reporter && reporter.snapshot(),
          notices: journal.lines(),
        }),
      ),
    log,
    retry,
    handedOver: (data) => tell((to) => to.handleData(data)),
    toast: (text) => tvx!.executeAction(`warn:${text}`),
    onAnswer,
  });

  let isReporting = false;
  const startReporting = (running: Tvx) => {
    if (isReporting) return;
    isReporting = true;
    void identityKnown
      .then((known) =>
        (settings ? Promise.resolve(settings) : loadSettings()).then((loaded) => ({ known, loaded })),
      )
      .then(({ known, loaded }) =>
        choosePlayerKey(loaded, known.deviceId, keep).then((chosen) => {
          playerKey = chosen;
          const { url, username, password } = loaded.broker;
          if (!url) {
            early.length = 0;
            return;
          }
          reporter = window.createReporter({
            playerKey: chosen.key,
            firmwareVersion: loaded.firmwareVersion ?? VERSION,
            broker: {
              url,
              ...(username === null ? {} : { username }),
              ...(password === null ? {} : { password }),
            },
            views: loaded.views,
            heartbeatMs: loaded.heartbeatMs,
            requestData: (dataId) => running.requestData(dataId),
            log,
            clock,
            pageIsSecure: window.location.protocol === 'https:',
          });
          const filled: Reporter = reporter;
          early.splice(0).forEach((message) => message(filled));
          filled.start();
        }),
      )
      .catch((error: unknown) =>
        log({
          code: 'plugin-failed',
          level: 'error',
          message: `Reporting could not start: ${String(error)}`,
        }),
      );
  };

  void library.then((globals) => {
    const running = createTvx({ globals, keep, storedDeviceId, log });
    tvx = running;
    running.start({
      ready: () => {
        journal.connect(running.log);
        void running.requestDeviceId().then(gotIdentity);
        void info().then(() => gotAbout(about ?? aboutOf(null)));
        setTimeout(() => startReporting(running), START_WITHOUT_MENU_MS);
      },
      handleRequest: (dataId, data, callback) =>
        void answer(dataId, data, (document) => {
          callback(document);
          // The first menu never waits for reporting.
          setTimeout(() => startReporting(running), 0);
        }),
      handleEvent: (event) => tell((to) => to.handleEvent(event)),
      handleData: (data) => tell((to) => to.handleData(data)),
    });
  });
}

import type { Reporter } from '../report/createReporter.js';
import type { JsonObject } from '../msx/json.js';
import { aboutOf } from '../tvx/about.js';
import type { About } from '../tvx/about.js';
import type { BegunRequest } from '../tvx/beginGet.js';
import { createKeep } from '../tvx/createKeep.js';
import type { Keep } from '../tvx/createKeep.js';
import { DEVICE_ID_KEY } from '../tvx/createTvx.js';
import type { Tvx } from '../tvx/createTvx.js';
import { isDeviceId } from '../tvx/requestDeviceId.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { PlayerKey } from './choosePlayerKey.js';
import { VERSION } from './constants.js';
import { PROBLEM_FLAG } from './replaceAction.js';
import { createHandler } from './createHandler.js';
import type { Settings } from './defaultSettings.js';
import { createEarlyAnswers } from './earlyAnswers.js';
import type { KeptMenu } from './keptMenu.js';
import { keepMenu } from './keepMenu.js';
import { loadConfig } from './loadConfig.js';
import type { Loaded } from './loadConfig.js';
import { pageBlock } from './pageBlock.js';
import type { PluginNotice } from './pluginCodes.js';
import type { Retry } from './retryAction.js';
import { stage } from './stages.js';
import type { Pages } from './stages/pages.js';
import type { First } from './stages/first.js';
import type { startReporting } from './startReporting.js';

/** MSX answers a request for `info` within milliseconds, or not at all. */
const INFO_TIMEOUT_MS = 1500;
const MOST_EARLY_EVENTS = 200;

/** What the first stage, and those after this one, find. @wire shallow */
export interface Plugin {
  keep: Keep;
  /** The last good device ID. */
  storedDeviceId: Promise<string | null>;
  /** Resolves when MSX has its answer. */
  handleRequest: (dataId: string, data: unknown, callback: (document: JsonObject) => void) => Promise<void>;
  handleEvent: (event: Record<string, unknown>) => void;
  handleData: (data: Record<string, unknown>) => void;
  /** MSX has been given the menu of the last start: looks for today's. */
  refreshMenu: (shown: KeptMenu) => void;
  /** Starts reporting, once it is known for whom and where. */
  report: (start: typeof startReporting) => void;
}

/** The plugin inside MSX, once the first stage has begun. */
export function startPlugin(first: First): Plugin {
  const { configFile, kept } = first;
  const { log } = first.journal;
  const pageUrl = window.location.href.replace(/#.*$/, '');
  const keep = createKeep(
    log,
    first.globals.then(
      (globals) =>
        new Promise((resolve) => globals.TVXPluginTools.onReady(() => resolve(globals.TVXServices?.storage))),
    ),
  );

  // What the status page shows, as it becomes known.
  let loaded: Loaded | null = null;
  let identity: Identity | null = null;
  let about: About | null = null;
  let playerKey: PlayerKey | null = null;
  let reporter: Reporter | null = null;
  let tvx: Tvx | null = null;
  void first.tvx.then((running) => (tvx = running));
  void first.identity.then((known) => (identity = known));

  const answers = createEarlyAnswers();
  const told: string[] = [];
  /** It is looked for again and again, and is as wrong as before. */
  const logOnce = (notice: PluginNotice) => {
    if (told.indexOf(notice.message) >= 0) return;
    told.push(notice.message);
    log(notice);
  };
  let { begunConfig }: { begunConfig: BegunRequest | null | undefined } = first;
  let toReport: (settings: Loaded) => void = () => undefined;
  const load = (): Promise<Loaded> => {
    const begun = begunConfig ?? undefined;
    begunConfig = undefined; // it is the answer to one time only
    return loadConfig({
      ...configFile,
      block: pageBlock('config'),
      // no broker is in it: reporting waits until the configuration can be had
      fallback: kept && kept.config,
      log: logOnce,
      onAnswer: answers.add,
      begun,
    }).then((now) => {
      loaded = now;
      toReport(now);
      return now;
    });
  };

  const info = (): Promise<unknown> =>
    new Promise((resolve) => {
      setTimeout(() => resolve(null), INFO_TIMEOUT_MS);
      void first.tvx
        .then((running) => running.ready.then(() => running.requestData('info')))
        .then(
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
  const execute = (action: string) => tvx!.executeAction(action);
  const known = () => about ?? aboutOf(null);
  const retryBy =
    ({ retryAction }: Pages): Retry =>
    (kind, flag, dataId) =>
      retryAction(known(), pageUrl, kind, flag, dataId);

  const { answer, refreshMenu } = createHandler({
    pageUrl,
    menuBlock: pageBlock('menu'),
    load,
    identity: first.identity,
    about: first.tvx
      .then((running) => running.ready)
      .then(info)
      .then(known),
    keepMenu: (menu) => keepMenu(window.location, menu),
    info,
    status: () =>
      Promise.all([stage('pages'), about ? null : info()]).then(([pages]) =>
        pages.statusPage({
          retry: retryBy(pages),
          version: VERSION,
          configFile: configFile.file,
          settings: loaded && loaded.settings,
          identity,
          about,
          playerKey,
          report: reporter && reporter.snapshot(),
          notices: first.journal.lines(),
        }),
      ),
    log,
    problemPage: (problem, kind, dataId, plain) =>
      stage('pages').then((pages) =>
        pages.problemDocument(problem, kind, (one) => retryBy(pages)(one, PROBLEM_FLAG, dataId), plain),
      ),
    replace: (flag) =>
      execute(`replace:menu:${flag}:request:interaction:init@${known().pluginUrl ?? pageUrl}`),
    handedOver: (data) => tell((to) => to.handleData(data)),
    execute,
    onAnswer: answers.add,
  });

  const report = (start: typeof startReporting, settings: Settings): void =>
    void Promise.all([first.tvx, first.identity])
      .then(([running, { deviceId }]) =>
        start({
          settings,
          deviceId,
          keep,
          requestData: (dataId) => running.requestData(dataId),
          log,
          onJump: () => {
            void load();
            void info();
          },
          pageIsSecure: window.location.protocol === 'https:',
        }),
      )
      .then((reporting) => {
        ({ playerKey, reporter } = reporting);
        answers.connect(reporting.clock);
        const waiting = early.splice(0);
        if (!reporter) return;
        waiting.forEach(tell);
        reporter.start();
      })
      .catch((error: unknown) =>
        log({
          code: 'plugin-failed',
          level: 'error',
          message: `Reporting could not start: ${String(error)}`,
        }),
      );

  return {
    keep,
    storedDeviceId: keep.read(DEVICE_ID_KEY).then((id) => (isDeviceId(id) ? id : null)),
    handleRequest: answer,
    refreshMenu,
    handleEvent: (event) => tell((to) => to.handleEvent(event)),
    handleData: (data) => tell((to) => to.handleData(data)),
    report: (start) => {
      toReport = ({ settings, isFallback }) => {
        if (isFallback) return;
        toReport = () => undefined; // once
        report(start, settings);
      };
      if (loaded) toReport(loaded);
    },
  };
}

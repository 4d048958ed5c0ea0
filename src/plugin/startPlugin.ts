import { resolveUrl } from '../msx/url.js';
import { aboutOf } from '../tvx/about.js';
import { createKeep } from '../tvx/createKeep.js';
import { DEVICE_ID_KEY } from '../tvx/createTvx.js';
import type { Tvx } from '../tvx/createTvx.js';
import type { Loose, TvxData } from '../tvx/tvxGlobals.js';
import { isDeviceId } from '../tvx/requestDeviceId.js';
import { askAuthor } from './askAuthor.js';
import { createAudience } from './createAudience.js';
import type { Listener } from './createAudience.js';
import type { First } from './firstStage.js';
import { createHandler } from './createHandler.js';
import { createEarlyAnswers } from './createEarlyAnswers.js';
import type { DescribeFault } from './fetchDocument.js';
import { keepMenu } from './keepMenu.js';
import { loadConfig } from './loadConfig.js';
import type { Loaded } from './loadConfig.js';
import { pageBlock } from './pageBlock.js';
import type { Known, Plugin } from './plugin.js';
import type { PluginNotice } from './pluginCodes.js';
import { stage } from './stages.js';

/** MSX answers a request for `info` within milliseconds, or not at all. */
const INFO_TIMEOUT_MS = 1500;

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

  const known: Known = {
    loaded: null,
    begun: null,
    identity: null,
    about: null,
    playerKey: null,
    clock: null,
    reporter: null,
  };
  let tvx: Tvx | null = null;
  void first.tvx.then((running) => (tvx = running));
  void first.identity.then((identity) => (known.identity = identity));

  const answers = createEarlyAnswers();
  const told: string[] = [];
  /** It is looked for again and again, and is as wrong as before. */
  const logOnce = (notice: PluginNotice) => {
    if (told.indexOf(notice.message) >= 0) return;
    told.push(notice.message);
    log(notice);
  };
  let begunConfig = first.begunConfig ?? undefined;
  let toReport: (settings: Loaded) => void = () => undefined;
  const describeFault: DescribeFault = (text) =>
    stage('pages').then((pages) => pages.describeJsonError(text));
  const load = (): Promise<Loaded> => {
    const begun = begunConfig;
    begunConfig = undefined; // it is the answer to one time only
    return loadConfig({
      ...configFile,
      block: pageBlock('config'),
      // no broker is in it: reporting waits until the configuration can be had
      fallback: kept && kept.config,
      log: logOnce,
      describeFault,
      onAnswer: answers.add,
      begun,
    })
      .then((now) =>
        // Once the page is closed to scripts the stage cannot run any more.
        now.settings.registration || now.isUnknown ? stage('pairing').then((pair) => pair(now)) : now,
      )
      .then((now) => {
        known.loaded = now;
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
            known.about = aboutOf(answer);
            tell((to) => to.handleData({ info: answer }));
            resolve(answer);
          },
          () => resolve(null), // MSX does not answer: the caller goes on without
        );
    });

  /** Reporting, what the broker may make the TV do, and the plugin's own pages. */
  const { tell, join } = createAudience<Listener>(3);
  const execute = (action: string) => tvx!.executeAction(action);
  const about = () => known.about ?? aboutOf(null);

  const soonAbout = first.tvx
    .then((running) => running.ready)
    .then(info)
    .then(about);
  const author = __AUTHORED__
    ? askAuthor(first, soonAbout, (begins) => ({
        ...begins,
        keep,
        pluginUrl: about().pluginUrl ?? pageUrl,
        load: (url) => handler.begun().then(({ documents }) => documents.load(resolveUrl(pageUrl, url))),
      }))
    : null;
  const tellAuthor = (message: (to: Listener) => void): void => {
    // What is wrong with its stage is said where that is run.
    if (author) author.then(message, () => undefined);
  };

  const handler = createHandler({
    pageUrl,
    menuBlock: pageBlock('menu'),
    load,
    onBegun: (now) => (known.begun = now),
    identity: first.identity,
    about: soonAbout,
    author,
    keepMenu: (menu) => keepMenu(window.location, menu),
    fillPlaceholders: (url) =>
      Promise.all([stage('pages'), info()]).then(([pages, answer]) => pages.fillPlaceholders(url, answer)),
    describeFault,
    ownPage: (dataId) => stage('pages').then((pages) => pages.answer(dataId)),
    log,
    problemPage: (problem, kind, dataId) =>
      stage('pages').then((pages) => pages.problemPage(problem, kind, dataId)),
    replace: (flag) =>
      execute(`replace:menu:${flag}:request:interaction:init@${about().pluginUrl ?? pageUrl}`),
    handedOver: (data) => tell((to) => to.handleData(Object(data) as Loose<TvxData>)),
    execute,
    onAnswer: answers.add,
  });

  return {
    keep,
    storedDeviceId: keep.read(DEVICE_ID_KEY).then((id) => (isDeviceId(id) ? id : null)),
    handleRequest: handler.answer,
    refreshMenu: handler.refreshMenu,
    pageUrl,
    known,
    info,
    begun: handler.begun,
    join,
    handleEvent: (event) => {
      tell((to) => to.handleEvent(event));
      tellAuthor((to) => to.handleEvent(event));
    },
    handleData: (data) => {
      tell((to) => to.handleData(data));
      tellAuthor((to) => to.handleData(data));
    },
    load,
    tellTime: answers.connect,
    report: (hear) => {
      toReport = hear;
      if (known.loaded) hear(known.loaded);
    },
  };
}

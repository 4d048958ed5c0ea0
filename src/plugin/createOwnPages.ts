// All pages that the plugin gives itself, with what they need of it.
import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import type { CheckState } from '../pages/checkPage.js';
import { createCheckPages } from '../pages/createCheckPages.js';
import { createHistory } from '../pages/createHistory.js';
import { createHistoryPages } from '../pages/createHistoryPages.js';
import { createPages } from '../pages/createPages.js';
import type { HistoryEvent } from '../pages/decideHistory.js';
import { fieldsOf } from '../pages/foreignValues.js';
import type { PageTools } from '../pages/pageTools.js';
import { aboutOf } from '../tvx/about.js';
import type { About } from '../tvx/about.js';
import { channelPages } from './channelPages.js';
import { VERSION } from './constants.js';
import { describeJsonError } from './describeJsonError.js';
import { engineName } from './engineName.js';
import { fillPlaceholders } from './fillPlaceholders.js';
import type { PluginNotice } from './pluginCodes.js';
import { problemDocument } from './problemDocument.js';
import { PROBLEM_FLAG } from './problemFlag.js';
import { retryAction } from './retryAction.js';
import type { Retry } from './retryAction.js';
import type { First } from './firstStage.js';
import type { OwnPages } from './ownPages.js';
import type { Plugin } from './plugin.js';
import { statusPage } from './statusPage.js';
import { tellBridge } from './tellBridge.js';

/** Under which names the TV keeps what it showed last, and a sign that it keeps anything. */
const HISTORY_KEY = 'history';
const SIGN_KEY = 'kept';

export function createOwnPages(first: First, plugin: Plugin): OwnPages {
  const { journal, configFile, identity } = first;
  const { keep, known, pageUrl, storedDeviceId } = plugin;

  const about = (): About => known.about ?? aboutOf(null);
  const askAbout = (): Promise<unknown> => (known.about ? Promise.resolve() : plugin.info());
  const plain = (text: string): string => plainText(text, about().build);
  const retry: Retry = (kind, flag, dataId) => retryAction(about(), pageUrl, kind, flag, dataId);
  const problemPage: OwnPages['problemPage'] = (problem, kind, dataId) =>
    problemDocument(problem, kind, (one) => retry(one, PROBLEM_FLAG, dataId), plain);

  const status = (): Promise<JsonObject> =>
    Promise.all([identity, askAbout()]).then(() =>
      statusPage({
        ...known,
        retry,
        version: VERSION,
        configFile: configFile.file,
        settings: known.loaded && known.loaded.settings,
        report: known.reporter && known.reporter.snapshot(),
        notices: journal.lines(),
      }),
    );

  let storage: Promise<CheckState['storage']> | null = null;
  /** Looks once: what is written then is there at the next start. */
  const lookIntoStorage = (): Promise<CheckState['storage']> =>
    (storage ??= keep.read(SIGN_KEY).then((sign) =>
      sign
        ? 'kept'
        : keep
            .write(SIGN_KEY, '1')
            .then(() => keep.read(SIGN_KEY))
            .then((written) => (written ? 'first' : 'refused')),
    ));
  const brokerState = (): CheckState['broker'] => {
    const url = known.loaded && known.loaded.settings.broker.url;
    if (!url) return null;
    if (!known.reporter) return { url: String(url), isConnected: false, error: 'Not started yet' };
    const { broker, connection } = known.reporter.snapshot();
    const { state, lastError } = connection;
    return { ...broker, isConnected: state === 'connected', error: lastError ? lastError.message : state };
  };
  const checkState = (): Promise<Omit<CheckState, 'seen'>> =>
    Promise.all([identity, storedDeviceId, lookIntoStorage(), askAbout()]).then(
      ([now, lastDeviceId, found]) => {
        const time = known.clock && known.clock.state();
        return {
          identity: now,
          lastDeviceId,
          storage: lastDeviceId === null ? found : 'kept',
          clockOffsetMs: time && (time.source === 'server' || time.source === 'msx') ? time.offsetMs : null,
          broker: brokerState(),
          about: about(),
          engine: engineName(navigator.userAgent),
          pluginVersion: VERSION,
        };
      },
    );

  /** Once it is known what the TV is, and what its owner wants. */
  const pages = Promise.all([first.tvx, plugin.begun()]).then(([tvx, begun]) => {
    /** The configuration may be another one by now; a key that is pressed does not wait for the next. */
    const documents = () => (known.begun ?? begun).documents;
    const tools: PageTools = {
      pluginUrl: about().pluginUrl ?? pageUrl,
      build: about().build,
      fetchDocument: (url, withCredentials) =>
        documents()
          .load(url, withCredentials)
          .then((fetched) =>
            'problem' in fetched
              ? fetched
              : {
                  document: fetched.document,
                  url: fetched.url,
                  length: fetched.answer ? fetched.answer.text.length : 0,
                },
          ),
      tagDocument: (document, url) => documents().tagger.tagDocument(document, url) as JsonObject,
      deviceId: begun.deviceId,
      mayCarry: (url) => documents().tagger.mayCarry(url),
      executeAction: (action, data) => tvx.executeAction(action, data),
      nowMs: () => Date.now(),
      setTimer: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    };
    const check = createCheckPages(tools, checkState, (result) => {
      // Who gets this line has no other way to know the browser.
      const message = JSON.stringify({ ...result, agent: navigator.userAgent });
      journal.log({ code: 'check-done', level: 'info', message });
      tellBridge(message, begun.deviceId);
    });
    const history = begun.settings.history
      ? createHistory({
          ...tools,
          read: () => keep.read(HISTORY_KEY),
          write: (text) => void keep.write(HISTORY_KEY, text),
          requestData: (dataId) => tvx.requestData(dataId),
        })
      : null;
    // Who wants none does not want that of earlier days either.
    if (!history)
      void keep.read(HISTORY_KEY).then((text) => (text ? keep.write(HISTORY_KEY, '') : undefined));

    const tell = (event: HistoryEvent): void => {
      if (!check.tell(event) && history) history.tell(event);
    };
    plugin.join({
      // A name that nobody knows changes nothing.
      handleEvent: (event) => tell({ ...event, type: String(event.event) as HistoryEvent['type'] }),
      handleData: ({ slider, video }) => {
        if (slider) tell({ type: 'slider:visible', info: slider });
        if (video) {
          const { info, data } = fieldsOf(video);
          tell({ type: 'video:told', info, data });
        }
      },
    });

    const failed = (message: string, dataId: string): JsonObject => {
      const problem: PluginNotice = { code: 'list-failed', level: 'error', message };
      journal.log(problem);
      const isSlideshow = /^channel-slides:/.test(dataId);
      // Such a document cannot show it.
      if (isSlideshow) tools.executeAction(`warn:${plain(message)}`);
      return problemPage(problem, isSlideshow ? 'slideshow' : null, dataId);
    };
    const others = [check.answer, channelPages(plugin, tools, begun.settings, failed, journal.log)];
    return createPages(tools, failed, history ? others.concat(createHistoryPages(tools, history)) : others);
  });

  return {
    fillPlaceholders,
    describeJsonError,
    problemPage,
    answer: (dataId) => (dataId === 'status' ? status() : pages.then((answer) => answer(dataId))),
  };
}

// A plugin that is nothing but its own pages, to be bundled for a browser.
import { createTagger } from '../../src/msx/createTagger.js';
import type { JsonObject } from '../../src/msx/json.js';
import type { HistoryEvent } from '../../src/pages/decideHistory.js';
import { createHistory } from '../../src/pages/createHistory.js';
import { createHistoryPages } from '../../src/pages/createHistoryPages.js';
import { createPages } from '../../src/pages/createPages.js';
import type { PageTools } from '../../src/pages/pageTools.js';
import { withOwnPages } from '../../src/pages/withOwnPages.js';
import { walkDocument } from '../../src/msx/walkDocument.js';
import { aboutOf } from '../../src/tvx/about.js';
import { get } from '../../src/tvx/get.js';
import type { TvxGlobals } from '../../src/tvx/tvxGlobals.js';

const { TVXInteractionPlugin, TVXPluginTools } = window as unknown as TvxGlobals;
const pluginUrl = window.location.href;
const STORE = 'history';

const requestData = (dataId: string): Promise<unknown> =>
  new Promise((resolve) =>
    TVXInteractionPlugin.requestData(dataId, (answer) => resolve(answer[dataId.split(':')[0]!])),
  );

/** Where the documents are: all but the last word of `?origin=…`. */
const owners = [window.location.origin, new URLSearchParams(window.location.search).get('origin')];

function start(info: unknown): (dataId: string) => Promise<JsonObject> | null {
  const about = aboutOf(info);
  const tagger = createTagger({
    deviceId: 'DEVICE1',
    mayTag: (origin) => owners.includes(origin),
    pluginUrl,
    mode: 'links',
    tagImages: false,
  });
  const tools: PageTools = {
    pluginUrl,
    build: about.build,
    nowMs: () => Date.now(),
    fetchDocument: (url) =>
      get(tagger.tagged(url), 20_000).then((answer) => {
        if (typeof answer === 'string' || answer.status !== 200)
          return { problem: { message: `${url} does not answer.` } };
        return { document: JSON.parse(answer.text) as JsonObject, url, length: answer.text.length };
      }),
    tagDocument: (document, url) => tagger.tagDocument(document, url) as JsonObject,
    deviceId: 'DEVICE1',
    mayCarry: tagger.mayCarry,
    executeAction: (action, data) => TVXInteractionPlugin.executeAction(action, data),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const history = createHistory({
    ...tools,
    read: () => Promise.resolve(window.localStorage.getItem(STORE)),
    write: (text) => window.localStorage.setItem(STORE, text),
    requestData,
  });
  hear = history.tell;
  const answer = createPages(
    tools,
    (message) => ({ pages: [{ items: [{ layout: '0,0,6,1', title: message }] }] }),
    [createHistoryPages(tools, history)],
  );
  return (dataId) => {
    if (dataId.indexOf('page:') !== 0) return answer(dataId);
    const url = dataId.slice('page:'.length);
    return tools.fetchDocument(url, false).then((fetched) => {
      if ('problem' in fetched) return { error: fetched.problem.message };
      const map = withOwnPages<unknown>(({ text }) => text, pluginUrl);
      return walkDocument(fetched.document, {
        mapLink: map,
        isOwnPlayer: () => false,
        triggers: null,
      }) as JsonObject;
    });
  };
}

let hear: (event: HistoryEvent) => void = () => undefined;
const answering = new Promise<void>((resolve) => {
  TVXPluginTools.onReady(() => {
    TVXInteractionPlugin.setupHandler({
      ready: resolve,
      handleEvent: (event) => hear({ ...event, type: String(event.event) as HistoryEvent['type'] }),
      handleRequest: (dataId, _data, callback) => {
        void answering.then((answer) => answer(dataId)?.then(callback));
      },
    });
    TVXInteractionPlugin.init();
  });
})
  .then(() => requestData('info'))
  .then(start);

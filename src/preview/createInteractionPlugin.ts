import { type Answered, createDataRequests } from './createDataRequests.js';
import { createGuardedHandler, type Handler } from './createGuardedHandler.js';
import { createSettingsRequests, type SettingsRequests } from './createSettingsRequests.js';
import { type Fields, fieldsOf, isFields, textOf } from './fields.js';
import { mayBeApp } from './mayBeApp.js';
import { kindOf, MESSAGE_TYPE } from './protocol.js';
import { type ContentObservers, createContentObservers } from './tvxContentObservers.js';
import { deviceIdOf, forgetDeviceId } from './tvxDeviceId.js';
import { createLoading, type Loading } from './createLoading.js';
import { createSpeech, createWrite, type Speech } from './tvxSpeech.js';
import type { Validation } from './tvxValidation.js';

/** The documented functions of TVXInteractionPlugin that plugins use (MSX, Plugin API Reference). */
interface InteractionPlugin extends ContentObservers, Loading, SettingsRequests, Speech {
  setupHandler(handler: Handler): void;
  init(): void;
  isInitialized(): boolean;
  isReady(): boolean;
  requestData(dataId: string, callback?: Answered, data?: Fields): void;
  requestDeviceId(callback?: (answer: { deviceId?: string | null; error?: unknown }) => void): void;
  getDeviceId(info: unknown): string | null;
  clearDeviceId(): void;
  /** A plugin's own function, whose faults are logged and shown. */
  executeHandler(act: () => unknown, callback?: (answer: unknown) => void): void;
}

function send(action: string, data?: unknown): void {
  const message = { type: MESSAGE_TYPE, sender: 'plugin', target: 'app', action, data: data ?? null };
  window.parent.postMessage(message, '*');
}

/** The part of an app's answer that is handed to who asked for the data. */
function answerIn(data: Fields, dataId: string): Fields {
  const kind = kindOf(dataId);
  return { [kind]: data[kind] ?? null, error: textOf(data.error) || null };
}

/** A plugin side of the window protocol. It does nothing before `init`, and asks nothing before the app is ready. */
export function createInteractionPlugin(validation: Validation): InteractionPlugin {
  let initialized = false;
  let ready = false;
  const isReady = () => ready;
  const write = createWrite(send);
  const handler = createGuardedHandler(write);
  const requests = createDataRequests(send, isReady, (callback) => handler.guard('Callback error', callback));

  function receive(data: Fields): void {
    const attached = fieldsOf(data.data);
    const requestId = textOf(data.requestId);
    const dataId = textOf(data.dataId);
    const askedFor = textOf(attached.dataId);
    if (requestId && dataId) {
      const answer = (value?: unknown) => send(`response:${requestId}`, value);
      if (!handler.request(dataId, data.data, answer)) answer();
    } else if (textOf(attached.requestId) && askedFor)
      requests.settle(textOf(attached.requestId), answerIn(data, askedFor));
    else handler.data(data);
  }

  function becomeReady(commits: unknown): void {
    if (ready) return;
    ready = true;
    handler.ready();
    if (Array.isArray(commits)) commits.filter(isFields).forEach(receive);
  }

  function onMessage(event: MessageEvent<unknown>): void {
    const message = event.data;
    if (!mayBeApp(event.origin) || !isFields(message) || message.type !== MESSAGE_TYPE) return;
    if (message.init === 1) becomeReady(message.data);
    else if (isFields(message.data) && ready) {
      const data = message.data;
      if (textOf(data.event)) {
        validation.handleSettingsEvent(data);
        handler.event(data);
      } else receive(data);
    }
  }

  return {
    setupHandler: (one) => handler.setup(one),
    init: () => {
      if (initialized) return;
      initialized = true;
      window.addEventListener('message', onMessage, false);
      send('interaction:init');
      handler.init();
    },
    isInitialized: () => initialized,
    isReady,
    requestData: (dataId, callback, data) => requests.ask(dataId, callback, data),
    requestDeviceId: (callback) =>
      requests.ask('info:extended', (answer) => {
        if (!callback) return;
        if (answer.error) callback({ error: answer.error });
        else callback({ deviceId: deviceIdOf(answer) });
      }),
    getDeviceId: deviceIdOf,
    clearDeviceId: forgetDeviceId,
    executeHandler: (act, callback) => {
      let answer: unknown;
      handler.guard('Execute handler failed', () => {
        answer = act();
      });
      if (callback) callback(answer);
    },
    ...createSpeech(send, write, isReady),
    ...createSettingsRequests(validation, (dataId, callback) => requests.ask(dataId, callback)),
    ...createContentObservers((dataId, callback) => requests.ask(dataId, callback)),
    ...createLoading(send, isReady),
  };
}

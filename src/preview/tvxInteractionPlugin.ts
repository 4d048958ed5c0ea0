import { type Fields, fieldsOf, isFields, merge, textOf } from './fields.js';
import { ANSWER_TIMEOUT_MS, kindOf, MESSAGE_TYPE } from './protocol.js';
import { mayBeApp } from './mayBeApp.js';
import { deviceIdOf, forgetDeviceId } from './tvxDeviceId.js';
import { type ContentObservers, createContentObservers } from './tvxContentObservers.js';
import { createLoading, type Loading } from './tvxLoading.js';
import { createSpeech, createWrite, type Speech } from './tvxSpeech.js';
import type { Validation } from './tvxValidation.js';

/** What a plugin hands to `setupHandler`; every function may be missing. */
interface Handler {
  init?(): void;
  ready?(): void;
  handleEvent?(event: Fields): void;
  handleData?(data: Fields): void;
  handleRequest?(dataId: string, data: unknown, callback: (answer: unknown) => void): void;
  onError?(message: string, error: unknown): void;
}

type Answered = (answer: Fields) => void;

/** The documented functions of TVXInteractionPlugin that plugins use (MSX, Plugin API Reference). */
interface InteractionPlugin extends ContentObservers, Loading, Speech {
  setupHandler(handler: Handler): void;
  init(): void;
  isInitialized(): boolean;
  isReady(): boolean;
  requestData(dataId: string, callback?: Answered, data?: Fields): void;
  requestDeviceId(callback?: (answer: { deviceId?: string | null; error?: unknown }) => void): void;
  getDeviceId(info: unknown): string | null;
  clearDeviceId(): void;
  onValidatedSettings(callback: (answer: Fields) => void): void;
  validateSettings(callback?: (answer: Fields) => void): void;
  /** A plugin's own function, whose faults are logged and shown. */
  executeHandler(act: () => unknown, callback?: (answer: unknown) => void): void;
}

/** A plugin side of the window protocol. It does nothing before `init`, and asks nothing before the app is ready. */
export function createInteractionPlugin(validation: Validation): InteractionPlugin {
  let handler: Handler | null = null;
  let initialized = false;
  let ready = false;
  let asked = 0;
  const pending: Record<string, Answered | undefined> = {};
  let early: Fields[] = [];
  let validating = false;

  function send(action: string, data?: unknown): void {
    const message = { type: MESSAGE_TYPE, sender: 'plugin', target: 'app', action, data: data ?? null };
    window.parent.postMessage(message, '*');
  }

  const write = createWrite(send);

  /** A plugin's own code must not take the library down; MSX shows what it threw. */
  function guarded(what: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      write('error', `Interaction: ${what}: ${text}`);
      if (handler?.onError) handler.onError(what, error);
      return false;
    }
  }

  function ask(dataId: string, callback: Answered | undefined, data: Fields | undefined): void {
    if (!ready || !dataId) {
      const error = ready ? `Data ID is invalid: '${dataId}'` : 'Plugin not ready';
      if (callback) guarded('Callback error', () => callback({ error }));
      return;
    }
    const requestId = `stand-in${++asked}_${new Date().getTime()}`;
    const timer = window.setTimeout(() => settle({ error: 'Request timed out' }), ANSWER_TIMEOUT_MS);
    const settle = (answer: Fields) => {
      if (!pending[requestId]) return;
      window.clearTimeout(timer);
      pending[requestId] = undefined;
      if (callback) guarded('Callback error', () => callback(answer));
    };
    pending[requestId] = settle;
    send(`interaction:commit:${dataId}`, merge(data, { requestId, dataId }));
  }

  function request(requestId: string, dataId: string, data: unknown): void {
    const answer = (value?: unknown) => send(`response:${requestId}`, value);
    const handled =
      handler?.handleRequest !== undefined &&
      guarded('Handle request failed', () => handler?.handleRequest?.(dataId, data, answer));
    if (!handled) answer();
  }

  function receive(data: Fields): void {
    const attached = fieldsOf(data.data);
    const requestId = textOf(attached.requestId);
    if (textOf(data.requestId) && textOf(data.dataId))
      request(textOf(data.requestId), textOf(data.dataId), data.data);
    else if (requestId && textOf(attached.dataId)) {
      const kind = kindOf(textOf(attached.dataId));
      const settle = pending[requestId];
      if (settle) settle({ [kind]: data[kind] ?? null, error: textOf(data.error) || null });
    } else guarded('Handle data failed', () => handler?.handleData?.(data));
  }

  function becomeReady(commits: unknown): void {
    if (ready) return;
    ready = true;
    guarded('Call ready failed', () => handler?.ready?.());
    if (Array.isArray(commits)) early = early.concat(commits.filter(isFields));
    const kept = early;
    early = [];
    kept.forEach(receive);
  }

  function onMessage(event: MessageEvent<unknown>): void {
    const message = event.data;
    if (!mayBeApp(event.origin) || !isFields(message) || message.type !== MESSAGE_TYPE) return;
    if (message.init === 1) becomeReady(message.data);
    else if (isFields(message.data) && ready) {
      const data = message.data;
      if (textOf(data.event)) {
        validation.handleSettingsEvent(data);
        guarded('Handle event failed', () => handler?.handleEvent?.(data));
      } else receive(data);
    }
  }

  function validateSettings(callback?: (answer: Fields) => void): void {
    validation.invalidateSettings();
    ask(
      'info',
      (answer) => {
        validation.validateSettings(answer);
        if (callback) callback(answer);
      },
      undefined,
    );
  }

  return {
    setupHandler: (one) => {
      handler = one;
    },
    init: () => {
      if (initialized) return;
      initialized = true;
      window.addEventListener('message', onMessage, false);
      send('interaction:init');
      guarded('Call init failed', () => handler?.init?.());
    },
    isInitialized: () => initialized,
    isReady: () => ready,
    requestData: (dataId, callback, data) => ask(dataId, callback, data),
    requestDeviceId: (callback) =>
      ask(
        'info:extended',
        (answer) => {
          if (!callback) return;
          if (answer.error) callback({ error: answer.error });
          else callback({ deviceId: deviceIdOf(answer) });
        },
        undefined,
      ),
    getDeviceId: deviceIdOf,
    clearDeviceId: forgetDeviceId,
    ...createSpeech(send, write, () => ready),
    validateSettings,
    onValidatedSettings: (callback) => {
      validation.onValidatedSettings(callback);
      if (validation.areSettingsValidated() || validating) return;
      validating = true;
      validateSettings(() => {
        validating = false;
      });
    },
    executeHandler: (act, callback) => {
      let answer: unknown;
      guarded('Execute handler failed', () => {
        answer = act();
      });
      if (callback) callback(answer);
    },
    ...createContentObservers((dataId, callback) => ask(dataId, callback, undefined)),
    ...createLoading(send, () => ready),
  };
}

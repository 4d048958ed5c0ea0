import type { Json } from '../msx/json.js';
import type { ActionText } from '../msx/types/actionText.js';
import type { ActionWithData } from '../msx/build/actionsWithData.js';
import type { Info } from '../msx/types/info.js';
import type { DataId, RequestedData } from '../msx/types/requestedData.js';
import { answer, failureOf, noAnswer } from './answered.js';
import type { Answered } from './answered.js';
import type { Tvx } from './createTvx.js';
import { msxBuild } from './msxBuild.js';
import type { ChangedContentState, TvxInfoAnswer, WholeTvx } from './wholeTvx.js';

/**
 * What a plugin can ask of MSX, and tell it, beyond what `Tvx` has. Every promise is fulfilled: what went wrong is in
 * the answer. All of it needs MSX 0.1.82, as interaction plugins do; below it there is no plugin.
 */
export interface Msx {
  /**
   * What MSX knows, `info`, `video`, `slider`, …; null in `value` where there is nothing, such as no video. Which fields
   * came with which version stands beside them; earlier ones are missing.
   * @param data goes along, for those that look at it
   * @since 0.1.82; MSX promises the data IDs from 0.1.160 on, and refuses before what it does not know
   */
  requestData<Id extends DataId>(dataId: Id, data?: unknown): Promise<Answered<RequestedData<Id>>>;
  /**
   * Asks the player page that plays. Without one there is no answer.
   * @since 0.1.160, as all that has to do with `request:player`; before, it times out
   */
  requestPlayerResponse(dataId: string, data?: unknown): Promise<Answered<Json>>;
  /** `info`, asked for once, after which TVXSettings (`PLATFORM`, `SCREEN_WIDTH`, …) is filled in. */
  onValidatedSettings(): Promise<Answered<Info>>;
  /** The same, asked for anew: after `app:resize`, say. */
  validateSettings(): Promise<Answered<Info>>;
  /**
   * Whether MSX is of this version, or newer: `0.1.144` before `replace:` is used. False where it does not say.
   * @param minimum 0.1.N
   */
  checkApplication(minimum: string): Promise<boolean>;
  /** Runs an action. Before MSX is ready it does nothing. */
  run(action: ActionText | ActionWithData): void;
  /** For a player page, and this plugin itself: they hear `custom:ID`. Before MSX is ready it does nothing. */
  triggerEvent(eventId: string, data?: Json): void;
  /**
   * A busy sign while something is under way, if it takes more than a moment. MSX ends each after 30 s.
   * @returns what was given
   */
  whileBusy<Value>(work: Promise<Value>): Promise<Value>;
  /**
   * Tells when something else is on screen, about once a second, and at first what is.
   * @returns ends it
   */
  observeContent(observer: (state: ChangedContentState) => void): () => void;
}

/** How long a request waits for MSX to be ready: as long as the library waits for an answer. */
const READY_WITHIN_MS = 30_000;

/** Names of observers have to differ. */
let observers = 0;

/**
 * @param tvx of createTvx, with the same globals
 * @since MSX 0.1.82
 * @example createMsx(globals, tvx).requestData('video').then(({ value }) => value?.info?.label)
 */
export function createMsx(globals: Pick<WholeTvx, 'TVXInteractionPlugin'>, tvx: Pick<Tvx, 'ready'>): Msx {
  const { TVXInteractionPlugin: plugin } = globals;
  let works = 0;

  /** The answer of one of the library's functions, once MSX is ready. */
  const ask = <Value>(
    act: (callback: (given: Record<string, unknown>) => void) => void,
    read: (given: Record<string, unknown>) => Value,
  ): Promise<Answered<Value>> =>
    new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve(noAnswer('not-ready', 'MSX does not answer: is this page open outside of MSX?')),
        READY_WITHIN_MS,
      );
      void tvx.ready.then(() => {
        clearTimeout(timer);
        act((given) =>
          resolve(given.error ? { value: null, failure: failureOf(given.error) } : answer(read(given))),
        );
      });
    });

  const missing = <Value>(name: string): Promise<Answered<Value>> =>
    Promise.resolve(
      noAnswer('library-too-old', `This tvx-plugin.min.js has no ${name}: put a newer one there.`),
    );

  const askInfo = (name: 'validateSettings' | 'onValidatedSettings'): Promise<Answered<Info>> =>
    plugin[name]
      ? ask(
          (callback) => plugin[name]!(callback as (given: TvxInfoAnswer) => void),
          (given) => (given as TvxInfoAnswer).info ?? {},
        )
      : missing(name);

  return {
    requestData: <Id extends DataId>(dataId: Id, data?: unknown) =>
      ask(
        (callback) => plugin.requestData(dataId, callback, data),
        (given) => (given[dataId.split(':')[0]!] ?? null) as RequestedData<Id>,
      ),
    requestPlayerResponse: (dataId, data) =>
      plugin.requestPlayerResponse
        ? ask(
            (callback) => plugin.requestPlayerResponse!(dataId, callback, data),
            (given) => (given.response ?? null) as Json,
          )
        : missing('requestPlayerResponse'),
    onValidatedSettings: () => askInfo('onValidatedSettings'),
    validateSettings: () => askInfo('validateSettings'),
    checkApplication: (minimum) =>
      ask(
        (callback) => plugin.requestData('info', callback),
        (given) => (given as TvxInfoAnswer).info?.application?.version,
      ).then(({ value }) => msxBuild(value) >= msxBuild(minimum)),
    run: (action) =>
      typeof action === 'string'
        ? plugin.executeAction(action)
        : plugin.executeAction(action.action, action.data),
    triggerEvent: (eventId, data) => plugin.triggerEvent?.(eventId, data),
    whileBusy: (work) => {
      const end = () => {
        works--;
        if (works === 0) plugin.stopLoading?.();
      };
      works++;
      if (works === 1) plugin.startLoading?.();
      work.then(end, end);
      return work;
    },
    observeContent: (observer) => {
      const name = `observer${++observers}`;
      plugin.addContentObserver?.(name, observer);
      return () => plugin.removeContentObserver?.(name);
    },
  };
}

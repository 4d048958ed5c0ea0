import type { TvxNotice } from './tvxCodes.js';
import { requestDeviceId } from './requestDeviceId.js';
import type { Identity } from './requestDeviceId.js';
import type { TvxGlobals, TvxHandler } from './tvxGlobals.js';
import type { Keep } from './createKeep.js';
import type { Log, Notice } from './notice.js';

/** TVX with types, promises and the device ID done right. */
export interface Tvx {
  /** Announces the page to MSX; the handler's members are called from then on. */
  start(handler: TvxHandler): void;
  /** Resolves when MSX has answered: requests and actions work from then on. */
  ready: Promise<void>;
  /** The device ID, asked for once; within 1.5 s of being ready, and never rejected. */
  requestDeviceId(): Promise<Identity>;
  /** The answer to a data request (`info`, `slider`, `video`, …) without its wrapping; rejected with an Error. */
  requestData(dataId: string): Promise<unknown>;
  executeAction(action: string, data?: unknown): void;
  /** Writes to MSX's log, without a toast, as soon as it can be reached. */
  log: Log<Notice>;
}

export interface TvxOptions {
  globals: TvxGlobals;
  keep: Pick<Keep, 'write'>;
  /** The last good device ID, read early: the page has it before the library is there. */
  storedDeviceId: Promise<string | null>;
  log: Log<TvxNotice>;
}

/** Under which name the last good device ID is kept. */
export const DEVICE_ID_KEY = 'device-id';

/** One line of MSX's log. */
function noticeText({ code, message, remedy }: Notice): string {
  return `[${code}] ${message}${remedy ? ` ${remedy}` : ''}`;
}

/**
 * @since MSX 0.1.82
 * @example createTvx({ globals, keep, storedDeviceId: keep.read(DEVICE_ID_KEY), log }).requestDeviceId()
 */
export function createTvx({ globals, keep, storedDeviceId, log }: TvxOptions): Tvx {
  const { TVXPluginTools, TVXInteractionPlugin, TVXVideoPlugin } = globals;
  let identity: Promise<Identity> | undefined;
  let becomeReady: () => void;
  const ready = new Promise<void>((resolve) => (becomeReady = resolve));

  const requestData = (dataId: string): Promise<unknown> =>
    new Promise((resolve, reject) =>
      TVXInteractionPlugin.requestData(dataId, (answer) => {
        if (answer.error) reject(new Error(answer.error as string));
        else resolve(answer[dataId.split(':')[0]!]);
      }),
    );

  return {
    start: (handler) =>
      TVXPluginTools.onReady(() => {
        TVXInteractionPlugin.setupHandler({
          ...handler,
          ready: () => {
            becomeReady();
            handler.ready?.();
          },
        });
        TVXInteractionPlugin.init();
      }),
    ready,
    requestDeviceId: () =>
      (identity ??= ready.then(() =>
        requestDeviceId({
          sources: [TVXInteractionPlugin, TVXVideoPlugin],
          stored: storedDeviceId,
          store: (deviceId) => void keep.write(DEVICE_ID_KEY, deviceId),
          log,
        }),
      )),
    requestData,
    executeAction: (action, data) => TVXInteractionPlugin.executeAction(action, data),
    log: (notice) =>
      void ready.then(() => TVXInteractionPlugin[notice.level](noticeText(notice), true, false)),
  };
}

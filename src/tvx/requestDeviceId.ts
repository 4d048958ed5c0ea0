import type { TvxDeviceIdSource } from './tvxGlobals.js';
import type { TvxNotice } from './tvxCodes.js';
import type { Log } from './notice.js';

/** The device ID and where it came from: MSX now, MSX at an earlier start, or nowhere. */
export type Identity = { deviceId: string; source: 'msx' | 'stored' } | { deviceId: null; source: 'none' };

/** In all, then the menu goes on without: the library itself would wait for 30 s. */
export const DEVICE_ID_TIMEOUT_MS = 1500;
const LONGEST_DEVICE_ID = 256;

/**
 * Whether the library gave an ID, and not one of the things that it gives when it has none.
 * @example isDeviceId('null') // false: some MSX say this where they have none
 */
export function isDeviceId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST_DEVICE_ID &&
    !/^\s*$/.test(value) &&
    value !== 'null' &&
    value !== 'undefined'
  );
}

function ask(source: TvxDeviceIdSource | undefined): Promise<string | null> {
  return new Promise((resolve) => {
    // Old versions of MSX's library have no requestDeviceId: no ID, and no error either.
    if (!source || typeof source.requestDeviceId !== 'function') {
      resolve(null);
      return;
    }
    source.requestDeviceId((answer: { deviceId?: unknown } | null) => {
      const id = answer && answer.deviceId;
      resolve(isDeviceId(id) ? id : null);
    });
  });
}

interface DeviceIdOptions {
  /** `TVXInteractionPlugin`, which was initialised, then `TVXVideoPlugin`, which many plugins' documentation names. */
  sources: (TvxDeviceIdSource | undefined)[];
  /** The last good ID. */
  stored: Promise<string | null>;
  /** Keeps a good ID, also one that comes too late for this time. */
  store: (deviceId: string) => void;
  log: Log<TvxNotice>;
}

/** Asks TVX for the device ID; answers within DEVICE_ID_TIMEOUT_MS, and never fails. */
export function requestDeviceId(options: DeviceIdOptions): Promise<Identity> {
  return new Promise((resolve) => {
    let stored: string | null = null;
    let done = false;
    void options.stored.then((id) => (stored = id));

    const finish = (identity: Identity) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      if (identity.source !== 'msx')
        options.log({
          code: 'device-id-missing',
          level: 'warn',
          message: `MSX gave no device ID; ${stored ? 'the last one is used' : 'links stay as they are'}.`,
        });
      resolve(identity);
    };
    const withoutMsx = () =>
      finish(stored ? { deviceId: stored, source: 'stored' } : { deviceId: null, source: 'none' });
    const timer = setTimeout(withoutMsx, DEVICE_ID_TIMEOUT_MS);

    const [first, second] = options.sources;
    ask(first)
      .then((id) => id || ask(second))
      .then(
        (id) => {
          if (!id) return options.stored.then(withoutMsx);
          if (id !== stored) options.store(id);
          finish({ deviceId: id, source: 'msx' });
          return undefined;
        },
        withoutMsx, // the library threw
      );
  });
}

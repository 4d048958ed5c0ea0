import type { Fields } from './fields.js';

/** What a plugin hands to `setupHandler`; every function may be missing. */
export interface Handler {
  init?(): void;
  ready?(): void;
  handleEvent?(event: Fields): void;
  handleData?(data: Fields): void;
  handleRequest?(dataId: string, data: unknown, callback: (answer: unknown) => void): void;
  onError?(message: string, error: unknown): void;
}

/** The handler of a plugin; nothing where it is missing. A plugin's own code must not take the library down; MSX shows what it threw. */
interface GuardedHandler {
  setup(handler: Handler): void;
  /** Runs code of the plugin. False where it threw. */
  guard(what: string, act: () => void): boolean;
  init(): void;
  ready(): void;
  event(event: Fields): void;
  data(data: Fields): void;
  /** False where nobody is going to call back. */
  request(dataId: string, data: unknown, callback: (answer: unknown) => void): boolean;
}

export function createGuardedHandler(write: (level: 'error', message: string) => void): GuardedHandler {
  let handler: Handler | null = null;

  function guard(what: string, act: () => void): boolean {
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

  return {
    setup: (one) => {
      handler = one;
    },
    guard,
    init: () => void guard('Call init failed', () => handler?.init?.()),
    ready: () => void guard('Call ready failed', () => handler?.ready?.()),
    event: (event) => void guard('Handle event failed', () => handler?.handleEvent?.(event)),
    data: (data) => void guard('Handle data failed', () => handler?.handleData?.(data)),
    request: (dataId, data, callback) =>
      handler?.handleRequest !== undefined &&
      guard('Handle request failed', () => handler?.handleRequest?.(dataId, data, callback)),
  };
}

// The part of the TVX library that the plugin uses, as its documentation describes it (knowledge base: Plugin
// API Reference, Interaction Plugin, Plugin Events Reference). Members that an old library may lack are
// optional.

/** What a request callback gets: the value under the kind that was asked for (`info`, `slider`, …), or `error`. */
type TvxAnswer = Record<string, unknown>;

/** Answer to `requestDeviceId`. The ID may be missing, null, or even the text `null`. @wire */
export interface TvxDeviceIdAnswer {
  deviceId?: unknown;
  error?: unknown;
}

/** Called by the library; each member may be missing. @wire */
export interface TvxHandler {
  /** The library is set up; the app has not answered yet. */
  init?: () => void;
  /** The app has answered: requests and actions work from now on. */
  ready?: () => void;
  /** Something happened in the app: `{event: "slider:position", …}`. */
  handleEvent?: (event: Record<string, unknown>) => void;
  /** A commit that was not asked for, e.g. by an item's action `interaction:commit:slider`. */
  handleData?: (data: Record<string, unknown>) => void;
  /** The app wants the document `dataId`; what goes into `callback` is shown. It gives up after 30 s. */
  handleRequest?: (dataId: string, data: unknown, callback: (document?: unknown) => void) => void;
}

/** Asks for the device ID; on the object that was not initialised it always fails. @wire */
export interface TvxDeviceIdSource {
  /** Missing before library 0.0.73 or so. */
  requestDeviceId?: (callback: (answer: TvxDeviceIdAnswer) => void) => void;
}

/** @wire */
export interface TvxInteractionPlugin extends TvxDeviceIdSource {
  /** Sets the object whose members the library calls. */
  setupHandler(handler: TvxHandler): void;
  /** Announces the page to the app. */
  init(): void;
  /** Runs any MSX action in the app. */
  executeAction(action: string, data?: unknown): void;
  /** Asks the app for `info`, `info:extended`, `slider`, `video`, …; without an answer it fails after 30 s. */
  requestData(dataId: string, callback: (answer: TvxAnswer) => void, data?: unknown): void;
  /** Write to MSX's log; unless `show` is false a toast appears. */
  info(message: string, log?: boolean, show?: boolean): void;
  warn(message: string, log?: boolean, show?: boolean): void;
  error(message: string, log?: boolean, show?: boolean): void;
}

/** @wire */
export interface TvxPluginTools {
  /** Runs the callback after the window's `load` event, when the library's storage is ready. */
  onReady(callback: () => void): void;
}

/**
 * MSX's own storage. What it keeps lasts where a plugin's localStorage does not (Tips & Tricks, Storage on iOS devices).
 * @wire
 */
export interface TvxStorage {
  set(name: string, value: string): void;
  /** @returns `otherwise` where there is none, or an empty one */
  getFullStr(name: string, otherwise: string): string;
}

/** What the library puts on `window`. @wire */
export interface TvxGlobals {
  TVXPluginTools: TvxPluginTools;
  TVXInteractionPlugin: TvxInteractionPlugin;
  TVXVideoPlugin?: TvxDeviceIdSource;
  /** Not before TVXPluginTools.onReady. */
  TVXServices?: { storage?: TvxStorage };
}

/** The globals, where the library has run. */
export function tvxGlobals(window: object): TvxGlobals | null {
  const globals = window as Partial<TvxGlobals>;
  return globals.TVXPluginTools && globals.TVXInteractionPlugin ? (globals as TvxGlobals) : null;
}

// The part of the TVX library that the plugin uses, as its documentation describes it (knowledge base: Plugin
// API Reference, Interaction Plugin, Plugin Events Reference). Members that an old library may lack are
// optional.

//
// What the app says is typed as its documentation has it. Each member may be missing all the same, in an older MSX, or
// be anything, in a document's own properties: who reads one proves it.

/** What came from the app, before anything of it is proven. */
export type Loose<Shape> = { readonly [Name in keyof Shape]?: unknown };

/** A slide, a video or a sound (Attached Data Examples). @wire */
export interface TvxItem {
  /** Of a slideshow: 2 = it plays. */
  state?: number;
  /** Its place among what can be shown, and how many there are. */
  listIndex?: number;
  listSize?: number;
  url?: string;
  /** Those of the item in its document. */
  properties?: Record<string, unknown>;
}

/** How far a video or sound is: TVXVideoState, seconds. @wire */
export interface TvxTrack {
  state?: number;
  position?: number;
  duration?: number;
  speed?: number;
  /** Since MSX 0.1.140. */
  ended?: boolean;
}

/** The answer to `video`. @wire */
export interface TvxVideo {
  info?: TvxItem;
  data?: TvxTrack;
  scene?: 'foreground' | 'background';
}

/** The app's settings. @wire */
export interface TvxSettings {
  /** 0 or 1. */
  randomPlayback?: number;
}

/** @wire */
export interface TvxApplication {
  /** Of Media Station X, `0.1.163`. */
  version?: string;
  settings?: TvxSettings;
}

/** @wire */
export interface TvxFramework {
  version?: string;
}

/** Where the app is. @wire */
export interface TvxContent {
  /** The plugin's address. */
  interaction?: string;
  /** What the app was started with. */
  parameter?: string;
}

/** The answer to `info`. @wire */
export interface TvxInfo {
  platform?: string;
  language?: string;
  application?: TvxApplication;
  framework?: TvxFramework;
  content?: TvxContent;
  time?: TvxTime;
}

/** @wire */
export interface TvxTime {
  /** What corrects the device clock, in ms. */
  offset?: number;
}

/** What the app hands over, asked or not: the value under the kind that it is of. @wire */
export interface TvxData {
  info?: TvxInfo;
  slider?: TvxItem;
  video?: TvxVideo;
}

/** What a request callback gets; `error`: why it gets nothing. @wire */
type TvxAnswer = TvxData & { error?: unknown } & Record<string, unknown>;

/** Something happened in the app (Plugin Events Reference). @wire */
export interface TvxEvent {
  /** `slider:position`, … */
  event?: string;
  /** Of `slider:load` and `video:load`. */
  info?: TvxItem;
  /** Of `video:…`: as it was before. */
  data?: TvxTrack;
  /** Of `video:seek`, in s. */
  position?: number;
  /** Of `app:time`, in ms. */
  offset?: number;
  /** Of `settings:…`. */
  value?: unknown;
}

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
  handleEvent?: (event: TvxEvent & Record<string, unknown>) => void;
  /** A commit that was not asked for, e.g. by an item's action `interaction:commit:slider`. */
  handleData?: (data: TvxData & Record<string, unknown>) => void;
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

/**
 * The globals, where the library has run.
 * @example tvxGlobals(window)?.TVXPluginTools.onReady(() => undefined)
 */
export function tvxGlobals(window: object): TvxGlobals | null {
  const globals = window as Partial<TvxGlobals>;
  return globals.TVXPluginTools && globals.TVXInteractionPlugin ? (globals as TvxGlobals) : null;
}

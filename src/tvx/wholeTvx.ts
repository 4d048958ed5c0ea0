// The rest of what plugins use of the TVX library, as its documentation has it (knowledge base: Plugin API Reference,
// Type Definitions, 0.0.79). MSX's host always has the newest library; a copy beside a page may be older, so what
// createTvx does not need is optional here.
import type { ContentState, Info } from '../msx/types/info.js';
import type { MenuRoot } from '../msx/types/menuRoot.js';
import type { ContentRoot } from '../msx/types/contentRoot.js';
import type { TvxGlobals, TvxInteractionPlugin, TvxPluginTools, TvxStorage } from './tvxGlobals.js';

/** The answer to `info`; `error` where there is none. @wire */
export interface TvxInfoAnswer {
  info?: Info | null;
  error?: unknown;
}

/**
 * What is on screen, and of each field whether it has changed: `contentId`, `contentIdChanged`. `init` is the first.
 * @wire
 */
export type ChangedContentState = ContentState & { init: boolean; initChanged: boolean } & {
  [name in keyof ContentState as `${name}Changed`]: boolean;
};

/** @wire */
export interface WholeInteractionPlugin extends TvxInteractionPlugin {
  isInitialized?(): boolean;
  isReady?(): boolean;
  debug?(message: string, log?: boolean): void;
  success?(message: string, log?: boolean, show?: boolean): void;
  /** Shows a document, or one at an address. */
  showMenu?(data: MenuRoot | string): void;
  showContent?(data: ContentRoot | string): void;
  showPanel?(data: ContentRoot | string): void;
  /** Asks a player page: its handler answers. */
  requestPlayerResponse?(
    dataId: string,
    callback: (answer: Record<string, unknown>) => void,
    data?: unknown,
  ): void;
  /** Asks for `info` anew, for TVXSettings. */
  validateSettings?(callback?: (answer: TvxInfoAnswer) => void): void;
  /** Once TVXSettings says what MSX said, which it asks for where nobody has. */
  onValidatedSettings?(callback: (answer: TvxInfoAnswer) => void): void;
  /** Others hear it as `custom:ID`. */
  triggerEvent?(eventId: string, data?: unknown): void;
  hasContentObservers?(): boolean;
  addContentObserver?(name: string, handler: (state: ChangedContentState) => void): void;
  removeContentObserver?(name: string): void;
  clearContentObservers?(): void;
  /** A busy sign, after the loading delay. @param restart whether a delay that runs begins anew; true otherwise */
  startLoading?(restart?: boolean): void;
  stopLoading?(): void;
  /** In milliseconds. */
  setLoadingDelay?(delay: number): void;
  getLoadingDelay?(): number;
}

/** @wire */
export interface WholePluginTools extends TvxPluginTools {
  areSettingsValidated?(): boolean;
  getApplicationInfo?(answer: TvxInfoAnswer): string;
  getFrameworkInfo?(answer: TvxInfoAnswer): string;
  getContentInfo?(answer: TvxInfoAnswer): string;
  checkApplication?(answer: TvxInfoAnswer, minimum: string, name?: string): boolean;
  checkFramework?(answer: TvxInfoAnswer, minimum: string, name?: string): boolean;
  checkContent?(answer: TvxInfoAnswer, minimum: string, name?: string): boolean;
}

/** Text and numbers by name: cookies, and what stands behind `?` in the page's address. @wire */
export interface TvxNamedValues {
  get(name: string, otherwise: string): string;
  getFullStr(name: string, otherwise: string): string;
  getNum(name: string, otherwise: number): number;
  getBool(name: string, otherwise: boolean): boolean;
  has(name: string, hasValue?: boolean): boolean;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  clear(): void;
  /** @param callback returns true to go no further */
  foreach(callback: (name: string, value: unknown) => unknown): void;
}

/** Not before TVXPluginTools.onReady. @wire */
export type WholeStorage = TvxStorage & TvxNamedValues & { flush(): void };

/** By XMLHttpRequest; `getJson` of this library has a limit on time and says what went wrong. @wire */
export interface TvxAjax {
  get(url: string, callback: TvxAjaxCallback, options?: TvxAjaxOptions): void;
  post(url: string, data: string, callback: TvxAjaxCallback, options?: TvxAjaxOptions): void;
  put(url: string, data: string, callback: TvxAjaxCallback, options?: TvxAjaxOptions): void;
  del(url: string, callback: TvxAjaxCallback, options?: TvxAjaxOptions): void;
}

/** @wire */
interface TvxAjaxCallback {
  success?(data: unknown): void;
  error?(message: string): void;
}

/** @wire */
interface TvxAjaxOptions {
  dataType?: string;
  isForm?: boolean;
  withCredentials?: boolean;
  accurateHeaders?: boolean;
  headers?: Record<string, string>;
}

/** @wire */
export interface TvxServices {
  storage?: WholeStorage;
  cookies?: TvxNamedValues;
  urlParams?: TvxNamedValues & { build(encoded?: boolean, separator?: string): string };
  ajax?: TvxAjax;
}

/** Null until it is validated, but for the first four. @wire */
export interface TvxSettings {
  readonly NAME: string;
  /** Of the framework in the library, not of MSX. */
  readonly VERSION: string;
  /** In milliseconds. */
  readonly TIME_OFFSET: number;
  readonly TIME_ZONE_OFFSET: number;
  readonly PLATFORM: string | null;
  readonly ID: string | null;
  readonly SCREEN_WIDTH: number;
  readonly SCREEN_HEIGHT: number;
  readonly SCREEN_FACTOR: number;
  readonly ZOOM_FACTOR: number;
}

/** What the library puts on `window`, as far as plugins use it. @wire */
export interface WholeTvx extends TvxGlobals {
  TVXInteractionPlugin: WholeInteractionPlugin;
  TVXPluginTools: WholePluginTools;
  TVXServices?: TvxServices;
  TVXSettings?: TvxSettings;
}

import { hasOwn } from '../msx/json.js';
import { msxBuild } from './msxBuild.js';
import type { Tvx } from './createTvx.js';
import type { Loose, TvxApplication, TvxContent, TvxFramework, TvxInfo } from './tvxGlobals.js';

/** What the TV and MSX are; null where MSX did not say. */
export interface About {
  /** MSX's own word: `tizen`, `lg`, `android`, … */
  platform: string | null;
  /** Version of Media Station X, such as `0.1.163`. Not TVXSettings.VERSION, which is the library's. */
  msxVersion: string | null;
  /** The N of 0.1.N; NaN where it is not known. */
  build: number;
  /**
   * The plugin's address as MSX knows it, which may lead to the page's own by a redirect. A request that names another
   * one loads the plugin again.
   */
  pluginUrl: string | null;
  /** What MSX was started with, such as `menu:request:interaction:init@…`. */
  start: string | null;
  /** Version of the framework inside MSX. */
  frameworkVersion: string | null;
  language: string | null;
  /** For people: `Samsung Tizen / MSX 0.1.163`. */
  text: string;
}

/** MSX's identifiers that do not say by themselves what people call the platform (URL Parameters, `platform`). */
const PLATFORMS: Record<string, string> = {
  tizen: 'Samsung Tizen',
  lg: 'LG webOS',
  netcast: 'LG NetCast',
  android: 'Android TV',
  firetv: 'Fire TV',
  uwp: 'Windows / Xbox',
};

/** What somebody else made, to be looked into; empty where it is nothing to look into. */
const fieldsOf = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

/** `#msx-protected` in the start parameter hides addresses (Attached Data Examples). */
const addressOf = (value: unknown): string | null => (value === 'protected' ? null : textOf(value));

/**
 * @param info the answer to requestData("info"), or anything else
 * @example aboutOf({ platform: 'lg', application: { version: '0.1.166' } }).text // 'LG webOS / MSX 0.1.166'
 */
export function aboutOf(info: unknown): About {
  const fields: Loose<TvxInfo> = fieldsOf(info);
  const content: Loose<TvxContent> = fieldsOf(fields.content);
  const application: Loose<TvxApplication> = fieldsOf(fields.application);
  const framework: Loose<TvxFramework> = fieldsOf(fields.framework);
  const platform = textOf(fields.platform);
  const msxVersion = textOf(application.version);
  const isKnown = platform && hasOwn(PLATFORMS, platform);
  return {
    platform,
    msxVersion,
    build: msxBuild(msxVersion),
    pluginUrl: addressOf(content.interaction),
    start: addressOf(content.parameter),
    frameworkVersion: textOf(framework.version),
    language: textOf(fields.language),
    text: `${(isKnown ? PLATFORMS[platform] : platform) || 'TV'} / MSX ${msxVersion || '?'}`,
  };
}

/**
 * Asks MSX. Never rejected: what MSX does not say is null.
 * @example requestAbout(tvx).then(({ build }) => build >= 144)
 */
export const requestAbout = ({ ready, requestData }: Pick<Tvx, 'ready' | 'requestData'>): Promise<About> =>
  ready.then(() => requestData('info')).then(aboutOf, () => aboutOf(null));

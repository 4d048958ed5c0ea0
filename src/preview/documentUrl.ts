import type { Settings } from './settings.js';
import { knowsKeyword } from './versions.js';

/** What MSX puts in for `{PLATFORM}` and the like in the URL of a document (common/requests). */
export type UrlValues = Record<string, string>;

export function urlValuesOf(settings: Settings, atStart: boolean): UrlValues {
  return {
    HOST: window.location.host,
    SECURE: String(window.location.protocol === 'https:'),
    CLIENT: '',
    PLATFORM: settings.platform,
    ID: settings.infoId ?? '',
    PLAYER: settings.player,
    LANGUAGE: atStart ? 'default' : settings.language,
    WIDTH: '1280',
    HEIGHT: '720',
  };
}

/** The URL with its keywords filled in, percent-encoded. Braces that this version does not know stay. */
export function fillIn(url: string, values: UrlValues, version: string): string {
  return url.replace(/\{([A-Z]+)\}/g, (whole, name: string) =>
    knowsKeyword(name, version) ? encodeURIComponent(values[name] ?? '') : whole,
  );
}

/** The URL as MSX requests it: keywords filled in, then `v` (the MSX version) and `t` (ms since 1970). */
export function documentUrl(url: string, values: UrlValues, version: string, nowMs: number): string {
  const filled = fillIn(url, values, version);
  const hash = filled.indexOf('#');
  const address = hash < 0 ? filled : filled.slice(0, hash);
  return `${address}${address.indexOf('?') < 0 ? '?' : '&'}v=${encodeURIComponent(version)}&t=${nowMs}`;
}

import { fieldsOf, numberOf, textOf } from './fields.js';

/** The part of TVXSettings that plugins read. `VERSION` is the framework's, not MSX's (tvx.md, Platform and version). */
export interface TvxSettings {
  NAME: string;
  SHORTCUT: string;
  VERSION: string;
  PLATFORM: string | null;
  ID: string | null;
  TIME_OFFSET: number;
  TIME_ZONE_OFFSET: number;
  SCREEN_WIDTH: number;
  SCREEN_HEIGHT: number;
  SCREEN_FACTOR: number;
  ZOOM_FACTOR: number;
  /** `ANIMATE`, `TRANSFORM`, … as `info.framework.settings` has them; null until they are validated. */
  [setting: string]: unknown;
}

/** The names of `info.framework.settings` in capitals (plugins/plugin-api-reference). */
const FRAMEWORK =
  'ANIMATE TRANSFORM INPUT REMOTE LAYOUT SCALE ZOOM CENTER BACKGROUND LEAVE EXIT BACK VOLUME BUSY SPEED PLAYBACK FULLSCREEN SUSPEND SECURE CAPTION POINTER'.split(
    ' ',
  );

export function createTvxSettings(): TvxSettings {
  const settings: TvxSettings = {
    NAME: 'TVX Framework',
    SHORTCUT: 'TVX',
    VERSION: '0.1.35',
    PLATFORM: null,
    ID: null,
    TIME_OFFSET: 0,
    TIME_ZONE_OFFSET: 0,
    SCREEN_WIDTH: 1280,
    SCREEN_HEIGHT: 720,
    SCREEN_FACTOR: 1,
    ZOOM_FACTOR: 1,
  };
  FRAMEWORK.forEach((name) => {
    settings[name] = null;
  });
  return settings;
}

/** Fills in what an answer to `info` says; the rest stays. */
export function applyInfo(settings: TvxSettings, answer: unknown): void {
  const info = fieldsOf(fieldsOf(answer).info);
  const time = fieldsOf(info.time);
  const screen = fieldsOf(info.screen);
  settings.PLATFORM = textOf(info.platform) || settings.PLATFORM;
  settings.ID = textOf(info.id) || settings.ID;
  settings.TIME_OFFSET = numberOf(time.offset, settings.TIME_OFFSET);
  settings.TIME_ZONE_OFFSET = numberOf(time.zoneOffset, settings.TIME_ZONE_OFFSET);
  settings.SCREEN_WIDTH = numberOf(screen.width, settings.SCREEN_WIDTH);
  settings.SCREEN_HEIGHT = numberOf(screen.height, settings.SCREEN_HEIGHT);
  settings.SCREEN_FACTOR = numberOf(screen.factor, settings.SCREEN_FACTOR);
  settings.ZOOM_FACTOR = numberOf(screen.zoomFactor, settings.ZOOM_FACTOR);
  const framework = fieldsOf(fieldsOf(info.framework).settings);
  FRAMEWORK.forEach((name) => {
    const value = framework[name.toLowerCase()];
    if (value !== undefined) settings[name] = value;
  });
}

/** Follows what changes: `settings:animate`, `app:time`. */
export function applyEvent(settings: TvxSettings, event: unknown): void {
  const { event: name, value, offset, zoneOffset } = fieldsOf(event);
  const setting = /^settings:(\w+)$/.exec(textOf(name))?.[1]?.toUpperCase() ?? '';
  if (FRAMEWORK.indexOf(setting) >= 0) settings[setting] = value;
  if (name !== 'app:time') return;
  settings.TIME_OFFSET = numberOf(offset, settings.TIME_OFFSET);
  settings.TIME_ZONE_OFFSET = numberOf(zoneOffset, settings.TIME_ZONE_OFFSET);
}

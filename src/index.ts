// The library's public face, for people who write their own plugin. Everything runs on TVs of 2014 once it is
// lowered to ES5, and needs nothing but a Promise. What MSX wants of documents, actions and plugins, by version:
// docs/msx.md.
export { mapAction, mapReference } from './msx/action.js';
export type { Link, LinkKind, MapLink } from './msx/action.js';
export { withDeviceId, DEVICE_ID_PARAMETER } from './msx/deviceId.js';
export type { Json, JsonObject } from './msx/json.js';
export { tag } from './msx/tag.js';
export type { TagOptions } from './msx/tag.js';
export type { TaggingMode } from './msx/createTagger.js';
export { originOf, resolveUrl } from './msx/url.js';
export { playerKeyOf } from './makapix/playerKey.js';
export { aboutOf, requestAbout } from './tvx/about.js';
export type { About } from './tvx/about.js';
export { isDeviceId } from './tvx/deviceId.js';
export type { Identity } from './tvx/deviceId.js';
export { tvxGlobals } from './tvx/globals.js';
export type { TvxGlobals, TvxHandler, TvxInteractionPlugin } from './tvx/globals.js';
export { createKeep } from './tvx/keep.js';
export type { Keep } from './tvx/keep.js';
export { loadLibrary } from './tvx/library.js';
export type { Log, Notice } from './tvx/notice.js';
export { createTvx } from './tvx/tvx.js';
export type { Tvx, TvxOptions } from './tvx/tvx.js';
export { createClock } from './report/clock.js';
export type { Clock } from './report/clock.js';
export { createReporter } from './report/reporter.js';
export type { Reporter, ReporterOptions } from './report/reporter.js';
export { DEFAULT_VIEW_SETTINGS } from './report/settings.js';
export type { ViewSettings } from './report/settings.js';

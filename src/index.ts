// The library's public face, for people who write their own plugin. Everything runs on TVs of 2014 once it is
// lowered to ES5, and needs nothing but a Promise. What MSX wants of documents, actions and plugins, by version:
// docs/msx.md.
export { mapAction, mapReference } from './msx/action.js';
export type { Link, LinkKind, MapLink } from './msx/action.js';
export { withDeviceId, DEVICE_ID_PARAMETER } from './msx/withDeviceId.js';
export type { Json, JsonObject } from './msx/json.js';
export { tag } from './msx/tag.js';
export type { TagOptions } from './msx/tag.js';
export type { TaggingMode } from './msx/createTagger.js';
export { originOf, resolveUrl } from './msx/url.js';
export { playerKeyOf } from './makapix/playerKey.js';
export { aboutOf, requestAbout } from './tvx/about.js';
export type { About } from './tvx/about.js';
export { isDeviceId } from './tvx/requestDeviceId.js';
export type { Identity } from './tvx/requestDeviceId.js';
export { tvxGlobals } from './tvx/globals.js';
export type { TvxGlobals, TvxHandler, TvxInteractionPlugin } from './tvx/globals.js';
export { createKeep } from './tvx/createKeep.js';
export type { Keep } from './tvx/createKeep.js';
export { loadLibrary } from './tvx/loadLibrary.js';
export type { TvxNotice } from './tvx/tvxCodes.js';
export type { ReportNotice } from './report/reportCodes.js';
export type { Log, Notice } from './tvx/notice.js';
export { createTvx } from './tvx/createTvx.js';
export type { Tvx, TvxOptions } from './tvx/createTvx.js';
export { createClock } from './report/createClock.js';
export type { Clock } from './report/createClock.js';
export { createReporter } from './report/createReporter.js';
export type { Reporter, ReporterOptions } from './report/createReporter.js';
export { DEFAULT_VIEW_SETTINGS } from './report/viewSettings.js';
export type { ViewSettings } from './report/viewSettings.js';

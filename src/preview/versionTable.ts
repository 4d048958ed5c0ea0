// What MSX learned when: facts of its documentation, in one table. A number is the last part of a version: 82 is
// 0.1.82. What stands in no row was there from the start, with one exception: see ACTIONS.

/** The page of MSX's knowledge base that a row comes from. `guess`: no page says it, the comment says why. */
export type Source =
  | 'common/actions'
  | 'common/inline-expressions'
  | 'common/requests'
  | 'menu/menu-root-object'
  | 'menu/menu-item-object'
  | 'content/content-root-object'
  | 'content/content-page-object'
  | 'content/content-item-object'
  | 'hidden-features'
  | 'live/live-object'
  | 'plugins/interaction-plugin'
  | 'plugins/video-audio-plugin'
  | 'reference/actions-reference'
  | 'reference/versioning'
  | 'release-notes'
  | 'selection/selection-object'
  | 'special/extended-properties'
  | 'special/internal-actions'
  | 'special/tizen-player'
  | 'guess';

/** Names of one age, separated by blanks. */
export interface Row {
  since: number;
  names: string;
  source: Source;
}

const row = (since: number, source: Source, names: string): Row => ({ since, source, names });

/**
 * An action that is in no row is internal: promised from here on, with no word about before
 * (special/internal-actions). guess(internal-actions): so it is unknown before, though many may well have been there.
 */
export const INTERNAL_SINCE = 160;

/**
 * Actions by their first words; `*` is any one word. The longest match counts. Words that may stand in between
 * are in MODIFIERS.
 */
export const ACTIONS: Row[] = [
  row(
    0,
    'common/actions',
    'video audio image link link:window playlist slideshow menu:* content panel success info warn error focus',
  ),
  row(0, 'hidden-features', 'home'),
  row(30, 'common/actions', 'start execute'),
  row(30, 'reference/actions-reference', 'video:broadcast audio:broadcast system:hbbtv'),
  row(40, 'common/actions', 'video:plugin audio:plugin'),
  row(58, 'common/actions', 'reload update:menu update:content update:panel data ['),
  row(58, 'reference/actions-reference', 'trigger'),
  row(74, 'plugins/video-audio-plugin', 'player:commit player:commit:message'),
  row(82, 'plugins/interaction-plugin', 'interaction:load interaction:reload interaction:unload'),
  // guess(library-actions): the library sends these itself, for functions that interaction plugins have.
  row(82, 'guess', 'logger event interaction:busy response interaction:init'),
  row(
    107,
    'hidden-features',
    'video:resolve audio:resolve image:resolve background:resolve video:auto:resolve audio:auto:resolve',
  ),
  row(110, 'common/actions', 'update:content:overlay update:panel:overlay'),
  row(112, 'common/actions', 'update:content:underlay update:panel:underlay'),
  row(
    111,
    'reference/actions-reference',
    'player:button:*:setup player:button:*:enable player:button:*:disable player:button:*:focus ' +
      'slider:action slider:extension player:label:duration player:label:extension player:label:position ' +
      'player:progress:color player:progress:marker player:progress:type resume:position',
  ),
  row(128, 'reference/actions-reference', 'interaction:commit:response'),
  row(
    128,
    'reference/actions-reference',
    'player:video:duration player:video:position player:video:speed player:video:state',
  ),
  row(130, 'reference/actions-reference', 'player:info:image player:info:text player:label:speed'),
  row(136, 'reference/versioning', 'system:tvx:launch system:netcast:menu'),
  row(140, 'reference/actions-reference', 'player:control:action'),
  row(144, 'hidden-features', 'replace'),
  row(145, 'reference/actions-reference', 'slider:icon slider:rotate'),
  row(
    146,
    'reference/actions-reference',
    'player:info:overlay player:info:size player:progress:duration player:progress:position',
  ),
  row(154, 'reference/actions-reference', 'player:info:headline'),
  row(156, 'reference/actions-reference', 'player:info:round'),
  row(
    INTERNAL_SINCE,
    'special/internal-actions',
    'video:auto audio:auto focus:clear focus:control focus:execute link:replace link:validate',
  ),
];

/** Words between an action and what it is about, where the action takes any. Each makes it as young as itself. */
export const MODIFIERS: Row[] = [
  row(0, 'common/actions', 'data json'),
  row(30, 'common/actions', 'user code'),
  row(82, 'reference/actions-reference', 'request:interaction'),
  row(90, 'common/actions', 'service accurate'),
  row(
    INTERNAL_SINCE,
    'special/internal-actions',
    'auto silent fetch video slider info resume response request:player',
  ),
];

/** `>` behind these (hidden features, Focus Separator); behind documents it was always there. */
export const FOCUS_SEPARATOR: Row[] = [
  row(120, 'hidden-features', 'reload'),
  row(144, 'hidden-features', 'replace'),
];

/** Words that MSX replaces in the URL of a document. */
export const KEYWORDS: Row[] = [
  row(128, 'common/requests', 'HOST SECURE CLIENT PLATFORM PLAYER WIDTH HEIGHT'),
  row(142, 'common/requests', 'ID'),
  row(160, 'common/requests', 'LANGUAGE'),
];

/** Expressions in texts; an unknown one loses its braces. */
export const EXPRESSIONS: Row[] = [
  row(91, 'hidden-features', 'num col'),
  row(120, 'hidden-features', 'dic'),
  row(145, 'common/inline-expressions', 'chr'),
];

export type ObjectKind =
  'menuRoot' | 'menuItem' | 'contentRoot' | 'contentPage' | 'contentItem' | 'selection' | 'live';

/** Properties of documents. One that is younger than the app is not there for it, without a word. */
export const OBJECTS: Record<ObjectKind, Row[]> = {
  menuRoot: [
    row(58, 'menu/menu-root-object', 'cache'),
    row(60, 'menu/menu-root-object', 'logo'),
    row(82, 'menu/menu-root-object', 'extension'),
    row(120, 'menu/menu-root-object', 'flag restore dictionary options'),
    row(130, 'menu/menu-root-object', 'logoSize'),
    row(134, 'menu/menu-root-object', 'reference'),
    row(142, 'menu/menu-root-object', 'transparent style ready'),
    row(153, 'menu/menu-root-object', 'refocus'),
  ],
  menuItem: [
    row(120, 'menu/menu-item-object', 'execute options'),
    row(130, 'menu/menu-item-object', 'image'),
    row(142, 'menu/menu-item-object', 'transparent lineColor'),
  ],
  contentRoot: [
    row(53, 'content/content-root-object', 'header footer'),
    row(58, 'content/content-root-object', 'cache important'),
    row(82, 'content/content-root-object', 'extension'),
    row(92, 'content/content-root-object', 'preload'),
    row(102, 'content/content-root-object', 'wrap'),
    row(110, 'content/content-root-object', 'overlay'),
    row(112, 'content/content-root-object', 'underlay'),
    row(120, 'content/content-root-object', 'flag restore dictionary options'),
    row(123, 'content/content-root-object', 'compress'),
    row(130, 'content/content-root-object', 'caption'),
    row(134, 'content/content-root-object', 'reference'),
    row(142, 'content/content-root-object', 'ready'),
    // from 120 on as true or false
    row(120, 'reference/versioning', 'transparent'),
    row(153, 'content/content-root-object', 'refocus captionUnderlay'),
    row(156, 'content/content-root-object', 'inserts'),
    row(160, 'content/content-root-object', 'preselect'),
    row(164, 'content/content-root-object', 'navigationOffset navigationSpan'),
  ],
  contentPage: [
    row(102, 'content/content-page-object', 'wrap'),
    row(110, 'content/content-page-object', 'important'),
    row(112, 'content/content-page-object', 'action data'),
    row(120, 'content/content-page-object', 'options'),
    row(120, 'reference/versioning', 'transparent'),
    row(123, 'content/content-page-object', 'compress'),
    row(130, 'content/content-page-object', 'caption'),
    row(153, 'content/content-page-object', 'captionUnderlay'),
    row(156, 'content/content-page-object', 'area position template'),
    row(164, 'content/content-page-object', 'navigationOffset navigationSpan'),
  ],
  contentItem: [
    row(6, 'content/content-item-object', 'imageColor imageScreenFiller'),
    row(58, 'content/content-item-object', 'imagePreload properties'),
    row(70, 'content/content-item-object', 'progress progressColor wrapperColor live'),
    row(82, 'content/content-item-object', 'alignment'),
    row(92, 'content/content-item-object', 'group'),
    row(97, 'content/content-item-object', 'key'),
    row(110, 'content/content-item-object', 'area selection'),
    row(120, 'content/content-item-object', 'options'),
    row(123, 'content/content-item-object', 'compress'),
    row(128, 'content/content-item-object', 'truncation'),
    row(132, 'content/content-item-object', 'shortcut'),
    row(146, 'content/content-item-object', 'centration stamp stampColor imageBoundary'),
    row(155, 'content/content-item-object', 'decompress'),
    row(156, 'content/content-item-object', 'round break separation progressBackColor'),
  ],
  selection: [row(111, 'selection/selection-object', 'headline')],
  live: [
    row(74, 'live/live-object', 'execute'),
    row(146, 'live/live-object', 'source stamp stampColor'),
    row(156, 'live/live-object', 'preload progressBackColor'),
  ],
};

/** Keys in `properties`; `*` is any one word. */
export const EXTENDED_PROPERTIES: Row[] = [
  row(58, 'special/extended-properties', 'trigger:*'),
  row(
    111,
    'special/extended-properties',
    'button:*:action button:*:enable button:*:focus button:*:icon control:load image:action image:extension ' +
      'image:trigger label:duration label:extension label:position progress:color progress:marker:enable ' +
      'progress:type resume:key resume:position',
  ),
  row(128, 'special/extended-properties', 'video:duration video:position video:speed video:state'),
  row(130, 'special/extended-properties', 'button:*:display control:type info:image info:text label:speed'),
  row(132, 'special/extended-properties', 'button:*:key'),
  row(134, 'release-notes', 'trigger:active trigger:inactive trigger:player'),
  row(140, 'special/extended-properties', 'control:action control:return'),
  row(142, 'special/extended-properties', 'control:reuse control:transparent'),
  row(
    145,
    'special/extended-properties',
    'control:retune image:icon image:options image:rotation:trigger image:rotation:value',
  ),
  row(146, 'special/extended-properties', 'info:overlay info:size progress:duration progress:position'),
  row(146, 'release-notes', 'trigger:ending'),
  row(148, 'special/extended-properties', 'control:dim'),
  row(153, 'special/extended-properties', 'resume:context'),
  row(154, 'special/extended-properties', 'info:headline'),
  row(156, 'special/extended-properties', 'info:round'),
  row(161, 'special/extended-properties', 'progress:display'),
  row(
    128,
    'special/tizen-player',
    'tizen:buffer:size tizen:buffer:size:init tizen:buffer:size:resume tizen:buffer:timeout tizen:display:area ' +
      'tizen:display:mode tizen:load tizen:ready tizen:start tizen:stream:* tizen:track:audio tizen:track:text',
  ),
  row(141, 'special/tizen-player', 'tizen:subtitle:delay tizen:subtitle:silent tizen:subtitle:url'),
  row(145, 'special/tizen-player', 'tizen:subtitle:hidden tizen:subtitle:type'),
  row(
    153,
    'special/tizen-player',
    'tizen:subtitle:style:color tizen:subtitle:style:size tizen:subtitle:style:type',
  ),
];

/** Fields of what MSX attaches to commits and requests, as paths. */
export const ATTACHED: Row[] = [
  row(128, 'release-notes', 'info.framework.settings.suspend'),
  row(134, 'release-notes', 'info.framework.suffix info.application.suffix'),
  row(140, 'release-notes', 'info.framework.settings.secure'),
  row(142, 'release-notes', 'info.id'),
  row(145, 'release-notes', 'slider.rotation slider.customLabel slider.customColor'),
  row(151, 'release-notes', 'info.application.settings.immersiveMode'),
  row(153, 'release-notes', 'video.resume.context video.resume.duration'),
  row(156, 'release-notes', 'info.application.settings.roundedStyle'),
  row(157, 'release-notes', 'info.framework.settings.caption'),
  row(
    160,
    'release-notes',
    'info.language info.application.settings.sleepTimeout info.application.settings.ejectTimeout ' +
      'info.application.settings.visualExecution info.framework.settings.pointer info.dictionary.language dictionary.language',
  ),
];

/** Fields of events, as `event.field`; `*` is any one word. */
export const EVENT_FIELDS: Row[] = [row(140, 'release-notes', 'video:*.data')];

/** Everything else that has an age. */
export const FEATURES = {
  /** `{context:…}` beyond a template's `data`, that is in `properties`, `live`, `selection`, `options` (reference/json-building-guide). */
  contextBeyondData: 110,
  /** Offsets of more than one unit (hidden features, Large Offsets). */
  largeOffsets: 110,
  /** A content root object as `options` (content/content-root-object); before, a page. */
  optionsAsRoot: 130,
  /** An option's `key` without the options being open (hidden features, Option Shortcut). */
  optionShortcuts: 132,
  /** `label`, `background`, `properties` in the answer to a resolve request (hidden features, Resolve Action). */
  resolvedProperties: 145,
  /** `#msx-protected` (special/attached-data-examples). */
  protectedParameter: 150,
  /** Items of type `space` may lie on a position that is taken (content/content-item-object, `layout`). */
  sharedSpace: 156,
} as const;

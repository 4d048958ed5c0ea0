import type { Fields } from './fields.js';
import { merge } from './fields.js';
import type { PageInfo } from './pageInfo.js';
import type { Settings } from './settings.js';
import { hasFeature } from './versions.js';

/** What the screen shows, as far as `info.content` tells it. */
export interface ScreenInfo {
  /** What the document said that was loaded at startup. */
  startup: { name: string | null; version: string | null };
  /** It is on screen. */
  atStart: boolean;
  restored: boolean;
  menu: PageInfo | null;
  content: PageInfo | null;
  panel: PageInfo | null;
  contentVisible: boolean;
  videoVisible: boolean;
  videoActive: boolean;
  slideshowVisible: boolean;
  interaction: string | null;
}

const ABSENT: PageInfo = { id: null, flag: null, focus: null, index: -1, size: -1 };

/** The fields of a menu, a page or a panel, as `menuId`, `menuFlag`, … */
function named(kind: string, info: PageInfo | null): Fields {
  const { id, flag, focus, index, size } = info ?? ABSENT;
  return {
    [`${kind}Id`]: id,
    [`${kind}Flag`]: flag,
    [`${kind}Focus`]: focus,
    [`${kind}Index`]: index,
    [`${kind}Size`]: size,
  };
}

/** With `msx-protected` in the start parameter (0.1.150) these tell nothing. guess(protected-null): what is null stays so. */
const PROTECTED = ['server', 'parameter', 'interaction', 'menuId', 'contentId', 'panelId'];

function hidden(fields: Fields, settings: Settings): Fields {
  if (settings.start.indexOf('msx-protected') < 0 || !hasFeature('protectedParameter', settings.msxVersion))
    return fields;
  return mapValues(fields, (key, value) =>
    PROTECTED.indexOf(key) >= 0 && value !== null ? 'protected' : value,
  );
}

function mapValues(fields: Fields, change: (key: string, value: unknown) => unknown): Fields {
  const copy: Fields = {};
  Object.keys(fields).forEach((key) => {
    copy[key] = change(key, fields[key]);
  });
  return copy;
}

const PARTS = ['application', 'framework', 'content', 'dictionary', 'screen', 'time'];

function base(settings: Settings): Fields {
  return {
    host: window.location.host,
    secure: window.location.protocol === 'https:',
    client: null,
    platform: settings.noInfo ? null : settings.platform,
    id: settings.noInfo ? null : settings.infoId,
    player: settings.player,
    language: settings.language,
    userAgent: navigator.userAgent,
  };
}

const FRAMEWORK: Fields = {
  name: 'TVX Framework',
  version: '0.1.35',
  suffix: null,
  settings: {
    animate: 2,
    transform: 1,
    input: 3,
    remote: 1,
    layout: '1',
    scale: 'auto',
    zoom: null,
    center: 1,
    background: 1,
    leave: 0,
    exit: 1,
    back: 1,
    volume: 1,
    busy: 1,
    speed: 3,
    playback: 1,
    fullscreen: 1,
    suspend: 2,
    secure: 0,
    caption: 2,
    pointer: 4,
  },
};

function content(settings: Settings, screen: ScreenInfo): Fields {
  return hidden(
    {
      name: screen.startup.name,
      version: screen.startup.version,
      flag: null,
      server: null,
      secure: false,
      parameter: settings.start,
      state: hidden(
        merge(
          { start: screen.atStart, restored: screen.restored },
          named('menu', screen.menu),
          named('content', screen.content),
          { contentVisible: screen.contentVisible },
          named('panel', screen.panel),
          {
            panelVisible: screen.panel !== null,
            videoVisible: screen.videoVisible,
            videoActive: screen.videoActive,
            playerVisible: screen.videoVisible,
            slideshowVisible: screen.slideshowVisible,
            volumeVisible: false,
            logVisible: settings.log,
          },
        ),
        settings,
      ),
      interaction: screen.interaction,
    },
    settings,
  );
}

function parts(settings: Settings, screen: ScreenInfo): Fields {
  const now = new Date().getTime();
  return {
    application: {
      name: 'Media Station X',
      version: settings.msxVersion,
      suffix: null,
      settings: {
        validateLinks: 0,
        randomPlayback: settings.randomPlayback ? 1 : 0,
        slideshowInterval: settings.slideshowIntervalMs,
        hoverEffect: 1,
        immersiveMode: 0,
        roundedStyle: 0,
        sleepTimeout: 300_000,
        ejectTimeout: 14_400_000,
        visualExecution: 1,
        menuButton: { action: -1, keyCode: -1 },
      },
    },
    framework: FRAMEWORK,
    content: content(settings, screen),
    dictionary: {
      custom: false,
      url: null,
      name: 'English',
      version: '1.0.0',
      language: settings.language,
      size: 0,
    },
    screen: { width: 1280, height: 720, factor: 1, zoomFactor: 1 },
    time: {
      timestamp: now,
      now,
      zone: -new Date().getTimezoneOffset() * 60_000,
      offset: 0,
      zoneOffset: 0,
    },
  };
}

function system(settings: Settings): Fields | null {
  if (settings.noInfo) return null;
  const found: Fields = { name: 'MSX host', ipAddress: null, manufacturer: null };
  if (settings.macAddress !== null) found.macAddress = settings.macAddress;
  if (settings.systemDeviceId !== null) found.deviceId = settings.systemDeviceId;
  return found;
}

/**
 * The system info of MSX's attached data. `part` is what follows `info:`: `''` for all but `system` and
 * `urlParams`, `extended` for everything, `base`, or a single part (`time`, `screen`, …).
 */
export function systemInfo(part: string, settings: Settings, screen: ScreenInfo): Fields | null {
  const all = parts(settings, screen);
  if (part === '') return merge(base(settings), all);
  if (part === 'base') return base(settings);
  if (part === 'extended') return merge(base(settings), all, { urlParams: {}, system: system(settings) });
  return PARTS.indexOf(part) >= 0 ? { [part]: all[part] } : null;
}

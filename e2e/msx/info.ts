import type { Fields } from './fields.js';
import { merge } from './fields.js';
import type { Settings } from './settings.js';

/** What the screen shows, as far as `info.content.state` tells it. */
export interface ScreenInfo {
  menuIndex: number;
  menuSize: number;
  contentFlag: string | null;
  contentVisible: boolean;
  panelVisible: boolean;
  videoVisible: boolean;
  videoActive: boolean;
  slideshowVisible: boolean;
  interaction: string | null;
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
    framework: {
      name: 'TVX Framework',
      version: '0.1.35',
      suffix: null,
      settings: { animate: 2, transform: 1, input: 3, remote: 1, layout: '1', scale: 'auto', zoom: null },
    },
    content: {
      name: null,
      version: null,
      flag: null,
      server: null,
      secure: false,
      parameter: settings.start,
      state: {
        start: true,
        restored: false,
        menuId: null,
        menuFlag: null,
        menuFocus: null,
        menuIndex: screen.menuIndex,
        menuSize: screen.menuSize,
        contentId: null,
        contentFlag: screen.contentFlag,
        contentFocus: null,
        contentIndex: -1,
        contentSize: -1,
        contentVisible: screen.contentVisible,
        panelId: null,
        panelFlag: null,
        panelFocus: null,
        panelIndex: -1,
        panelSize: -1,
        panelVisible: screen.panelVisible,
        videoVisible: screen.videoVisible,
        videoActive: screen.videoActive,
        playerVisible: screen.videoVisible,
        slideshowVisible: screen.slideshowVisible,
        volumeVisible: false,
        logVisible: settings.log,
      },
      interaction: screen.interaction,
    },
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

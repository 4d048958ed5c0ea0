// What MSX says of itself, of what it shows and of the TV (Attached Data Examples). Settings are numbers, of which 0 is
// off and 1 is on where nothing else is said. What came with a version is missing before it.

/** @wire */
type Named = {
  name: string;
  version: string;
  /** @since 0.1.134 */
  suffix?: string | null;
};

/** @wire */
type ApplicationSettings = {
  validateLinks: number;
  randomPlayback: number;
  /** In milliseconds. */
  slideshowInterval: number;
  /** 0 off, 1 plain, 2 preselect. */
  hoverEffect: number;
  /** @since 0.1.151 */
  immersiveMode?: number;
  /** @since 0.1.156 */
  roundedStyle?: number;
  /** In milliseconds; 0 never. @since 0.1.160 */
  sleepTimeout?: number;
  /** In milliseconds; 0 never. @since 0.1.160 */
  ejectTimeout?: number;
  /** @since 0.1.160 */
  visualExecution?: number;
  menuButton: { action: number; keyCode: number };
};

/** @wire */
type FrameworkSettings = {
  animate: number;
  transform: number;
  input: number;
  remote: number;
  layout: string;
  scale: string;
  zoom: string | null;
  center: number;
  background: number;
  leave: number;
  exit: number;
  back: number;
  volume: number;
  busy: number;
  speed: number;
  playback: number;
  fullscreen: number;
  /** @since 0.1.128 */
  suspend?: number;
  /** Whether media are asked for by https as well. @since 0.1.140 */
  secure?: number;
  /** @since 0.1.157 */
  caption?: number;
  /** @since 0.1.160 */
  pointer?: number;
};

/**
 * What is on screen. Sizes and numbers are -1 where there is nothing.
 * @wire
 */
export type ContentState = {
  start: boolean;
  restored: boolean;
  menuId: string | null;
  menuFlag: string | null;
  menuFocus: string | null;
  menuIndex: number;
  menuSize: number;
  contentId: string | null;
  contentFlag: string | null;
  contentFocus: string | null;
  contentIndex: number;
  contentSize: number;
  contentVisible: boolean;
  panelId: string | null;
  panelFlag: string | null;
  panelFocus: string | null;
  panelIndex: number;
  panelSize: number;
  panelVisible: boolean;
  videoVisible: boolean;
  videoActive: boolean;
  playerVisible: boolean;
  slideshowVisible: boolean;
  volumeVisible: boolean;
  logVisible: boolean;
};

/** Of some TVs some of it. @wire */
type SystemInfo = {
  [
    name in
      | 'name'
      | 'model'
      | 'manufacturer'
      | 'firmware'
      | 'version'
      | 'country'
      | 'language'
      | 'ipAddress'
      | 'ipAddress2'
      | 'macAddress'
      | 'macAddress2'
      | 'networkType'
      | 'networkType2'
      | 'networkName'
      | 'networkName2'
      | 'deviceId'
      | 'deviceFamily'
      | 'deviceVersion'
      | 'vendorName'
      | 'modelName'
      | 'softwareVersion'
      | 'hardwareVersion'
      | 'buildVersion'
      | 'sdkVersion'
      | 'firmwareVersion'
      | 'serialNumber'
  ]?: string | null;
};

/**
 * The answer to `info`. `info:content` and the like bring one part, `info:extended` also `system` and `urlParams`.
 * @wire
 */
export type Info = {
  host?: string;
  secure?: boolean;
  client?: string | null;
  /** `tizen`, `lg`, `android`, … (URL Parameters). */
  platform?: string;
  /** MSX's own ID of the TV, or of this installation. @since 0.1.142 */
  id?: string | null;
  player?: string;
  /** @since 0.1.160 */
  language?: string;
  userAgent?: string;
  /** MSX itself: `version` is `0.1.N`. */
  application?: Named & { settings: ApplicationSettings };
  framework?: Named & { settings: FrameworkSettings };
  content?: {
    name: string | null;
    version: string | null;
    flag: string | null;
    server: string | null;
    secure: boolean;
    /** What MSX was started with. This and addresses beside it are `protected` where it has `msx-protected`. */
    parameter: string | null;
    state: ContentState;
    /** The address of the plugin. */
    interaction: string | null;
  };
  dictionary?: {
    custom: boolean;
    url: string | null;
    name: string;
    version: string;
    /** @since 0.1.160 */
    language?: string;
    size: number;
  };
  /** In pixels. */
  screen?: { width: number; height: number; factor: number; zoomFactor: number };
  /** In milliseconds. */
  time?: { timestamp: number; now: number; zone: number; offset: number; zoneOffset: number };
  urlParams?: { [name: string]: string };
  system?: SystemInfo;
};

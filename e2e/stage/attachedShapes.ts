/**
 * The shapes of what MSX attaches to commits and requests (special/attached-data-examples), as names and kinds:
 * `null` stands for what is a text or an object in other cases.
 */
export type Shape = string | { [key: string]: Shape };

type Kind =
  | 'none'
  | 'info'
  | 'code'
  | 'video'
  | 'resume'
  | 'slider'
  | 'message'
  | 'string'
  | 'response'
  | 'dictionary'
  | 'notification';

export const ATTACHED_SHAPES: Record<Kind, Shape> = {
  none: { data: 'null' },
  code: { code: 'string', data: 'null' },
  // of an Android TV, at the first page of its menu: what `system` has depends on the device
  info: {
    info: {
      host: 'string',
      secure: 'boolean',
      client: 'null',
      platform: 'string',
      id: 'string',
      player: 'string',
      language: 'string',
      userAgent: 'string',
      application: {
        name: 'string',
        version: 'string',
        suffix: 'null',
        settings: {
          validateLinks: 'number',
          randomPlayback: 'number',
          slideshowInterval: 'number',
          hoverEffect: 'number',
          immersiveMode: 'number',
          roundedStyle: 'number',
          sleepTimeout: 'number',
          ejectTimeout: 'number',
          visualExecution: 'number',
          menuButton: {
            action: 'number',
            keyCode: 'number',
          },
        },
      },
      framework: {
        name: 'string',
        version: 'string',
        suffix: 'null',
        settings: {
          animate: 'number',
          transform: 'number',
          input: 'number',
          remote: 'number',
          layout: 'string',
          scale: 'string',
          zoom: 'null',
          center: 'number',
          background: 'number',
          leave: 'number',
          exit: 'number',
          back: 'number',
          volume: 'number',
          busy: 'number',
          speed: 'number',
          playback: 'number',
          fullscreen: 'number',
          suspend: 'number',
          secure: 'number',
          caption: 'number',
          pointer: 'number',
        },
      },
      content: {
        name: 'string',
        version: 'string',
        flag: 'null',
        server: 'string',
        secure: 'boolean',
        parameter: 'string',
        state: {
          start: 'boolean',
          restored: 'boolean',
          menuId: 'null',
          menuFlag: 'null',
          menuFocus: 'string',
          menuIndex: 'number',
          menuSize: 'number',
          contentId: 'string',
          contentFlag: 'null',
          contentFocus: 'null',
          contentIndex: 'number',
          contentSize: 'number',
          contentVisible: 'boolean',
          panelId: 'null',
          panelFlag: 'null',
          panelFocus: 'null',
          panelIndex: 'number',
          panelSize: 'number',
          panelVisible: 'boolean',
          videoVisible: 'boolean',
          videoActive: 'boolean',
          playerVisible: 'boolean',
          slideshowVisible: 'boolean',
          volumeVisible: 'boolean',
          logVisible: 'boolean',
        },
        interaction: 'string',
      },
      dictionary: {
        custom: 'boolean',
        url: 'string',
        name: 'string',
        version: 'string',
        language: 'string',
        size: 'number',
      },
      screen: {
        width: 'number',
        height: 'number',
        factor: 'number',
        zoomFactor: 'number',
      },
      time: {
        timestamp: 'number',
        now: 'number',
        zone: 'number',
        offset: 'number',
        zoneOffset: 'number',
      },
      urlParams: {},
      system: {
        name: 'string',
        ipAddress: 'string',
        manufacturer: 'null',
        deviceId: 'string',
      },
    },
    data: 'null',
  },
  video: {
    video: {
      info: {
        id: 'null',
        index: 'number',
        number: 'number',
        count: 'number',
        listIndex: 'number',
        listSize: 'number',
        type: 'string',
        url: 'string',
        label: 'string',
        background: 'null',
        customLabel: 'null',
        customBackground: 'null',
        properties: 'null',
      },
      data: {
        state: 'number',
        position: 'number',
        duration: 'number',
        speed: 'number',
        ended: 'boolean',
      },
      resume: {
        key: 'null',
        context: 'null',
        count: 'number',
        resuming: 'boolean',
        position: 'null',
        progress: 'number',
        duration: 'number',
      },
      volume: { type: 'string', level: 'number', muted: 'boolean' },
      scene: 'string',
    },
    data: 'null',
  },
  // the keys of `properties` are those of what was played
  resume: { resume: { size: 'number', properties: {} }, data: 'null' },
  slider: {
    slider: {
      state: 'number',
      id: 'null',
      index: 'number',
      number: 'number',
      count: 'number',
      listIndex: 'number',
      listSize: 'number',
      url: 'string',
      label: 'string',
      color: 'null',
      filler: 'null',
      rotation: 'number',
      customLabel: 'null',
      customColor: 'null',
      properties: 'null',
    },
    data: 'null',
  },
  message: { message: 'string', data: 'null' },
  string: { string: 'string', data: 'null' },
  response: { response: { action: 'string' }, error: 'null', data: 'null' },
  // `properties` holds the texts of the app
  dictionary: {
    dictionary: { name: 'string', version: 'string', language: 'string', size: 'number', properties: {} },
    data: 'null',
  },
  notification: { notification: 'string', data: 'null' },
};

/** Every name in a value or a shape, with those that it lies in: `info`, `info.id`, … */
export function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inside]) => [path + key, ...keysOf(inside, `${path}${key}.`)]);
}

/** The shape of a value. */
export function shapeOf(value: unknown): Shape {
  if (value === null) return 'null';
  if (typeof value !== 'object' || Array.isArray(value)) return Array.isArray(value) ? 'array' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, shapeOf(inside)]));
}

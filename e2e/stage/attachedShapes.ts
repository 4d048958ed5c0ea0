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

/** The same kind for each of these names. */
const each = (kind: string, names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, kind]));

/** Where in a list something is. */
const PLACE = each('number', 'index number count listIndex listSize');

export const ATTACHED_SHAPES: Record<Kind, Shape> = {
  none: { data: 'null' },
  code: { code: 'string', data: 'null' },
  // of an Android TV, at the first page of its menu: what `system` has depends on the device
  info: {
    info: {
      host: 'string',
      secure: 'boolean',
      client: 'null',
      ...each('string', 'platform id player language userAgent'),
      application: {
        ...each('string', 'name version'),
        suffix: 'null',
        settings: {
          ...each('number', 'validateLinks randomPlayback slideshowInterval hoverEffect immersiveMode'),
          ...each('number', 'roundedStyle sleepTimeout ejectTimeout visualExecution'),
          menuButton: each('number', 'action keyCode'),
        },
      },
      framework: {
        ...each('string', 'name version'),
        suffix: 'null',
        settings: {
          ...each('number', 'animate transform input remote'),
          ...each('string', 'layout scale'),
          zoom: 'null',
          ...each('number', 'center background leave exit back volume busy speed playback fullscreen'),
          ...each('number', 'suspend secure caption pointer'),
        },
      },
      content: {
        ...each('string', 'name version'),
        flag: 'null',
        server: 'string',
        secure: 'boolean',
        parameter: 'string',
        state: {
          ...each('boolean', 'start restored'),
          ...each('null', 'menuId menuFlag'),
          menuFocus: 'string',
          ...each('number', 'menuIndex menuSize'),
          contentId: 'string',
          ...each('null', 'contentFlag contentFocus'),
          ...each('number', 'contentIndex contentSize'),
          contentVisible: 'boolean',
          ...each('null', 'panelId panelFlag panelFocus'),
          ...each('number', 'panelIndex panelSize'),
          ...each('boolean', 'panelVisible videoVisible videoActive playerVisible'),
          ...each('boolean', 'slideshowVisible volumeVisible logVisible'),
        },
        interaction: 'string',
      },
      dictionary: {
        custom: 'boolean',
        ...each('string', 'url name version language'),
        size: 'number',
      },
      screen: each('number', 'width height factor zoomFactor'),
      time: each('number', 'timestamp now zone offset zoneOffset'),
      urlParams: {},
      system: {
        ...each('string', 'name ipAddress'),
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
        ...PLACE,
        ...each('string', 'type url label'),
        ...each('null', 'background customLabel customBackground properties'),
      },
      data: {
        ...each('number', 'state position duration speed'),
        ended: 'boolean',
      },
      resume: {
        ...each('null', 'key context'),
        count: 'number',
        resuming: 'boolean',
        position: 'null',
        ...each('number', 'progress duration'),
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
      ...PLACE,
      ...each('string', 'url label'),
      ...each('null', 'color filler'),
      rotation: 'number',
      ...each('null', 'customLabel customColor properties'),
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

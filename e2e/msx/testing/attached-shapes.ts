/**
 * The shapes of what MSX attaches to commits and requests (special/attached-data-examples), as names and kinds:
 * `null` stands for what is a text or an object in other cases.
 */
export type Shape = string | { [key: string]: Shape };

type Kind =
  | 'none'
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

/** The shape of a value. */
export function shapeOf(value: unknown): Shape {
  if (value === null) return 'null';
  if (typeof value !== 'object' || Array.isArray(value)) return Array.isArray(value) ? 'array' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, shapeOf(inside)]));
}

import type { Json } from '../json.js';
import type { Info } from './info.js';
import type { ResumeKeys, Slider, Video } from './playback.js';
import type { DictionaryInUse } from './requestedData.js';

/**
 * What MSX hands to a plugin without being asked: by an action's `interaction:commit:…`, or with a request,
 * `execute:video:request:interaction:…`. There is what the action names, and the data that stands beside the action.
 * @wire
 */
export type AttachedData = {
  /** Null where nothing plays. */
  video?: Video | null;
  /** Null where no picture is shown. */
  slider?: Slider | null;
  info?: Info | null;
  resume?: ResumeKeys | null;
  dictionary?: DictionaryInUse | null;
  /** What a person has entered. */
  code?: string | null;
  message?: string | null;
  /** Of the action `notification:…`, which every plugin hears. */
  notification?: string | null;
  string?: string | null;
  response?: Json;
  error?: string | null;
  data?: Json;
};

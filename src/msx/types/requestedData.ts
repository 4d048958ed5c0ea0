import type { Json } from '../json.js';
import type { Info } from './info.js';
import type { ResumeKeys, Slider, Video } from './playback.js';

type InfoPart =
  | 'info'
  | 'info:extended'
  | 'info:base'
  | 'info:application'
  | 'info:framework'
  | 'info:content'
  | 'info:dictionary'
  | 'info:screen'
  | 'info:time';

type VideoPart = 'video' | 'video:info' | 'video:data' | 'video:resume' | 'video:volume' | 'video:scene';

/** The dictionary in use. @wire */
export type DictionaryInUse = {
  name: string;
  version: string;
  /** @since 0.1.160 */
  language?: string;
  size: number;
  properties: { [key: string]: string };
};

/** What a plugin may ask MSX for (Internal Actions, `interaction:commit:…`). */
export type DataId =
  | InfoPart
  | VideoPart
  | 'slider'
  | 'code'
  | 'resume'
  | 'dictionary'
  | `message:${string}`
  | `string:${'transform' | 'normalize'}:${string}`
  | `response:${string}`;

/**
 * What MSX answers; null where there is nothing: no video, no slideshow, a code that a person did not enter.
 */
export type RequestedData<Id extends DataId> = Id extends InfoPart
  ? Info
  : Id extends VideoPart
    ? Video | null
    : Id extends 'slider'
      ? Slider | null
      : Id extends 'resume'
        ? ResumeKeys
        : Id extends 'dictionary'
          ? DictionaryInUse
          : Id extends `response:${string}`
            ? Json
            : string | null;

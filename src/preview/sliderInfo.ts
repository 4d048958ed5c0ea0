import { type Fields, isFields, textOrNull } from './fields.js';
import type { MediaEntry } from './media.js';
import { PAUSED, PLAYING } from './playbackStates.js';

/** What is set for the current slide at run time. */
interface SlideExtras {
  /** The image's own address, once it is resolved. */
  url: string;
  rotation: number;
  customLabel: string | null;
  customColor: string | null;
}

/** What MSX attaches as `slider` (special/attached-data-examples): flat. An opened picture is paused. */
export function sliderInfo(entry: MediaEntry, playing: boolean, extras: SlideExtras): Fields {
  return {
    state: playing ? PLAYING : PAUSED,
    id: textOrNull(entry.fields.id),
    index: entry.index,
    number: entry.number,
    count: entry.count,
    listIndex: entry.listIndex,
    listSize: entry.listSize,
    url: entry.how === 'direct' ? entry.address : extras.url,
    label: textOrNull(entry.fields.imageLabel),
    color: textOrNull(entry.fields.imageColor),
    filler: textOrNull(entry.fields.imageScreenFiller),
    rotation: extras.rotation,
    customLabel: extras.customLabel,
    customColor: extras.customColor,
    properties: isFields(entry.fields.properties) ? entry.fields.properties : null,
  };
}

import { type Fields, fieldsOf, isFields, textOf, textOrNull } from './fields.js';
import type { MediaEntry } from './media.js';
import { PAUSED, PLAYING } from './playbackStates.js';
import { plainText } from './richText.js';
import { initialRotation } from './slideImage.js';
import { knowsExtendedProperty } from './versions.js';

/** What an action may set for the current slide; it is gone with the slide. */
export type SlideSetting = 'label' | 'color' | 'extension' | 'icon' | 'action';

/** The images of a slideshow, and the one that is on screen. */
export interface Slides {
  entries: MediaEntry[];
  at: number;
  playing: boolean;
  /** The current image's own address, once it is resolved. */
  url: string;
  /** `shown` when the image is really on screen. */
  image: 'loading' | 'shown' | 'broken';
  rotation: number;
  /** The captions are to be seen. */
  labels: boolean;
  custom: Partial<Record<SlideSetting, string | undefined>>;
}

/** What tests see of a slideshow. */
export interface SlideshowState extends Pick<Slides, 'url' | 'playing' | 'image' | 'labels'> {
  index: number;
  count: number;
  label: string;
}

export function createSlides(): Slides {
  return {
    entries: [],
    at: 0,
    playing: false,
    url: '',
    image: 'loading',
    rotation: 0,
    labels: true,
    custom: {},
  };
}

export const slideOf = ({ entries, at }: Slides): MediaEntry | undefined => entries[at];

/** A text of the current item; `''` for none. */
export const slideText = (slides: Slides, key: string): string => textOf(slideOf(slides)?.fields[key]);

/** An extended property of the current item; `''` for none, and for one that this MSX does not know. */
export const slideProperty = (slides: Slides, name: string, version: string): string =>
  knowsExtendedProperty(name, version) ? textOf(fieldsOf(slideOf(slides)?.fields.properties)[name]) : '';

export const slideLabel = (slides: Slides): string => slides.custom.label ?? slideText(slides, 'imageLabel');

/** Another slide is the current one; what belongs to a slide alone begins anew with it. */
export function chooseSlide(slides: Slides, index: number, version: string): void {
  slides.at = index;
  slides.custom = {};
  slides.rotation = initialRotation(slideProperty(slides, 'image:rotation:value', version));
  slides.image = 'loading';
  const entry = slideOf(slides);
  slides.url = entry?.how === 'resolve' ? '' : (entry?.address ?? '');
}

export function slideshowState(slides: Slides): SlideshowState | null {
  const entry = slideOf(slides);
  if (!entry) return null;
  const { url, playing, image, labels } = slides;
  const label = plainText(slideLabel(slides));
  return { index: entry.index, count: entry.count, url, label, playing, image, labels };
}

/** What MSX attaches as `slider` (special/attached-data-examples): flat. An opened picture is paused. */
export function sliderInfo(slides: Slides): Fields | null {
  const entry = slideOf(slides);
  if (!entry) return null;
  return {
    state: slides.playing ? PLAYING : PAUSED,
    id: textOrNull(entry.fields.id),
    index: entry.index,
    number: entry.number,
    count: entry.count,
    listIndex: entry.listIndex,
    listSize: entry.listSize,
    url: entry.how === 'direct' ? entry.address : slides.url,
    label: textOrNull(entry.fields.imageLabel),
    color: textOrNull(entry.fields.imageColor),
    filler: textOrNull(entry.fields.imageScreenFiller),
    rotation: slides.rotation,
    customLabel: slides.custom.label ?? null,
    customColor: slides.custom.color ?? null,
    properties: isFields(entry.fields.properties) ? entry.fields.properties : null,
  };
}

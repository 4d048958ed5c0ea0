import { type App, BY_APP } from './app.js';
import type { Fields } from './fields.js';
import type { Resolve } from './resolve.js';
import { createSlideRow, type SlideRow } from './slideRow.js';
import {
  createSlides,
  slideOf,
  slideProperty,
  type SlideSetting,
  sliderInfo,
  type SlideshowState,
  slideshowState,
  slideText,
} from './slides.js';
import { createSlideView } from './slideView.js';

/** Images over the whole screen, one after the other. */
export interface Slideshow extends SlideRow {
  active(): boolean;
  playing(): boolean;
  /** Enter: what `image:action` says, else play or pause. */
  enter(): void;
  /** Shows the captions where there are any that are hidden, else acts. */
  labelsOr(act: () => void): void;
  /** `slider:default`: the captions, else play or pause. */
  byDefault(): void;
  labels(): boolean;
  showLabels(on: boolean): void;
  rotation(): number;
  rotateTo(degrees: number): void;
  /** Sets something for the current slide, `default` takes it back. */
  set(what: SlideSetting, value: string): void;
  /** Takes back what was set for the current slide at run time. */
  reset(): void;
  /** The slider info of the attached data; null when there is no slideshow. */
  info(): Fields | null;
  state(): SlideshowState | null;
}

export function createSlideshow(app: App, resolve: Resolve): Slideshow {
  const slides = createSlides();
  const view = createSlideView(app, slides);
  const row = createSlideRow(app, resolve, slides, view);
  const property = (name: string) => slideProperty(slides, name, app.settings.msxVersion);

  /** Trigger and image actions have no data of their own (special/extended-properties). */
  function run(action: string): void {
    if (action) app.execute(action, null, BY_APP);
  }

  function redraw(): void {
    view.drawLabels();
    app.changed();
  }

  function showLabels(on: boolean): void {
    slides.labels = on;
    redraw();
  }

  /** guess(slide-labels): they are there at first, and count as present where the item has a label or an extension. */
  function labelsOr(act: () => void): void {
    const present = slideText(slides, 'imageLabel') !== '' || property('image:extension') !== '';
    if (present && !slides.labels) showLabels(true);
    else act();
  }

  function byDefault(): void {
    labelsOr(() => {
      if (slides.entries.length > 1) row.play(!slides.playing);
      else app.toast('warn', 'No action available.');
    });
  }

  return {
    ...row,
    active: () => slides.entries.length > 0,
    playing: () => slides.playing,
    enter: () => {
      const action = slides.custom.action ?? property('image:action');
      if (action && action !== 'default') run(action);
      else byDefault();
    },
    labelsOr,
    byDefault,
    labels: () => slides.labels,
    showLabels,
    rotation: () => slides.rotation,
    rotateTo: (degrees) => {
      if (!slideOf(slides)) return;
      slides.rotation = degrees;
      app.send({ event: 'slider:rotation', rotation: degrees });
      if (slides.image === 'shown') view.fit();
      run(property('image:rotation:trigger'));
      app.changed();
    },
    set: (what, value) => {
      // only a label that the document has can be changed (special/internal-actions)
      if (what === 'label' && slideText(slides, 'imageLabel') === '') return;
      slides.custom[what] = value === 'default' ? undefined : value;
      redraw();
    },
    reset: () => {
      slides.custom = {};
      redraw();
    },
    info: () => sliderInfo(slides),
    state: () => slideshowState(slides),
  };
}

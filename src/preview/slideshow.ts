import { type App, BY_APP } from './app.js';
import { cssColor } from './cssColor.js';
import { byId, clear, element, toggleClass } from './dom.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import type { MediaEntry } from './media.js';
import type { Resolve } from './resolve.js';
import { plainText, richText } from './richText.js';
import { rowTarget } from './rowTarget.js';
import { fitImage, initialRotation } from './slideImage.js';
import { sliderInfo } from './sliderInfo.js';
import { knowsExtendedProperty } from './versions.js';

export interface SlideshowState {
  index: number;
  count: number;
  url: string;
  label: string;
  playing: boolean;
  /** `shown` when the image is really on screen. */
  image: 'loading' | 'shown' | 'broken';
  /** The captions are to be seen. */
  labels: boolean;
}

/** What an action may set for the current slide; it is gone with the slide. */
export type SlideSetting = 'label' | 'color' | 'extension' | 'icon' | 'action';

/** Images over the whole screen, one after the other. */
export interface Slideshow {
  /** `stopped` is told when this slideshow is over. */
  start(entries: MediaEntry[], at: number, playing: boolean, stopped: () => void): void;
  active(): boolean;
  /** `next`, `prev`, `first`, `last`, `random`, `index:N`, `number:N` or an item ID. False for none of these. */
  goTo(target: string): boolean;
  play(on: boolean): void;
  playing(): boolean;
  stop(): void;
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
  /** Gives the focus to the item of the current slide, where it stands on a page. */
  sync(): void;
  /** The slider info of the attached data; null when there is no slideshow. */
  info(): Fields | null;
  state(): SlideshowState | null;
}

export function createSlideshow(app: App, resolve: Resolve): Slideshow {
  const layer = byId('slideshow');
  let entries: MediaEntry[] = [];
  let at = 0;
  let playing = false;
  let rotation = 0;
  let shown: SlideshowState['image'] = 'loading';
  let url = '';
  let timer = 0;
  let turn = 0;
  let labels = true;
  let custom: Partial<Record<SlideSetting, string | undefined>> = {};
  let over: () => void = () => undefined;

  const current = (): MediaEntry | undefined => entries[at];
  const property = (name: string): string =>
    knowsExtendedProperty(name, app.settings.msxVersion)
      ? textOf(fieldsOf(current()?.fields.properties)[name])
      : '';

  /** Trigger and image actions have no data of their own (special/extended-properties). */
  function run(action: string): void {
    if (action) app.execute(action, null, BY_APP);
  }

  function info(): Fields | null {
    const entry = current();
    return (
      (entry &&
        sliderInfo(entry, playing, {
          url,
          rotation,
          customLabel: custom.label ?? null,
          customColor: custom.color ?? null,
        })) ??
      null
    );
  }

  function schedule(): void {
    window.clearTimeout(timer);
    const bar = layer.querySelector<HTMLElement>('.slide-timer i');
    if (bar) bar.style.width = '0';
    // the interval starts when the image is there (or will never be), not while it loads
    if (!playing || shown === 'loading' || entries.length < 2) return;
    if (bar) {
      const interval = `width ${app.settings.slideshowIntervalMs}ms linear`;
      bar.style.setProperty('-webkit-transition', interval);
      bar.style.transition = interval;
      window.setTimeout(() => (bar.style.width = '100%'), 20);
    }
    // guess(slideshow-order): random playback is documented for playlists only; and it goes round and round
    timer = window.setTimeout(() => goTo('next'), app.settings.slideshowIntervalMs);
  }

  function drawLabels(): void {
    const entry = current();
    if (!entry) return;
    const label = custom.label ?? textOf(entry.fields.imageLabel);
    const extension = custom.extension ?? property('image:extension');
    const caption = layer.querySelector('.slide-caption');
    if (caption)
      caption.innerHTML =
        `<span class="slide-label">${richText(label)}</span>` +
        `<span class="slide-extension">${richText(extension)}</span>` +
        `<span class="slide-counter">${entry.number} / ${entry.count}</span>`;
    layer.style.backgroundColor = cssColor(custom.color ?? textOf(entry.fields.imageColor)) || '#000';
    toggleClass(layer, 'playing', playing);
    toggleClass(layer, 'no-labels', !labels);
  }

  function settle(how: 'shown' | 'broken'): void {
    shown = how;
    const slide = layer.querySelector('.slide');
    if (slide) slide.className = `slide ${how}`;
    schedule();
    app.changed();
  }

  function fit(image: HTMLImageElement): void {
    fitImage(image, layer, textOf(current()?.fields.imageScreenFiller) || 'fit', rotation);
  }

  function showImage(mine: number): void {
    const slide = element('slide loading', '<span class="spinner"></span>');
    const image = document.createElement('img');
    image.setAttribute('alt', '');
    image.onload = () => {
      if (mine !== turn) return;
      fit(image);
      settle('shown');
      // MSX runs the trigger when the image is visible, not when it was chosen
      run(property('image:trigger'));
    };
    image.onerror = () => {
      if (mine !== turn) return;
      slide.appendChild(
        element(
          'slide-broken',
          `<b>This image cannot be shown</b><span>${richText(url.replace(/[{}]/g, ''))}</span>`,
        ),
      );
      settle('broken');
    };
    image.src = app.secured(url, 'media');
    slide.appendChild(image);
    const holder = layer.querySelector('.slide-holder');
    if (holder) {
      clear(holder);
      holder.appendChild(slide);
    }
  }

  /** What belongs to the slide alone begins anew with it. */
  function choose(index: number): void {
    at = index;
    custom = {};
    rotation = initialRotation(property('image:rotation:value'));
    shown = 'loading';
    url = current()?.how === 'resolve' ? '' : (current()?.address ?? '');
  }

  function showCurrent(): void {
    const entry = current();
    if (!entry) return;
    const mine = ++turn;
    window.clearTimeout(timer);
    drawLabels();
    if (entry.how !== 'resolve') showImage(mine);
    else
      resolve(entry.address, (found) => {
        if (mine !== turn) return;
        url = typeof found === 'string' ? `(${found})` : found.url;
        showImage(mine);
      });
    app.changed();
  }

  function goTo(target: string): boolean {
    const index = rowTarget(target, entries, at);
    const entry = entries[index];
    if (!entry) return false;
    choose(index);
    app.send({
      event: 'slider:position',
      index: entry.index,
      number: entry.number,
      listIndex: entry.listIndex,
    });
    showCurrent();
    return true;
  }

  function play(on: boolean): void {
    if (!current() || playing === on) return;
    playing = on;
    app.send({ event: on ? 'slider:play' : 'slider:pause' });
    drawLabels();
    schedule();
    app.changed();
  }

  function showLabels(on: boolean): void {
    labels = on;
    drawLabels();
    app.changed();
  }

  /** guess(slide-labels): they are there at first, and count as present where the item has a label or an extension. */
  function labelsOr(act: () => void): void {
    const present = textOf(current()?.fields.imageLabel) !== '' || property('image:extension') !== '';
    if (present && !labels) showLabels(true);
    else act();
  }

  function byDefault(): void {
    labelsOr(() => {
      if (entries.length > 1) play(!playing);
      else app.toast('warn', 'No action available.');
    });
  }

  const sync = () => current()?.select?.();

  function stop(): void {
    if (!current()) return;
    window.clearTimeout(timer);
    turn++;
    sync();
    entries = [];
    playing = false;
    clear(layer);
    layer.style.display = 'none';
    app.send({ event: 'slider:stop' });
    over();
    app.changed();
  }

  return {
    start: (list, index, autoplay, stopped) => {
      if (!list.length) return;
      entries = list;
      choose(index);
      playing = false;
      labels = true;
      over = stopped;
      layer.innerHTML =
        '<div class="slide-holder"></div><div class="slide-caption"></div><div class="slide-timer"><i></i></div>';
      layer.style.display = 'block';
      app.send({ event: 'slider:load', info: info() });
      if (autoplay) play(true);
      showCurrent();
    },
    active: () => entries.length > 0,
    goTo,
    play,
    playing: () => playing,
    stop,
    enter: () => {
      const action = custom.action ?? property('image:action');
      if (action && action !== 'default') run(action);
      else byDefault();
    },
    labelsOr,
    byDefault,
    labels: () => labels,
    showLabels,
    rotation: () => rotation,
    rotateTo: (degrees) => {
      if (!current()) return;
      rotation = degrees;
      app.send({ event: 'slider:rotation', rotation });
      const image = layer.querySelector('img');
      if (image && shown === 'shown') fit(image);
      run(property('image:rotation:trigger'));
      app.changed();
    },
    set: (what, value) => {
      // only a label that the document has can be changed (special/internal-actions)
      if (what === 'label' && textOf(current()?.fields.imageLabel) === '') return;
      custom[what] = value === 'default' ? undefined : value;
      drawLabels();
      app.changed();
    },
    reset: () => {
      custom = {};
      drawLabels();
      app.changed();
    },
    sync,
    info,
    state: () => {
      const entry = current();
      if (!entry) return null;
      return {
        index: entry.index,
        count: entry.count,
        url,
        label: plainText(custom.label ?? textOf(entry.fields.imageLabel)),
        playing,
        image: shown,
        labels,
      };
    },
  };
}

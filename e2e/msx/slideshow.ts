import { type App, BY_APP } from './app.js';
import { byId, clear, element, toggleClass } from './dom.js';
import { type Fields, fieldsOf, numberOf, textOf, textOrNull } from './fields.js';
import type { MediaEntry } from './media.js';
import { richText } from './rich-text.js';
import { rowTarget } from './row-target.js';
import { titleOf } from './item-element.js';
import { cssColor } from './colors.js';

/** MSX's names for what a video or a slideshow does (TVXVideoState). */
export const STOPPED = 1;
export const PLAYING = 2;
export const PAUSED = 3;

export interface SlideshowState {
  index: number;
  count: number;
  url: string;
  label: string;
  playing: boolean;
  /** `shown` when the image is really on screen. */
  image: 'loading' | 'shown' | 'broken';
}

/** Images over the whole screen, one after the other. */
export interface Slideshow {
  start(entries: MediaEntry[], at: number, playing: boolean): void;
  active(): boolean;
  /** `next`, `prev`, `first`, `last`, `random`, `index:N`, `number:N` or an item ID. False for none of these. */
  goTo(target: string): boolean;
  play(on: boolean): void;
  playing(): boolean;
  stop(): void;
  /** Enter: what `image:action` says, else play or pause. */
  enter(): void;
  toggleLabels(): void;
  rotate(degrees: number): void;
  /** The slider info of the attached data; null when there is no slideshow. */
  info(): Fields | null;
  state(): SlideshowState | null;
}

/** Finds the real URL of `image:resolve:…`. */
export type Resolve = (address: string, done: (url: string | null, message: string) => void) => void;

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

  const current = (): MediaEntry | undefined => entries[at];

  function info(): Fields | null {
    const entry = current();
    if (!entry) return null;
    return {
      state: playing ? PLAYING : PAUSED,
      id: textOrNull(entry.fields.id),
      index: entry.index,
      number: entry.number,
      count: entry.count,
      listIndex: entry.listIndex,
      listSize: entry.listSize,
      url: entry.how === 'direct' ? entry.address : url,
      label: textOrNull(entry.fields.imageLabel),
      color: textOrNull(entry.fields.imageColor),
      filler: textOrNull(entry.fields.imageScreenFiller),
      rotation,
      customLabel: null,
      customColor: null,
      properties: entry.fields.properties ?? null,
    };
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
    timer = window.setTimeout(
      () => goTo(app.settings.randomPlayback ? 'random' : 'next'),
      app.settings.slideshowIntervalMs,
    );
  }

  function drawLabels(): void {
    const entry = current();
    if (!entry) return;
    const label = textOf(entry.fields.imageLabel) || titleOf(entry.fields);
    const caption = layer.querySelector('.slide-caption');
    if (caption)
      caption.innerHTML =
        `<span class="slide-label">${richText(label)}</span>` +
        `<span class="slide-extension">${richText(textOf(fieldsOf(entry.fields.properties)['image:extension']))}</span>` +
        `<span class="slide-counter">${entry.number} / ${entry.count}</span>`;
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

  function showImage(entry: MediaEntry, mine: number): void {
    const slide = element('slide loading', '<span class="spinner"></span>');
    const image = document.createElement('img');
    image.setAttribute('alt', '');
    image.onload = () => {
      if (mine !== turn) return;
      fit(image, textOf(entry.fields.imageScreenFiller) || 'fit');
      settle('shown');
      // MSX runs the trigger when the image is visible, not when it was chosen
      const trigger = fieldsOf(entry.fields.properties)['image:trigger'];
      if (textOf(trigger)) app.execute(trigger, null, { from: 'app', item: entry.fields, pane: null });
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
    image.src = url;
    slide.appendChild(image);
    const holder = layer.querySelector('.slide-holder');
    if (holder) {
      clear(holder);
      holder.appendChild(slide);
    }
    layer.style.backgroundColor = cssColor(textOf(entry.fields.imageColor)) || '#000';
  }

  /** Sizes the image by hand: object-fit is younger than the TVs. */
  function fit(image: HTMLImageElement, filler: string): void {
    const width = layer.offsetWidth;
    const height = layer.offsetHeight;
    const wide = width / (image.naturalWidth || 1);
    const high = height / (image.naturalHeight || 1);
    const scale = filler === 'cover' || filler === 'width' ? Math.max(wide, high) : Math.min(wide, high);
    const w = filler === 'default' ? width : image.naturalWidth * scale;
    const h = filler === 'default' ? height : image.naturalHeight * scale;
    image.style.width = `${Math.round(w)}px`;
    image.style.height = `${Math.round(h)}px`;
    image.style.left = `${Math.round((width - w) / 2)}px`;
    image.style.top = `${Math.round((height - h) / 2)}px`;
    if (rotation) {
      image.style.setProperty('-webkit-transform', `rotate(${rotation}deg)`);
      image.style.transform = `rotate(${rotation}deg)`;
    }
  }

  function showCurrent(): void {
    const entry = current();
    if (!entry) return;
    const mine = ++turn;
    window.clearTimeout(timer);
    rotation = numberOf(fieldsOf(entry.fields.properties)['image:rotation:value'], 0);
    shown = 'loading';
    url = entry.how === 'resolve' ? '' : entry.address;
    drawLabels();
    if (entry.how !== 'resolve') showImage(entry, mine);
    else
      resolve(entry.address, (found, message) => {
        if (mine !== turn) return;
        url = found ?? `(${message})`;
        showImage(entry, mine);
      });
    app.changed();
  }

  function goTo(target: string): boolean {
    const index = rowTarget(target, entries, at);
    const entry = entries[index];
    if (!entry) return false;
    at = index;
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

  function stop(): void {
    if (!current()) return;
    window.clearTimeout(timer);
    turn++;
    entries = [];
    playing = false;
    clear(layer);
    layer.style.display = 'none';
    app.send({ event: 'slider:stop' });
    app.changed();
  }

  return {
    start: (list, index, autoplay) => {
      if (!list.length) return;
      entries = list;
      at = index;
      playing = false;
      labels = true;
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
      const entry = current();
      const action = entry ? fieldsOf(entry.fields.properties)['image:action'] : null;
      if (entry && textOf(action) && action !== 'default')
        app.execute(action, null, { from: 'person', item: entry.fields, pane: null });
      else play(!playing);
    },
    toggleLabels: () => {
      labels = !labels;
      drawLabels();
    },
    rotate: (degrees) => {
      if (!current()) return;
      rotation = (((rotation + degrees) % 360) + 360) % 360;
      app.send({ event: 'slider:rotation', rotation });
      const image = layer.querySelector('img');
      if (image && shown === 'shown') fit(image, textOf(current()?.fields.imageScreenFiller) || 'fit');
      const trigger = fieldsOf(current()?.fields.properties)['image:rotation:trigger'];
      if (textOf(trigger)) app.execute(trigger, null, BY_APP);
    },
    info,
    state: () => {
      const entry = current();
      if (!entry) return null;
      return {
        index: entry.index,
        count: entry.count,
        url,
        label: textOf(entry.fields.imageLabel),
        playing,
        image: shown,
      };
    },
  };
}

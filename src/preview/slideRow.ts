import { type App, BY_APP } from './app.js';
import type { MediaEntry } from './media.js';
import type { Resolve } from './resolve.js';
import { rowTarget } from './rowTarget.js';
import { chooseSlide, slideOf, slideProperty, sliderInfo, type Slides } from './slides.js';
import type { SlideView } from './slideView.js';

/** One image after the other. */
export interface SlideRow {
  /** `stopped` is told when this slideshow is over. */
  start: (entries: MediaEntry[], at: number, playing: boolean, stopped: () => void) => void;
  /** `next`, `prev`, `first`, `last`, `random`, `index:N`, `number:N` or an item ID. False for none of these. */
  goTo: (target: string) => boolean;
  play: (on: boolean) => void;
  stop: () => void;
  /** Gives the focus to the item of the current slide, where it stands on a page. */
  sync: () => void;
}

export function createSlideRow(app: App, resolve: Resolve, slides: Slides, view: SlideView): SlideRow {
  let turn = 0;
  let over: () => void = () => undefined;
  const timer = createSlideTimer(app, slides, view, () => goTo('next'));

  function settled(how: 'shown' | 'broken'): void {
    slides.image = how;
    timer.begin();
    app.changed();
    // MSX runs the trigger when the image is visible, not when it was chosen
    const action = slideProperty(slides, 'image:trigger', app.settings.msxVersion);
    if (how === 'shown' && action) app.execute(action, null, BY_APP);
  }

  function showCurrent(): void {
    const entry = slideOf(slides);
    if (!entry) return;
    const mine = ++turn;
    const live = () => mine === turn;
    timer.stop();
    view.drawLabels();
    if (entry.how !== 'resolve') view.showImage(live, settled);
    else
      resolve(entry.address, (found) => {
        if (!live()) return;
        slides.url = typeof found === 'string' ? `(${found})` : found.url;
        view.showImage(live, settled);
      });
    app.changed();
  }

  function goTo(target: string): boolean {
    const index = rowTarget(target, slides.entries, slides.at);
    const entry = slides.entries[index];
    if (!entry) return false;
    chooseSlide(slides, index, app.settings.msxVersion);
    const { number, listIndex } = entry;
    app.send({ event: 'slider:position', index: entry.index, number, listIndex });
    showCurrent();
    return true;
  }

  function play(on: boolean): void {
    if (!slideOf(slides) || slides.playing === on) return;
    slides.playing = on;
    app.send({ event: on ? 'slider:play' : 'slider:pause' });
    view.drawLabels();
    timer.begin();
    app.changed();
  }

  function stop(): void {
    const entry = slideOf(slides);
    if (!entry) return;
    timer.stop();
    turn++;
    entry.select?.();
    slides.entries = [];
    slides.playing = false;
    view.close();
    app.send({ event: 'slider:stop' });
    over();
    app.changed();
  }

  function start(entries: MediaEntry[], at: number, playing: boolean, stopped: () => void): void {
    if (!entries.length) return;
    slides.entries = entries;
    chooseSlide(slides, at, app.settings.msxVersion);
    slides.playing = false;
    slides.labels = true;
    over = stopped;
    view.open();
    app.send({ event: 'slider:load', info: sliderInfo(slides) });
    if (playing) play(true);
    showCurrent();
  }

  return { start, goTo, play, stop, sync: () => slideOf(slides)?.select?.() };
}

/** The time that a slide stays. */
function createSlideTimer(app: App, slides: Slides, view: SlideView, next: () => void) {
  let timer = 0;
  return {
    stop: () => window.clearTimeout(timer),
    begin: () => {
      window.clearTimeout(timer);
      // the interval starts when the image is there (or will never be), not while it loads
      const waits = slides.playing && slides.image !== 'loading' && slides.entries.length > 1;
      view.runBar(waits ? app.settings.slideshowIntervalMs : 0);
      // guess(slideshow-order): random playback is documented for playlists only; and it goes round and round
      if (waits) timer = window.setTimeout(next, app.settings.slideshowIntervalMs);
    },
  };
}

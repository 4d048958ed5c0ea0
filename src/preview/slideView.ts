import type { App } from './app.js';
import { cssColor } from './cssColor.js';
import { byId, clear, element, toggleClass } from './dom.js';
import { richText } from './richText.js';
import { fitImage } from './slideImage.js';
import { slideLabel, slideOf, slideProperty, type Slides, slideText } from './slides.js';

/** A slideshow as it is drawn. */
export interface SlideView {
  open: () => void;
  close: () => void;
  drawLabels: () => void;
  /** `live`: it is still the image to show; `settled`: whether it came. */
  showImage: (live: () => boolean, settled: (how: 'shown' | 'broken') => void) => void;
  /** Fits the image that is on screen, turned as it is to be. */
  fit: () => void;
  /** The bar grows for so long; 0: it is empty. */
  runBar: (durationMs: number) => void;
}

export function createSlideView(app: App, slides: Slides): SlideView {
  const layer = byId('slideshow');

  function fit(): void {
    const image = layer.querySelector('img');
    if (image) fitImage(image, layer, slideText(slides, 'imageScreenFiller') || 'fit', slides.rotation);
  }

  return {
    open: () => {
      layer.innerHTML =
        '<div class="slide-holder"></div><div class="slide-caption"></div><div class="slide-timer"><i></i></div>';
      layer.style.display = 'block';
    },
    close: () => {
      clear(layer);
      layer.style.display = 'none';
    },
    drawLabels: () => {
      const entry = slideOf(slides);
      if (!entry) return;
      const extension =
        slides.custom.extension ?? slideProperty(slides, 'image:extension', app.settings.msxVersion);
      const caption = layer.querySelector('.slide-caption');
      if (caption)
        caption.innerHTML =
          `<span class="slide-label">${richText(slideLabel(slides))}</span>` +
          `<span class="slide-extension">${richText(extension)}</span>` +
          `<span class="slide-counter">${entry.number} / ${entry.count}</span>`;
      const color = cssColor(slides.custom.color ?? slideText(slides, 'imageColor'));
      layer.style.backgroundColor = color || '#000';
      toggleClass(layer, 'playing', slides.playing);
      toggleClass(layer, 'no-labels', !slides.labels);
    },
    showImage: (live, settled) => {
      const slide = element('slide loading', '<span class="spinner"></span>');
      const image = document.createElement('img');
      const settle = (how: 'shown' | 'broken') => {
        slide.className = `slide ${how}`;
        settled(how);
      };
      image.setAttribute('alt', '');
      image.onload = () => {
        if (!live()) return;
        fit();
        settle('shown');
      };
      image.onerror = () => {
        if (!live()) return;
        const address = richText(slides.url.replace(/[{}]/g, ''));
        slide.appendChild(
          element('slide-broken', `<b>This image cannot be shown</b><span>${address}</span>`),
        );
        settle('broken');
      };
      image.src = app.secured(slides.url, 'media');
      slide.appendChild(image);
      const holder = layer.querySelector('.slide-holder');
      if (holder) {
        clear(holder);
        holder.appendChild(slide);
      }
    },
    fit,
    runBar: (durationMs) => {
      const bar = layer.querySelector<HTMLElement>('.slide-timer i');
      if (!bar) return;
      bar.style.width = '0';
      if (!durationMs) return;
      const interval = `width ${durationMs}ms linear`;
      bar.style.setProperty('-webkit-transition', interval);
      bar.style.transition = interval;
      window.setTimeout(() => (bar.style.width = '100%'), 20);
    },
  };
}

import type { App } from './app.js';
import { byId, clear, cssUrl, element, toggleClass } from './dom.js';
import { iconHtml } from './iconHtml.js';
import { createPlayerPage, type PlayerPage } from './createPlayerPage.js';
import type { MediaEntry } from './media.js';
import { type Playable, pretendToPlay } from './pretendToPlay.js';
import type { Resolve } from './resolve.js';
import { PRETENDED_S } from './settings.js';

/** Where videos are shown, and the background of audios. */
export interface PlayerStage {
  /** A fresh element for a video or an audio; a pretended one where the browser has none. */
  media(kind: MediaEntry['kind']): Playable;
  /** A fresh player page. */
  page(url: string): Playable;
  /** The player page that is loaded; null where there is none. */
  loadedPage(): PlayerPage | null;
  /** `none`, `resolve:…` or a URL. */
  background(background: string): void;
  clear(): void;
  /** What the layer looks like: there or not, in front of the menu or behind it. */
  show(kind: MediaEntry['kind'] | null, inFront: boolean): void;
}

export function createPlayerStage(app: App, resolve: Resolve): PlayerStage {
  const layer = byId('player');
  let backgrounds = 0;
  let loaded: PlayerPage | null = null;

  function paint(url: string): void {
    layer.style.backgroundImage = url ? cssUrl(app.secured(url, 'media')) : '';
    toggleClass(layer, 'has-background', url !== '');
  }

  return {
    media: (kind) => {
      const real = document.createElement(kind === 'audio' ? 'audio' : 'video');
      const missing = typeof (real as Partial<HTMLMediaElement>).play !== 'function';
      const { pretendedMediaS } = app.settings;
      if (kind === 'audio') layer.appendChild(element('audio-cover', iconHtml('music-note')));
      if (missing && pretendedMediaS === 0)
        app.toast('warn', 'This browser plays no media: MSX host pretends to.');
      if (missing || pretendedMediaS > 0) return pretendToPlay(pretendedMediaS || PRETENDED_S);
      real.setAttribute('playsinline', '');
      layer.appendChild(real);
      return real;
    },
    page: (url) => {
      loaded = createPlayerPage(app, app.secured(url, 'document'));
      layer.appendChild(loaded.frame);
      return loaded;
    },
    loadedPage: () => loaded,
    background: (background) => {
      const mine = ++backgrounds;
      if (background.indexOf('resolve:') !== 0) paint(background === 'none' ? '' : background);
      else
        resolve(background.slice('resolve:'.length), (found) => {
          if (mine === backgrounds) paint(typeof found === 'string' ? '' : found.url);
        });
    },
    clear: () => {
      loaded?.close();
      loaded = null;
      clear(layer);
    },
    show: (kind, inFront) => {
      layer.style.display = kind ? 'block' : 'none';
      toggleClass(document.body, 'player-foreground', kind !== null && inFront);
      toggleClass(layer, 'audio', kind === 'audio');
    },
  };
}

import type { App } from './app.js';
import type { Changes } from './createChanges.js';
import { createDocumentCache } from './documentCache.js';
import { urlValuesOf } from './documentUrl.js';
import { toggleClass } from './dom.js';
import { createFocusCache } from './focus.js';
import { type DocumentSources, loadDocument } from './loadDocument.js';
import type { PlayerPage } from './createPlayerPage.js';
import type { PluginWindow } from './pluginWindow.js';
import { secureAddress } from './secureAddress.js';
import type { Settings } from './settings.js';
import type { Toasts } from './toasts.js';

/** What the page is made of before anything is on screen. */
export interface Ground extends Pick<Changes, 'changed'> {
  settings: Settings;
  toasts: Toasts;
  /** The app has come back from a link. */
  restored: boolean;
}

/** @param later what is made of the app, and so comes after it */
export function createApp(
  { settings, changed, toasts, restored }: Ground,
  plugin: () => PluginWindow,
  later: Pick<App, 'execute' | 'blank' | 'answer'> & { playerPage(): PlayerPage | null },
): App {
  const cache = createDocumentCache();
  const isSecure = window.location.protocol === 'https:';
  let busyCount = 0;
  const app: App = {
    settings,
    execute: (action, data, context) => later.execute(action, data, context),
    load: (source, data, done, options) => {
      const sources: DocumentSources = {
        plugin: plugin(),
        playerPage: later.playerPage(),
        cache,
        urlValues: (atStart) => urlValuesOf(settings, atStart),
        msxVersion: () => settings.msxVersion,
        secured: (url) => app.secured(url, 'document'),
      };
      loadDocument(sources, source, data, done, options);
    },
    release: (slot, address) => cache.release(slot, address),
    focusCache: createFocusCache(),
    startup: { name: null, version: null },
    secured: (url, kind) => secureAddress(url, kind, isSecure, settings.secure),
    restored,
    blank: () => later.blank(),
    toast: (level, text) => toasts.show(level, text),
    answer: (dataId, done) => later.answer(dataId, done),
    send: (event) => {
      plugin().event(event);
      later.playerPage()?.tell(event);
      changed();
    },
    changed,
    busy: (on) => {
      busyCount = Math.max(0, busyCount + (on ? 1 : -1));
      toggleClass(document.body, 'busy', busyCount > 0);
      changed();
    },
    isBusy: () => busyCount > 0,
  };
  return app;
}

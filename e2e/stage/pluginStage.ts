import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test as base } from '@playwright/test';
import { type Host, openHost } from './openHost.js';
import { LIBRARY, type Origins, startOrigins } from './startOrigins.js';
import type { Answer, Routes } from './startServer.js';

const DIST = join(import.meta.dirname, '../../dist');

export const script = (body: string): Answer => ({ body, type: 'text/javascript' });
export const library = (): Answer => script(readFileSync(LIBRARY, 'utf8'));

/** What lies where. */
export interface Files {
  /** What the host of the documents answers, by path; the sample gallery lies there as well, in `/gallery/`. */
  documents?: Routes;
  /** The configuration. Its menu is `/menu.json` on the host of the documents; null: there is none. */
  config?: Record<string, unknown> | null;
  /** What else lies beside the page, in the folder `/tv/`, by its path there. */
  beside?: Routes;
  /** Whether the TVX library lies there, too. */
  hasLibrary?: boolean;
}

/** The built plugin on a static host, the documents on another, and MSX on a third. */
export interface Stage extends Origins {
  page: Page;
  /** The address of the page. */
  address: string;
  /** The absolute address of a document. */
  at: (path: string) => string;
  /** Puts one more file beside the page. */
  put: (path: string, answer: Answer) => void;
  /** Opens MSX with the plugin's menu. `query` follows the address of the page. */
  open: (settings?: Record<string, string>, query?: string) => Promise<Host>;
  /** The same, and waits until a text is on screen, or among the items there. */
  openTo: (text: string, ...as: Parameters<Stage['open']>) => Promise<Host>;
  /** Opens MSX with any start parameter. */
  openStart: (start: string, settings?: Record<string, string>) => Promise<Host>;
  /** The addresses that the host of the documents was asked for, of those that begin like this. */
  asked: (beginning?: string) => string[];
}

export const test = base.extend<{ serve: (files?: Files) => Promise<Stage> }>({
  serve: async ({ page }, use) => {
    const stages: Stage[] = [];
    await use(async ({ documents = {}, config = {}, beside = {}, hasLibrary = true } = {}) => {
      const files: Routes = hasLibrary ? { '/tv/tvx-plugin.min.js': library() } : {};
      const gallery = { '/gallery/': join(DIST, 'bridge/gallery') };
      const origins = await startOrigins(
        { files: { '/tv/': join(DIST, 'plugin') }, routes: files },
        documents,
        gallery,
      );
      const at = (path: string) => `${origins.documents.origin}${path}`;
      if (config) files['/tv/plugin.config.json'] = { json: { menu: at('/menu.json'), ...config } };
      for (const [path, answer] of Object.entries(beside)) files[`/tv/${path}`] = answer;
      const address = `${origins.plugin.origin}/tv/plugin.html`;
      const openStart: Stage['openStart'] = (start, settings) =>
        openHost(page, origins.app.origin, start, settings);
      const stage: Stage = {
        ...origins,
        page,
        address,
        at,
        put: (path, answer) => (files[`/tv/${path}`] = answer),
        openStart,
        open: (settings, query = '') =>
          openStart(`menu:request:interaction:init@${address}${query}`, settings),
        openTo: async (text, ...as) => {
          const host = await stage.open(...as);
          await host.until(`"${text}"`, shows(text));
          return host;
        },
        asked: (beginning = '') =>
          origins.documents.arrived.map(({ url }) => url).filter((url) => url.startsWith(beginning)),
      };
      stages.push(stage);
      return stage;
    });
    await Promise.all(stages.map((stage) => stage.close()));
  },
});

/** A Samsung of no year in particular. */
export const DEVICE = { macAddress: '00:11:22:33:44:55', platform: 'tizen' };

/** A menu whose entries are documents of the same name. */
export const aMenu = (...labels: string[]): Answer => ({
  json: { headline: 'Test', menu: labels.map((label) => ({ label, data: `${label}.json` })) },
});
export const aPage = (title: string): Answer => ({
  json: { headline: 'A page', pages: [{ items: [{ type: 'button', layout: '0,0,4,1', label: title }] }] },
});
/** A page of items that a template describes. */
export const aGrid = (template: object, ...items: object[]): Answer => ({
  json: { template: { type: 'separate', layout: '0,0,2,2', ...template }, items },
});
export const gone = (): Answer => ({ body: 'gone', type: 'text/plain', status: 404 });

/** Whether a text is on screen, or among the items there. */
export const shows = (text: string) => (state: Awaited<ReturnType<Host['state']>>) =>
  JSON.stringify(state).includes(text);

/** What MSX warns of: actions that it does not know, items outside of the grid. */
export const warnings = async (host: Host) =>
  (await host.state()).allToasts.filter(({ level }) => level === 'warn' || level === 'error');

/** The device ID that a link carries. */
export const idIn = (text: string) => /device_id=([^&"\\>]+)/.exec(text)?.[1];

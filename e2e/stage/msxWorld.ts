import { test as base } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host, openHost } from './openHost.js';
import { type Origins, startOrigins, TEST_PLUGIN_FILES } from './startOrigins.js';
import type { Answer, Routes } from './startServer.js';

/** What a test of loading has. */
export interface World {
  origins: Origins;
  /** What the server of documents answers, by path; and the one of the plugin. */
  documents: Routes;
  beside: Routes;
  /** The absolute address of a document. */
  at: (path: string) => string;
  /** Items of a menu, each with the page `/NAME.json`. */
  links: (...names: string[]) => Fields[];
  /** The address of the plugin's page. */
  plugin: string;
  open: (start: string, settings?: Record<string, string>) => Promise<Host>;
  /** The same, and waits for a page that begins with an item of this ID. */
  openTo: (id: string, ...as: Parameters<World['open']>) => Promise<Host>;
  /** Begins with the page `/NAME.json`, which has one button, of this name. */
  openPage: (name: string, settings?: Record<string, string>, more?: Fields) => Promise<Host>;
  /** Begins with a menu, `/menu.json`, whose first page begins with an item of this ID. */
  openMenu: (id: string, menu: Fields, settings?: Record<string, string>) => Promise<Host>;
  /** The same by way of a start document, which refers to the menu. */
  openReferred: (id: string, menu: Fields) => Promise<Host>;
  /** Goes to the page `/NAME.json`, which begins with an item of this name. */
  goTo: (host: Host, name: string) => Promise<void>;
  /** The addresses that the server of documents was asked for, without what MSX adds. */
  asked: () => string[];
  /** What was asked for by an action, or whatever it is, once everything that is under way has come to an end. */
  askedBy: (host: Host, act: string | (() => Promise<unknown>)) => Promise<string[]>;
}

/** A small MSX, a plugin and documents, each on an origin of its own, for the tests of how MSX loads. */
export const test = base.extend<{ world: World }>({
  world: async ({ page }, use) => {
    const documents: Routes = { '/ping': { json: {} } };
    const beside: Routes = {};
    const origins = await startOrigins({ files: TEST_PLUGIN_FILES, routes: beside }, documents);
    const at = (path: string) => `${origins.documents.origin}${path}`;
    const asked = () => origins.documents.arrived.map(({ url }) => url.replace(/[?&]v=[^&]*&t=\d+$/, ''));
    const open: World['open'] = (start, settings = {}) => openHost(page, origins.app.origin, start, settings);
    const openTo: World['openTo'] = async (id, ...as) => {
      const host = await open(...as);
      await host.until(`the page of "${id}"`, shows(id));
      return host;
    };
    await use({
      origins,
      documents,
      beside,
      at,
      links: (...names) => names.map((name) => ({ id: name, label: name, data: at(`/${name}.json`) })),
      plugin: `${origins.plugin.origin}/plugin/plugin.html`,
      open,
      openTo,
      openPage: (name, settings, more) => {
        documents[`/${name}.json`] = json(pageOf(name.toUpperCase(), [name], more));
        return openTo(name, `content:${at(`/${name}.json`)}`, settings);
      },
      openMenu: (id, menu, settings) => {
        documents['/menu.json'] = json(menu);
        return openTo(id, `menu:${at('/menu.json')}`, settings);
      },
      openReferred: (id, menu) => {
        documents['/menu.json'] = json(menu);
        documents['/start.json'] = json({ reference: at('/menu.json') });
        return openTo(id, `menu:${at('/start.json')}`);
      },
      goTo: async (host, name) => {
        await host.execute(`content:${at(`/${name}.json`)}`);
        await host.until(`the page of "${name}"`, shows(name));
      },
      asked,
      askedBy: async (host, act) => {
        const before = asked().length;
        await (typeof act === 'string' ? host.execute(act) : act());
        await host.until('nothing is under way', (s) => !s.busy && s.content?.loading !== true);
        // whatever was sent before this has arrived before it
        await page.evaluate((url) => fetch(url), at('/ping'));
        return asked()
          .slice(before)
          .filter((url) => url !== '/ping');
      },
    });
    await origins.close();
  },
});

/** An answer. */
export const json = (document: unknown): Answer => ({ json: document });
/** A page with buttons, one a row. */
export const pageOf = (headline: string, ids: string[], more: Fields = {}): Fields => ({
  headline,
  pages: [{ items: ids.map((id, row) => ({ id, type: 'button', layout: `0,${row},4,1`, label: id })) }],
  ...more,
});
/** A menu. */
export const menuOf = (headline: string, items: Fields[], more: Fields = {}): Fields => ({
  headline,
  menu: items,
  ...more,
});

/** Whether the page on screen begins with an item of this ID. */
export const shows = (id: string) => (s: Awaited<ReturnType<Host['state']>>) =>
  s.content?.items[0]?.id === id;
/** The IDs of the page on screen. */
export const shownIds = async (host: Host) => (await host.state()).content?.items.map(({ id }) => id);
/** The ID of the item that has the focus. */
export const focused = async (host: Host) =>
  (await host.state()).content?.items.find((item) => item.focused)?.id;

// @vitest-environment jsdom
// @vitest-environment-options { "url": "http://page.example/tv/plugin.html" }
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { originOf } from '../msx/url.js';
import { aboutOf } from '../tvx/about.js';
import { createPairing } from './createPairing.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
import type { First } from './firstStage.js';
import type { Made } from './made.js';
import type { Plugin } from './plugin.js';

const ORIGIN = 'http://own.example';
const REGISTRATION = `${ORIGIN}/api/player`;
const KEY = 'a49f8f48-3f71-4a50-8b1b-44ae80facc35';
const GIVEN = { deviceId: 'TV', playerKey: KEY, token: 'token', username: null, password: null };
const MENU: Made = { document: { menu: [{ label: 'Songs' }] } };

/** What was asked: the address, and who said to be asking. */
let asked: { url: string; bearer: string }[];
/** What each request is answered with; 0 = nobody answers. */
let status: number;

beforeEach(() => {
  asked = [];
  status = 200;
  localStorage.clear();
  vi.stubGlobal(
    'XMLHttpRequest',
    class extends EventTarget {
      readyState = 1;
      status = 0;
      responseText = '';
      onreadystatechange: (() => void) | null = null;
      private one = { url: '', bearer: '' };
      open(_method: string, url: string) {
        this.one.url = url;
      }
      setRequestHeader(name: string, value: string) {
        if (name === 'Authorization') this.one.bearer = value;
      }
      getAllResponseHeaders() {
        return '';
      }
      abort() {
        this.onreadystatechange = null;
      }
      send() {
        asked.push(this.one);
        void Promise.resolve().then(() => {
          this.readyState = 4;
          this.status = status;
          this.dispatchEvent(new Event('readystatechange'));
          this.onreadystatechange?.();
        });
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

/** A TV that keeps what a server gave it, or nothing. */
async function tv(kept: unknown = GIVEN, settings: Partial<typeof DEFAULT_SETTINGS> = {}) {
  const stored: Record<string, string> = { [`paired:${REGISTRATION}`]: JSON.stringify(kept) };
  const executed: string[] = [];
  const first = {
    identity: Promise.resolve({ deviceId: 'TV', source: 'msx' }),
    tvx: Promise.resolve({ executeAction: (action: string) => void executed.push(action) }),
    journal: { log: () => undefined },
    kept: null,
  } as unknown as First;
  const plugin = {
    keep: {
      read: (key: string) => Promise.resolve(stored[key] ?? null),
      write: (key: string, value: string) => Promise.resolve(void (stored[key] = value)),
    },
    known: { about: aboutOf({ application: { version: '0.1.166' } }), reporter: null },
    pageUrl: 'http://page.example/tv/plugin.html',
    handleRequest: () => Promise.resolve(),
    handleEvent: () => undefined,
  } as unknown as Plugin;
  const loaded = await createPairing(
    first,
    plugin,
  )({
    settings: {
      ...DEFAULT_SETTINGS,
      broker: { ...DEFAULT_SETTINGS.broker },
      menu: `${ORIGIN}/menu.json`,
      registration: REGISTRATION,
      ...settings,
    },
    isFallback: false,
  });
  const access = loaded.access!;
  return {
    stored,
    executed,
    access,
    settings: loaded.settings,
    kept: () => stored[`paired:${REGISTRATION}`],
  };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const shown = async (made: Promise<Made>) => JSON.stringify(await made);

describe('a TV that is paired', () => {
  it('has the key and the token of its server', async () => {
    const { access, settings } = await tv();
    expect(access.playerKey()).toBe(KEY);
    expect(settings.broker).toEqual({ url: null, username: null, password: 'token' });
    expect(await shown(access.menu(() => Promise.resolve(MENU)))).toContain('Songs');
  });

  it('keeps to a password of the configuration, and takes the broker’s own before the token', async () => {
    const broker = { url: 'ws://b', username: 'anna', password: 'hunter2' };
    expect((await tv(GIVEN, { broker })).settings.broker).toEqual(broker);
    const own = { ...GIVEN, username: 'tv', password: 'other' };
    expect((await tv(own)).settings.broker).toEqual({ url: null, username: 'tv', password: 'other' });
  });

  it.each([
    ['another TV', { ...GIVEN, deviceId: 'other TV' }],
    ['nobody', null],
  ])('is not one by what was given to %s', async (_whom, kept) => {
    const { access, settings } = await tv(kept);
    expect(access.playerKey()).toBeNull();
    expect(settings.broker.password).toBeNull();
    expect(settings.menuCache).toBe(false);
    expect(await shown(access.menu(() => Promise.resolve(MENU)))).not.toContain('Songs');
  });

  it('says who it is to the origin of its server, and to no other, however it is spelled', async () => {
    const { access } = await tv();
    access.beginRequest(`${ORIGIN}/album.json?t=1`);
    expect(asked.pop()).toEqual({ url: `${ORIGIN}/album.json?t=1`, bearer: 'Bearer token' });
    const part = fc.constantFrom(
      'http://',
      'https://',
      'HTTP://',
      '//',
      'own.example',
      'OWN.example',
      '.own.example',
      'own.example.evil',
      '@',
      ':80',
      ':8080',
      '\\',
      '/',
      '?',
      '#',
      'a',
      '%2e',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const url = parts.join('');
        access.beginRequest(url);
        expect(asked.pop()!.bearer).toBe(originOf(url) === ORIGIN ? 'Bearer token' : '');
      }),
      { numRuns: 2000 },
    );
    // what is told who asks is the server, as browsers read the address as well
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        access.beginRequest(parts.join(''));
        const { url, bearer } = asked.pop()!;
        if (bearer) expect(new URL(url).origin).toBe(ORIGIN);
      }),
      { numRuns: 2000 },
    );
    status = 200;
  });

  it('is none any more when its server answers 401, and begins anew', async () => {
    const { access, executed, kept } = await tv();
    status = 401;
    access.beginRequest(`${ORIGIN}/album.json`);
    await settled();
    expect(access.playerKey()).toBeNull();
    expect(kept()).toBe('null');
    expect(executed).toEqual(['reload']);
    access.beginRequest(`${ORIGIN}/album.json`);
    expect(asked.pop()!.bearer).toBe('');
  });

  it('has the menu of one that is not paired where that for the menu is 401', async () => {
    const { access, executed, settings } = await tv();
    status = 401;
    const menu = access.menu(() => {
      access.beginRequest(`${ORIGIN}/menu.json`);
      return settled().then(() => MENU);
    });
    expect(await shown(menu)).toContain('Pair this TV');
    expect(settings.menuCache).toBe(false);
    expect(executed).toEqual([]);
  });

  it.each([0, 403, 404, 500])('stays one where the answer is %d', async (answer) => {
    const { access, executed, kept } = await tv();
    status = answer;
    access.beginRequest(`${ORIGIN}/album.json`);
    access.refused(3);
    await settled();
    expect(access.playerKey()).toBe(KEY);
    expect(kept()).toBe(JSON.stringify(GIVEN));
    expect(executed).toEqual([]);
  });

  it('asks its server when the broker has refused it three times in a row', async () => {
    const { access, executed } = await tv();
    status = 401;
    access.refused(1);
    access.refused(2);
    expect(asked).toEqual([]);
    access.refused(3);
    expect(asked).toEqual([
      { url: `${REGISTRATION}/${KEY}/credentials`, bearer: 'Bearer token' },
      { url: `${ORIGIN}/menu.json`, bearer: 'Bearer token' },
    ]);
    await settled();
    expect(executed).toEqual(['reload']);
  });

  it('asks no other host what it thinks of the token', async () => {
    const { access } = await tv(GIVEN, { menu: 'menu.json' });
    access.refused(3);
    expect(asked.map(({ url }) => url)).toEqual([`${REGISTRATION}/${KEY}/credentials`]);
  });
});

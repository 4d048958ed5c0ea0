import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../msx/json.js';
import { askLibrary } from './askLibrary.js';
import { inputState } from './inputState.js';
import type { Pieces } from './listPieces.js';
import type { FetchedDocument, PageTools } from './pageTools.js';
import { readInputRequest } from './readInputRequest.js';

type Host = Record<string, JsonObject | 'silent'>;

/** A static host with these documents. */
function stage(host: Host, length = 100) {
  const asked: string[] = [];
  let now = 0;
  const tools: PageTools = {
    pluginUrl: 'http://own/tv/plugin.html',
    build: 165,
    nowMs: () => now,
    fetchDocument: (url) => {
      asked.push(url);
      const document = host[url];
      if (document === 'silent') return new Promise<FetchedDocument>(() => undefined);
      return Promise.resolve(
        document ? { document, url, length } : { problem: { message: `${url} is not there.` } },
      );
    },
    tagDocument: (document) =>
      JSON.parse(JSON.stringify(document).replace(/\.mp4/g, '.mp4?device_id=1')) as JsonObject,
    deviceId: '1',
    mayCarry: (url) => url.startsWith('http://own/'),
    executeAction: () => undefined,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const ask = askLibrary(tools);
  const answer = (text: string, url = 'films.json') =>
    ask({ ...inputState(readInputRequest(url, 'search')), text }, null);
  return {
    asked,
    answer,
    pass: (ms: number) => (now += ms),
    find: async (text: string, url?: string) => (await answer(text, url)) as Pieces,
    titles: async (text: string) =>
      (((await answer(text)) as Pieces).document.items as JsonObject[]).map(({ title }) => title),
  };
}

const FILMS: Host = {
  'http://own/tv/films.json': {
    template: { layout: '0,0,2,4', action: 'video:http://own/x.mp4', type: 'teaser' },
    items: [
      { id: 'one', title: 'Été à Paris', titleFooter: 'Éric Rohmer', focus: true },
      { title: 'Der große Diktator', action: 'content:more/war.json' },
      { title: '{ico:movie} {txt:msx-red:Ran}' },
      { title: 'Elsewhere', action: 'content:http://other/list.json' },
    ],
  },
  'http://own/tv/more/war.json': {
    pages: [
      {
        items: [
          { type: 'button', label: 'Paths of Glory', layout: '0,0,1,1', action: 'video:glory.mp4' },
          { type: 'space', headline: 'Paths to nowhere', layout: '1,0,1,1' },
        ],
      },
    ],
    items: 'broken',
  },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a search without a server', () => {
  it('finds titles and labels without regard to case and accents', async () => {
    const { titles } = stage(FILMS);
    expect(await titles('ETE')).toEqual(['Été à Paris']);
    expect(await titles('grosse')).toEqual(['Der große Diktator']);
    expect(await titles('rohmer paris')).toEqual(['Été à Paris']);
    expect(await titles('ran')).toEqual(['{ico:movie} {txt:msx-red:Ran}']);
    expect(await titles('movie')).toEqual([]);
    expect(await titles(' ')).toEqual([]);
  });

  it('finds what is in the documents that the first one links to, on the owner’s origins only', async () => {
    const { titles, asked } = stage(FILMS);
    expect(await titles('paths')).toEqual(['Paths of Glory']);
    expect(asked).toEqual(['http://own/tv/films.json', 'http://own/tv/more/war.json']);
  });

  it('gives the items themselves, tagged, with what they have from their template, and without their place', async () => {
    const { find } = stage(FILMS);
    expect((await find('paris')).document.items).toEqual([
      { title: 'Été à Paris', titleFooter: 'Éric Rohmer', action: 'video:http://own/x.mp4?device_id=1' },
    ]);
  });

  it('reads no document that MSX asks for with credentials or fills something into, and none twice', async () => {
    const actions = [
      'content:user:u.json',
      'content:{context:x}.json',
      'content:{PLATFORM}.json',
      'content:c.json#1',
    ];
    const { find, asked } = stage({
      'http://own/tv/films.json': {
        items: [...actions, 'panel:c.json#2'].map((action) => ({ title: 't', action })),
      },
      'http://own/tv/c.json': { items: [] },
    });
    await find('t');
    expect(asked).toEqual(['http://own/tv/films.json', 'http://own/tv/c.json']);
  });

  it('finds nothing that is not displayed, or does nothing', async () => {
    const { titles } = stage({
      'http://own/tv/films.json': {
        items: [
          { title: 'a', action: 'info:a', display: false },
          { title: 'ab', action: '' },
          { title: 'abc' },
          { title: 'abcd', action: 'info:x' },
        ],
      },
    });
    expect(await titles('a')).toEqual(['abcd']);
  });

  it('asks for four documents at once', async () => {
    const items = Array.from({ length: 9 }, (_, i) => ({ title: `t${i}`, action: `content:${i}.json` }));
    const host: Host = { 'http://own/tv/films.json': { items } };
    items.forEach((_, i) => (host[`http://own/tv/${i}.json`] = 'silent'));
    const { answer, asked } = stage(host);
    void answer('t');
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toHaveLength(5);
  });

  it('fills in what a template takes from its items', async () => {
    const { find } = stage({
      'http://own/tv/films.json': {
        template: {
          action: 'video:resolve:http://own/r',
          properties: { 'makapix:post_id': '{context:post}', 'x': '{context:none}', 'n': '{context:n}' },
        },
        items: [{ title: 'A', post: '7', n: 3 }],
      },
    });
    expect((await find('a')).document.items).toMatchObject([
      { properties: { 'makapix:post_id': '7', 'x': '{context:none}', 'n': '' } },
    ]);
  });

  it('finds what is in a menu, and in documents within documents', async () => {
    const { titles } = stage({
      'http://own/tv/films.json': {
        menu: [
          { label: 'Films', data: { pages: [{ items: [{ title: 'Inner one', action: 'info:1' }] }] } },
          { label: 'More', data: 'more.json' },
        ],
      },
      'http://own/tv/more.json': {
        items: [
          {
            title: 'Box',
            action: 'content:data',
            data: { pages: [{ items: [{ title: 'Inner two', action: 'info:2' }] }] },
          },
        ],
      },
    });
    expect(await titles('inner')).toEqual(['Inner one', 'Inner two']);
  });

  it('puts first where a word begins so', async () => {
    const items = ['Start', 'The art of war', 'Art'].map((title) => ({ title, action: `info:${title}` }));
    const { titles } = stage({ 'http://own/tv/films.json': { items } });
    expect(await titles('art')).toEqual(['The art of war', 'Art', 'Start']);
  });

  it('shows an item once, in however many documents it is', async () => {
    const item = { title: 'Same', action: 'info:x' };
    const { titles } = stage({
      'http://own/tv/films.json': { items: [item, item, { title: 'b', action: 'content:b.json' }] },
      'http://own/tv/b.json': { items: [item] },
    });
    expect(await titles('same')).toEqual(['Same']);
  });

  it('says how many documents it has read, and what was left out', async () => {
    const { find } = stage({
      'http://own/tv/films.json': { items: [{ title: 'a', action: 'content:gone.json' }] },
    });
    expect((await find('a')).document.hint).toBe(
      '1 found in 1 document; 1 left out: http://own/tv/gone.json is not there.',
    );
  });

  it('reads 200 documents at most', async () => {
    const items = Array.from({ length: 250 }, (_, i) => ({ title: `t${i}`, action: `content:${i}.json` }));
    const host: Host = { 'http://own/tv/films.json': { items } };
    items.forEach((_, i) => (host[`http://own/tv/${i}.json`] = { items: [] }));
    const { find, asked } = stage(host);
    expect((await find('t24')).document.hint).toBe('11 found in 200 documents; 51 left out');
    expect(asked).toHaveLength(200);
  });

  it('reads 10 MB at most', async () => {
    const host: Host = {};
    for (let i = 0; i < 9; i++)
      host[`http://own/tv/${i || 'films'}.json`] = {
        items: [{ title: `t${i}`, action: `content:${i + 1}.json` }],
      };
    const { find } = stage(host, 3_000_000);
    expect((await find('t')).document.hint).toBe('3 found in 3 documents; 1 left out');
  });

  it('goes by what is there after 5 s', async () => {
    const { answer } = stage({
      'http://own/tv/films.json': { items: [{ title: 'a', action: 'content:slow.json' }] },
      'http://own/tv/slow.json': 'silent',
    });
    const found = answer('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(((await found) as Pieces).document.hint).toBe('1 found in 1 document; 1 left out');
  });

  it('shows the first hundred of what is found', async () => {
    const items = Array.from({ length: 150 }, (_, i) => ({ title: `t${i}`, action: `info:${i}` }));
    const { find } = stage({ 'http://own/tv/films.json': { items } });
    const { document } = await find('t');
    expect(document.items).toHaveLength(100);
    expect(document.hint).toBe('The first 100 of 150 found in 1 document');
  });

  it('reads once for ten minutes, and again at once where nothing could be read', async () => {
    const { find, asked, pass, answer } = stage({ 'http://own/tv/films.json': { items: [] } });
    await find('a');
    pass(600_000);
    await find('ab');
    expect(asked).toHaveLength(1);
    pass(1);
    await find('abc');
    expect(asked).toHaveLength(2);
    expect(await answer('a', 'none.json')).toEqual({
      problem: { message: 'http://own/tv/none.json is not there.' },
    });
    await answer('a', 'none.json');
    expect(asked).toHaveLength(4);
  });

  it('does not read what is not the owner’s', async () => {
    const { answer, asked } = stage({});
    expect(await answer('a', 'http://other/a.json')).toHaveProperty('problem');
    expect(asked).toEqual([]);
  });
});

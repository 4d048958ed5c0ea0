import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { Json, JsonObject } from '../msx/json.js';
import { askService, createInputPages } from './createInputPages.js';
import { keysOf } from './keyboards.js';
import type { FetchedDocument, PageTools } from './pageTools.js';

const PLUGIN = 'http://own/tv/plugin.html';
const FILMS: JsonObject = {
  headline: 'Found',
  hint: 'Two films',
  template: { type: 'separate', layout: '0,0,2,4' },
  items: [
    { title: 'Alpha', action: 'video:http://own/a.mp4' },
    { title: 'Beta', action: 'video:http://own/b.mp4' },
  ],
};

/** A plugin around the pages, with a server that answers when the test says so. */
function stage(build = 165) {
  const asked: { url: string; withCredentials: boolean }[] = [];
  const waiting: ((answer: FetchedDocument) => void)[] = [];
  const executed: { action: string; data?: JsonObject }[] = [];
  const tools: PageTools = {
    pluginUrl: PLUGIN,
    build,
    nowMs: () => Date.now(),
    fetchDocument: (url, withCredentials) => {
      asked.push({ url, withCredentials });
      return new Promise((resolve) => waiting.push(resolve));
    },
    tagDocument: (document) =>
      JSON.parse(JSON.stringify(document).replace(/\.mp4/g, '.mp4?device_id=1')) as JsonObject,
    deviceId: 'DEV 1',
    mayCarry: (url) => url.startsWith('http://own/'),
    executeAction: (action, data) => executed.push({ action, ...(data ? { data } : {}) }),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const answer = createInputPages(tools, 'input', askService(tools), 'default');

  async function open(dataId: string) {
    let page = (await answer(dataId))!;
    const items = () => {
      const header = (page.header ?? (page.pages as JsonObject[])[0]) as JsonObject;
      return header.items as JsonObject[];
    };
    const item = (id: string) => items().find((one) => one.id === `msx-player-input-${id}`)!;
    /** Does what MSX does with an action: labels change, the page is asked for again. */
    const run = async (action: string, data?: Json): Promise<void> => {
      const again =
        /^replace:content:([^:]*):request:interaction:([^>]*)@http:\/\/own\/tv\/plugin.html>item:current$/.exec(
          action,
        );
      if (action === 'data')
        for (const one of (data as JsonObject).actions as JsonObject[])
          await run(one.action as string, one.data);
      else if (action.startsWith('update:content:'))
        Object.assign(item(action.slice('update:content:msx-player-input-'.length)), data);
      else if (again && again[1] === page.flag) page = (await answer(again[2]!))!;
      else if (/^reload:content/.test(action)) page = (await answer(dataId))!;
    };
    const request = async (action: Json | undefined): Promise<JsonObject> => {
      const [, id] = /request:interaction:(.*)@http:\/\/own\/tv\/plugin\.html$/.exec(action as string)!;
      const answered = (await answer(id!))!;
      await run(answered.action as string, answered.data);
      return answered;
    };
    return {
      page: () => page,
      item,
      line: () => item('text').label as string,
      press: (id: string) => request(item(id).action),
      more: () => request(((page.footer as JsonObject).items as JsonObject[])[0]!.action),
      type: async (text: string) => {
        for (const letter of text) {
          const key = items().find(({ label }) => label === letter)!;
          await request(key.action);
        }
      },
      /** What the plugin has asked MSX for by itself since the last time. */
      catchUp: async () => {
        for (const { action, data } of executed.splice(0)) await run(action, data);
      },
    };
  }
  return {
    open,
    answer,
    asked,
    executed,
    reply: async (reply: FetchedDocument | JsonObject) => {
      waiting.shift()!(
        'problem' in reply || 'url' in reply
          ? (reply as FetchedDocument)
          : { document: reply, url: 'http://own/s', length: 1 },
      );
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an input page', () => {
  it('shows each key that is pressed, and takes the last away again', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s?q={INPUT}');
    await page.type('ab');
    await page.press('space-bar');
    await page.type('c');
    expect(page.line()).toBe('ab c{txt:msx-blue:|}');
    await page.press('backspace');
    expect(page.line()).toContain('ab {txt');
    await page.press('clear');
    expect(page.line()).toBe('{txt:msx-blue:|}');
  });

  it('has a capital for one key after shift, and for all after shift twice', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s?q={INPUT}');
    await page.press('shift');
    await page.type('Q');
    await page.type('q');
    await page.press('shift');
    await page.press('shift');
    await page.type('WE');
    await page.press('shift');
    await page.type('r');
    expect(page.line()).toBe('QqWEr{txt:msx-blue:|}');
  });

  it('has signs, and the next language', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s?q={INPUT}||tr');
    await page.press('signs');
    await page.type('#%');
    await page.press('language');
    await page.type('жё');
    await page.press('language');
    await page.type('q');
    expect(page.line()).toBe('#%жёq{txt:msx-blue:|}');
  });

  it('shows braces as braces, which MSX would take for an expression', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s?q={INPUT}');
    await page.press('signs');
    await page.press(`${keysOf({ language: 'en', signs: true, shift: 'off' }).indexOf('{')}`);
    expect(page.line()).toContain('{chr:#123}');
  });

  it('begins with the placeholder, or with the first input', async () => {
    const { open } = stage();
    const empty = await open('input:http://own/s|||||||A name');
    expect(empty.line()).toBe('{col:msx-white-soft}A name');
    const filled = await open('input:http://own/s|||||||A name||first');
    expect(filled.line()).toContain('first');
  });

  it('takes a whole character away, where it has two halves', async () => {
    const { open, asked } = stage();
    const page = await open('input:http://own/s?q={INPUT}||||||||x|a😀');
    await page.press('backspace');
    void page.press('done');
    expect(asked[0]!.url).toBe('http://own/s?q=a');
  });

  it('has headline, background, extension and hint of the request', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s||it|Titolo|http://own/a.jpg|Estensione|Testo');
    expect(page.page()).toMatchObject({
      headline: 'Titolo',
      background: 'http://own/a.jpg',
      extension: 'Estensione',
    });
    expect(JSON.stringify(page.page())).toContain('"text":"Testo"');
    expect(page.item('language').label).toContain('IT');
  });

  it('hides a secret until it is to be seen', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s|secret');
    await page.type('abc');
    expect(page.line()).toBe('•••{txt:msx-blue:|}');
    expect(JSON.stringify(page.page())).not.toContain('abc{');
    await page.press('visible');
    expect(page.line()).toBe('abc{txt:msx-blue:|}');
    await page.press('visible');
    expect(page.line()).toBe('•••{txt:msx-blue:|}');
  });

  it('forgets a secret once a server has taken it', async () => {
    const { open, reply, answer } = stage();
    const page = await open('input:http://own/s|secret');
    await page.press('language');
    await page.type('q');
    const again = `input-again:${page.page().flag as string}:x`;
    expect(JSON.stringify(await answer(again))).toContain('•');
    const done = page.press('done');
    await vi.advanceTimersByTimeAsync(0);
    await reply({ action: 'back' });
    await done;
    expect(JSON.stringify(await answer(again))).not.toContain('•');
  });

  it('forgets what was typed when it is opened again', async () => {
    const { open } = stage();
    await (await open('input:http://own/s|secret')).type('abc');
    expect((await open('input:http://own/s|secret')).line()).not.toContain('•');
  });

  it('runs the action that the server answers with, and its data', async () => {
    const { open, asked, reply } = stage();
    const page = await open('input:http://own/login?name={INPUT}&lang={LANG}&id={ID}||de');
    await page.type('a@b');
    const done = page.press('done');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([
      { url: 'http://own/login?name=a%40b&lang=de&id=DEV%201', withCredentials: false },
    ]);
    await reply({ action: 'menu:data', data: { headline: 'Welcome' } });
    expect(await done).toMatchObject({
      action: 'menu:data',
      data: { headline: 'Welcome' },
      response: { status: 200, data: { action: 'menu:data', data: { headline: 'Welcome' } } },
    });
  });

  it('does not tell the device ID to a server that may not know it', async () => {
    const { open, asked } = stage();
    const page = await open('input:http://other/login?name={INPUT}&id={ID}');
    await page.type('a');
    void page.press('done');
    expect(asked[0]!.url).toBe('http://other/login?name=a&id=');
  });

  it('sends cookies where the address has the word for it', async () => {
    const { open, asked } = stage();
    for (const url of ['http://own/s?q={INPUT}&credentials', 'http://own/my-credentials.json?q={INPUT}']) {
      const page = await open(`input:${url}`);
      await page.type('a');
      void page.press('done');
    }
    expect(asked.map(({ withCredentials }) => withCredentials)).toEqual([true, false]);
  });

  it('is not submitted while it is too short', async () => {
    const { open, asked } = stage();
    const page = await open('input:http://own/s?q={INPUT}|default:3');
    await page.type('ab');
    expect((await page.press('done')).action).toMatch(/^warn:.*3/);
    expect(asked).toEqual([]);
  });

  it('says what is wrong where the server does not answer', async () => {
    const { open, reply } = stage();
    const page = await open('input:http://own/s?q={INPUT}');
    await page.type('a');
    const done = page.press('done');
    await vi.advanceTimersByTimeAsync(0);
    await reply({ problem: { message: 'It is {broken}.' } });
    await done;
    expect(JSON.stringify(page.page())).toContain('It is {chr:#123}broken{chr:#125}.');
    expect(page.line()).not.toContain('hourglass');
  });

  it('gives up in time for MSX, which waits 30 s', async () => {
    const { open } = stage();
    const page = await open('input:http://own/s?q={INPUT}');
    await page.type('a');
    const done = page.press('done');
    await vi.advanceTimersByTimeAsync(29_000);
    await done;
    expect(JSON.stringify(page.page())).toContain('No answer within 25 s');
  });

  it('asks for itself again where the plugin has forgotten it', async () => {
    const { answer } = stage();
    expect((await answer('input-key:input-old-0:12'))!.action).toBe('reload:content');
    expect(await answer('input-again:input-old-0:http://own/s||ru')).toMatchObject({ type: 'list' });
  });

  it('leaves the requests of others alone', () => {
    const { answer } = stage();
    ['init', 'status', 'page:x', 'inputs:x', 'input'].forEach((dataId) => expect(answer(dataId)).toBeNull());
  });
});

describe('a search', () => {
  const SEARCH = 'input:http://own/s?q={INPUT}|search:2|en|Search||| Two letters';

  it('asks 300 ms after the last key, and shows what is found below the keyboard', async () => {
    const { open, asked, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(299);
    await page.type('p');
    await vi.advanceTimersByTimeAsync(299);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await page.catchUp();
    expect(asked.map(({ url }) => url)).toEqual(['http://own/s?q=alp']);
    expect(page.line()).toContain('hourglass');
    await reply(FILMS);
    await page.catchUp();
    expect(page.line()).toBe('alp{txt:msx-blue:|}');
    expect(page.page()).toMatchObject({
      headline: 'Found',
      compress: true,
      template: { decompress: true, layout: '0,0,2,4' },
      items: [{ title: 'Alpha', action: 'video:http://own/a.mp4?device_id=1' }, { title: 'Beta' }],
    });
    expect(JSON.stringify(page.page())).toContain('Two films');
  });

  it('begins with what is found for its first input', async () => {
    const { open, asked, reply } = stage();
    const opened = open('input:http://own/s?q={INPUT}|search:2|||||||0|al');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    await reply(FILMS);
    const page = await opened;
    expect(page.line()).toContain('al');
    expect(page.page().items).toHaveLength(2);
  });

  it('throws away an answer that was overtaken', async () => {
    const { open, asked, reply, executed } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await page.catchUp();
    await page.type('p');
    executed.length = 0;
    await reply(FILMS);
    expect(executed).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toHaveLength(2);
    await page.catchUp();
    expect(page.page().items).toBeUndefined();
  });

  it('runs the action that a server answers with, and is no longer busy', async () => {
    const { open, reply, executed } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await page.catchUp();
    await reply({ action: 'content:http://own/found.json' });
    expect(executed.at(-1)).toEqual({ action: 'content:http://own/found.json' });
    await page.catchUp();
    expect(page.line()).toBe('al{txt:msx-blue:|}');
  });

  it('says so where it is too short to ask at once', async () => {
    const { open, asked } = stage();
    const page = await open(SEARCH);
    await page.type('a');
    expect((await page.press('done')).action).toMatch(/^warn:.*2/);
    expect(asked).toEqual([]);
  });

  it('asks at once where that is wanted', async () => {
    const { open, asked } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await page.press('done');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
  });

  it('does not ask for less than it needs, and takes old results away', async () => {
    const { open, asked, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await page.catchUp();
    expect(page.page().items).toHaveLength(2);
    await page.press('backspace');
    await vi.advanceTimersByTimeAsync(300);
    await page.catchUp();
    expect(page.page().items).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('is no longer busy after an error, a time-out, or when the text has changed', async () => {
    const { open, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await page.catchUp();
    await page.type('p');
    expect(page.line()).not.toContain('hourglass');
    await vi.advanceTimersByTimeAsync(300);
    await page.catchUp();
    expect(page.line()).toContain('hourglass');
    await vi.advanceTimersByTimeAsync(25_000);
    await page.catchUp();
    expect(page.line()).not.toContain('hourglass');
    await page.type('h');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await reply(FILMS);
    await reply({ problem: { message: 'gone' } });
    await page.catchUp();
    expect(page.line()).not.toContain('hourglass');
    expect(JSON.stringify(page.page())).toContain('gone');
  });

  it('shows compressed results as they are', async () => {
    const { open, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply({ ...FILMS, compress: true });
    await page.catchUp();
    expect(page.page().template).not.toHaveProperty('decompress');
  });

  it('keeps what was found for somebody who comes back', async () => {
    const { open, reply, answer, executed } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    executed.length = 0;
    await reply(FILMS);
    const [, dataId] = /request:interaction:(.*)@/.exec(executed.at(-1)!.action)!;
    await page.catchUp();
    expect(await answer(dataId!)).toMatchObject({ items: [{ title: 'Alpha' }, { title: 'Beta' }] });
  });

  it('asks for the next piece where the server gives as many as were asked for', async () => {
    const { open, asked, reply } = stage();
    const page = await open('input:http://own/s?q={INPUT}&o={OFFSET}&l={LIMIT}|search|||||||2');
    await page.type('a');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await page.catchUp();
    const more = page.more();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.map(({ url }) => url)).toEqual(['http://own/s?q=a&o=0&l=2', 'http://own/s?q=a&o=2&l=2']);
    await reply({ items: [{ title: 'Gamma' }] });
    await more;
    expect((page.page().items as JsonObject[]).map(({ title }) => title)).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(page.page().footer).toBeUndefined();
  });

  it('is another one in an MSX that can only reload, once it was left', async () => {
    const { open, reply, answer, executed } = stage(134);
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    expect(executed.at(-1)!.action).toMatch(/^reload:content/);
    await vi.advanceTimersByTimeAsync(6000);
    expect((await answer(SEARCH))!.items).toBeUndefined();
  });

  it('asks once for the next piece, and no longer says what was wrong before', async () => {
    const { open, asked, reply } = stage();
    const page = await open('input:http://own/s?q={INPUT}&o={OFFSET}&l={LIMIT}|search|||||||2');
    await page.type('a');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await page.catchUp();
    const both = Promise.all([page.more(), page.more()]);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    await reply({ problem: { message: 'Not now.' } });
    await both;
    expect(JSON.stringify(page.page())).toContain('Not now.');
    expect(page.page().items).toHaveLength(2);
    const more = page.more();
    await vi.advanceTimersByTimeAsync(0);
    await reply({ items: [{ title: 'Gamma' }] });
    await more;
    expect(page.page().items).toHaveLength(3);
    expect(JSON.stringify(page.page())).not.toContain('Not now.');
  });

  it('leaves the focus to MSX once something was found', async () => {
    const { open, reply } = stage();
    const page = await open(SEARCH);
    expect(page.item('12').focus).toBe(true);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await page.catchUp();
    expect(page.item('12').focus).toBeUndefined();
  });

  it('says so where nothing was found, and the server does not', async () => {
    const { open, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply({ template: FILMS.template!, items: [] });
    await page.catchUp();
    expect(JSON.stringify(page.page())).toContain('Nothing found.');
  });

  it('shows pages below the keyboard as well', async () => {
    const { open, reply } = stage();
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply({ pages: [{ items: [{ layout: '0,0,1,1', title: 'Own' }] }] });
    await page.catchUp();
    expect(page.page().pages).toHaveLength(2);
    expect(JSON.stringify(page.page())).not.toContain('Nothing found.');
  });

  it('works in an MSX that can only reload', async () => {
    const { open, reply } = stage(134);
    const page = await open(SEARCH);
    await page.type('al');
    await vi.advanceTimersByTimeAsync(300);
    await reply(FILMS);
    await page.catchUp();
    expect(page.line()).toContain('al');
    expect(page.page().items).toHaveLength(2);
  });
});

describe('what MSX says of the page', () => {
  /** Younger than some MSX, and missed by nobody there. */
  const dispensable = {
    flag: 'without it the page is reloaded',
    refocus: 'without it the first key has the focus',
    compress: 'the narrow keyboard fits as well',
    decompress: 'the results are smaller',
    selection: 'the button can be pressed',
  };

  it.each([97, 114, 134, 145, 161, 166])('is nothing, in 0.1.%i', async (build) => {
    for (const rest of [
      '',
      '|secret|ru|Head|http://own/a.jpg|Extension|Hint|Place',
      '|search:1|tr|||x|||2',
    ]) {
      const { open, reply } = stage(build);
      const page = await open(`input:http://own/s?q={INPUT}&o={OFFSET}&l={LIMIT}${rest}`);
      await page.press('shift');
      await page.press('signs');
      await page.type('1');
      await vi.advanceTimersByTimeAsync(300);
      if (rest.startsWith('|search')) {
        await reply(FILMS);
        await page.catchUp();
      }
      expect(
        lintDocument(page.page(), {
          kind: 'content',
          version: `0.1.${build}`,
          pluginUrl: PLUGIN,
          dispensable,
        }),
      ).toEqual([]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { JsonObject } from '../msx/json.js';
import { createPagingPages } from './createPagingPages.js';
import type { FetchedDocument, PageTools } from './pageTools.js';

const PLUGIN = 'http://own/tv/plugin.html';
const REQUEST = 'paging:http://own/c?offset={OFFSET}&limit={LIMIT}';

/** A list of so many items, on a server that gives as many as are asked for. */
function stage(size: number, { build = 165, more = {} } = {}) {
  const asked: string[] = [];
  const broken: { message: string }[] = [];
  const fetchDocument = (url: string): Promise<FetchedDocument> => {
    asked.push(url);
    const problem = broken.shift();
    if (problem) return Promise.resolve({ problem });
    const query = new URLSearchParams(url.replace(/.*\?/, ''));
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(query.get(name)));
    const items = Array.from({ length: Math.max(0, Math.min(limit!, size - offset!)) }, (_, i) => ({
      title: `Item ${offset! + i}`,
      link: `http://own/${offset! + i}`,
    }));
    const first = {
      headline: 'All',
      template: { layout: '0,0,4,1', action: 'content:{context:link}' },
      ...more,
    };
    return Promise.resolve({ document: offset! > 0 ? { items } : { ...first, items }, url, length: 1 });
  };
  const tools: PageTools = {
    pluginUrl: PLUGIN,
    build,
    nowMs: () => 1,
    fetchDocument,
    tagDocument: (document) =>
      document.template
        ? (JSON.parse(JSON.stringify(document).replace(/http:\/\/own\/\d+/g, '$&?tagged')) as JsonObject)
        : document,
    deviceId: 'DEV1',
    mayCarry: () => true,
    executeAction: () => undefined,
    setTimer: () => () => undefined,
  };
  const answer = createPagingPages(tools, (message) => ({ headline: message }));
  const request = async (action: unknown) =>
    (await answer(/request:interaction:(.*)@http:\/\/own\/tv\/plugin\.html/.exec(action as string)![1]!))!;
  const button = (page: JsonObject) => ((page.footer as JsonObject).items as JsonObject[])[0]!;
  const titles = (page: JsonObject) => (page.items as JsonObject[]).map(({ title }) => title);
  return { answer, request, asked, broken, button, titles };
}

describe('a list in pieces', () => {
  it('asks for 20 items at first, and shows them with all else that the server gave', async () => {
    const { answer, asked, titles } = stage(30);
    const page = (await answer(REQUEST))!;
    expect(asked).toEqual(['http://own/c?offset=0&limit=20']);
    expect(page).toMatchObject({ headline: 'All', template: { layout: '0,0,4,1' } });
    expect(titles(page)).toHaveLength(20);
  });

  it('asks for the next piece, when its button has the focus, until one is not full', async () => {
    const { answer, request, asked, button, titles } = stage(7);
    let page = (await answer(`${REQUEST}|3`))!;
    for (const count of [6, 7]) {
      const { action } = await request((button(page).selection as JsonObject).action);
      expect(action).toMatch(/^replace:content:paging-.*>item:current$/);
      page = await request(action);
      expect(titles(page)).toHaveLength(count);
    }
    expect(page.footer).toBeUndefined();
    expect(new Set(titles(page)).size).toBe(7);
    expect(asked).toEqual([0, 3, 6].map((offset) => `http://own/c?offset=${offset}&limit=3`));
  });

  it('tags later items as those of the first piece, whose template they have', async () => {
    const { answer, request, button } = stage(4);
    const page = (await answer(`${REQUEST}|2`))!;
    const { action } = await request(button(page).action);
    expect(((await request(action)).items as JsonObject[]).map(({ link }) => link)).toEqual(
      [0, 1, 2, 3].map((n) => `http://own/${n}?tagged`),
    );
  });

  it('asks once, however often its button is pressed', async () => {
    const { answer, request, asked, button } = stage(7);
    const page = (await answer(`${REQUEST}|3`))!;
    const [first, second] = await Promise.all([request(button(page).action), request(button(page).action)]);
    expect(first.action).toMatch(/^replace/);
    expect(second.action).toBe('[]');
    expect(asked).toHaveLength(2);
  });

  it('has no button where the server does not page', async () => {
    const { answer } = stage(7);
    expect((await answer('paging:http://own/c?limit=3|3'))!.footer).toBeUndefined();
  });

  it("shows the server's own footer at the end", async () => {
    const footer = { items: [{ id: 'end' }] };
    const { answer, request, button } = stage(3, { more: { footer } });
    const page = (await answer(`${REQUEST}|2`))!;
    expect(button(page).id).toBeUndefined();
    expect((await request((await request(button(page).action)).action)).footer).toEqual(footer);
  });

  it('says what is wrong: in the place of the page, or over it', async () => {
    const { answer, request, broken, button, titles } = stage(7);
    broken.push({ message: 'Not there.' });
    expect(await answer(`${REQUEST}|3`)).toEqual({ headline: 'Not there.' });
    const page = (await answer(`${REQUEST}|3`))!;
    broken.push({ message: 'Not now.' });
    expect((await request(button(page).action)).action).toBe('error:Not now.');
    const { action } = await request(button(page).action);
    expect(titles(await request(action))).toHaveLength(6);
  });

  it('keeps the flag that the document has for its own actions', async () => {
    const { answer, request, button } = stage(7, { more: { flag: 'films' } });
    const page = (await answer(`${REQUEST}|3`))!;
    expect(page.flag).toBe('films');
    expect((await request(button(page).action)).action).toMatch(/^replace:content:films:/);
  });

  it('begins anew where it is opened again, or where the plugin has forgotten it', async () => {
    const { answer, request, button, titles } = stage(7);
    const page = (await answer(`${REQUEST}|3`))!;
    await request((await request(button(page).action)).action);
    expect(titles((await answer(`${REQUEST}|3`))!)).toHaveLength(3);
    expect((await answer('paging-more:paging-old-1'))!.action).toBe('reload:content');
  });

  it('reloads itself in an MSX that cannot replace a page', async () => {
    const { answer, request, button, titles } = stage(7, { build: 134 });
    const page = (await answer(`${REQUEST}|3`))!;
    expect((await request(button(page).action)).action).toBe('reload:content>item:current');
    expect(titles((await answer(`${REQUEST}|3`))!)).toHaveLength(6);
    expect(titles((await answer(`${REQUEST}|3`))!)).toHaveLength(3);
  });

  it('is what MSX wants', async () => {
    for (const build of [97, 114, 145, 166]) {
      const page = (await stage(7, { build }).answer(`${REQUEST}|3`))!;
      expect(
        lintDocument(page, {
          kind: 'content',
          version: `0.1.${build}`,
          pluginUrl: PLUGIN,
          dispensable: { flag: 'reloaded', selection: 'pressed' },
        }).filter(({ rule }) => rule !== 'context'),
      ).toEqual([]);
    }
  });
});
